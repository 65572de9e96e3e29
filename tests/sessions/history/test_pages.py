"""HR's pages and the ledger: who may open which, what is written down, and that a group sees what HR sees."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from groups.commands import keep_group, remove_participant, rename_participant, revoke_seat, say_who
from groups.models import AccessLedger, Group, Role, Seat
from tests.names import unnamed
from tests.sessions.cast.past import Past, found, held, paris, planned, settle

SIGN_IN = "sign in"
PAGES = ("history", "group_history", "attendance_csv")
EVERYBODY = (
    "nobody",
    "hr",
    "hr elsewhere",
    "hr who facilitates",
    "hr who stands in",
    "hr who belongs",
    "hr who belonged",
    "hr in doubt",
    "hr who was in doubt",
    "admin",
    "facilitator",
    "deputy",
    "member",
    "guest",
    "neighbour",
    "removed",
    "lost and removed",
)


@pytest.fixture
def past(db: None) -> Past:
    past = settle()
    held(past.group.cycle, paris(2026, 1, 12, 12), came={past.people["ana"]: 0, past.people["zoé"]: 65})
    planned(past.group.cycle, paris(timezone.localdate().year, 6, 1))
    return past


def works_for_hr(past: Past, who: str) -> None:
    past.organisation.roles.create(user=past.users[who], role=Role.HR)


def belongs(past: Past, who: str, address: str) -> None:
    rename_participant(participant=past.people[who], name=who.title(), email=address, by=past.users["claire"])


def answered(past: Past, *, is_same: bool) -> None:
    say_who(doubt=past.users["hakim"].same_people.get(), is_same=is_same, by=past.users["agnes"])


def comer(past: Past, who: str) -> Client:
    """A browser of somebody; the scene is changed to make that somebody true."""
    if who == "hr elsewhere" or who == "neighbour":
        voisins = settle("Voisins", "Les lundis")
        return voisins.browser("hakim" if who == "hr elsewhere" else "ana")
    if who == "hr who facilitates" or who == "hr who stands in":
        name = "claire" if who == "hr who facilitates" else "david"
        works_for_hr(past, name)
        return past.browser(name)
    if who in ("hr who belongs", "hr who belonged", "hr in doubt", "hr who was in doubt"):
        belongs(past, "ana", "Hakim@Atelier.fr")
        if who != "hr in doubt":
            answered(past, is_same=who != "hr who was in doubt")
        if who == "hr who belonged":
            remove_participant(participant=past.people["ana"], by=past.users["claire"])
        return past.browser("hakim")
    if who == "guest":
        past.seats["ana"] = Seat.objects.create(participant=past.people["ana"])
    http = past.browser({"hr": "hakim", "admin": "agnes", "facilitator": "claire", "deputy": "david"}.get(who, ""))
    if who in ("member", "guest", "removed", "lost and removed"):
        http = past.browser("ana")
    if who == "lost and removed":
        revoke_seat(seat=past.seats["ana"], by=past.users["claire"])
    if who in ("removed", "lost and removed"):
        remove_participant(participant=past.people["ana"], by=past.users["claire"])
    return http


def outcome(answer: HttpResponse) -> int | str:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return SIGN_IN if to_sign_in else answer.status_code


def address(past: Past, page: str) -> str:
    return reverse(f"sessions:{page}", args=[] if page == "history" else [past.group.pk])


# fmt: off
RIGHTS: dict[str, tuple[int | str, int | str, int | str, int | str]] = {
    #                     history  group    csv      ledger
    "nobody":             (SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "hr":                 (200, 200, 200, 404),
    "hr elsewhere":       (200, 404, 404, 404),
    "hr who facilitates": (200, 404, 404, 200),
    "hr who stands in":   (200, 404, 404, 200),
    "hr who belongs":     (200, 404, 404, 404),
    "hr who belonged":    (200, 404, 404, 404),
    "hr in doubt":        (200, 404, 404, 404),
    "hr who was in doubt": (200, 200, 200, 404),
    "admin":              (404, 404, 404, 404),
    "facilitator":        (404, 404, 404, 200),
    "deputy":             (404, 404, 404, 200),
    "member":             (SIGN_IN, SIGN_IN, SIGN_IN, 200),
    "guest":              (SIGN_IN, SIGN_IN, SIGN_IN, 404),
    "neighbour":          (SIGN_IN, SIGN_IN, SIGN_IN, 404),
    "removed":            (SIGN_IN, SIGN_IN, SIGN_IN, 200),
    "lost and removed":   (SIGN_IN, SIGN_IN, SIGN_IN, 404),
}


# fmt: on


def test_everybody_stands_in_the_table() -> None:
    assert tuple(RIGHTS) == EVERYBODY


@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_open_which_page(past: Past, who: str) -> None:
    http = comer(past, who)
    assert tuple(outcome(http.get(address(past, page))) for page in (*PAGES, "ledger")) == RIGHTS[who]


@pytest.mark.parametrize("who", [who for who in RIGHTS if RIGHTS[who][1] != 200])
def test_who_may_not_review_a_group_reads_nothing_of_it_and_leaves_no_line(past: Past, who: str) -> None:
    http = comer(past, who)
    pages = [http.get(address(past, page)).content.decode() for page in PAGES]
    assert [page for page in pages if "Les mardis" in page or "Zoé" in page] == []
    looked = past.group.looks.filter(what__in=("overview", "group", "csv"))
    assert looked.count() == 0


@pytest.mark.parametrize("page", [*PAGES, "ledger"])
def test_pages_are_read_only_and_kept_by_no_cache(past: Past, page: str) -> None:
    http = past.browser("claire" if page == "ledger" else "hakim")
    assert "no-store" in http.get(address(past, page))["Cache-Control"]
    assert http.post(address(past, page)).status_code == 405


def test_who_facilitates_does_not_review_the_group_for_hr(past: Past) -> None:
    works_for_hr(past, "claire")
    may = {name: Group.objects.reviewed_by(user).contains(past.group) for name, user in past.users.items()}
    assert may == {"hakim": True, "agnes": False, "claire": False, "david": False}


def test_a_group_that_cannot_be_reviewed_is_in_no_figure(past: Past) -> None:
    works_for_hr(past, "claire")
    other = found(past.organisation, "Les jeudis", past.users["david"])
    page = past.browser("claire").get("/history/")
    (organisation,) = page.context["organisations"]
    assert [group.name for group in organisation["figures"].groups] == ["Les jeudis"]
    assert organisation["figures"].tally.sessions == 0
    assert AccessLedger.objects.get().group_id == other.pk


@pytest.fixture
def passing(past: Past) -> Past:
    """The group of this past met once only, and was not kept."""
    past.group.is_passing = True
    past.group.save()
    return past


def test_hr_sees_nothing_of_a_group_that_was_not_kept(passing: Past) -> None:
    hakim = passing.browser("hakim")
    answers = [hakim.get(address(passing, page)) for page in PAGES]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert answers[0].context["organisations"] == []
    assert "Les mardis" not in answers[0].content.decode()
    assert passing.group.looks.count() == 0


def test_a_group_that_was_not_kept_reads_that_hr_sees_nothing(passing: Past) -> None:
    page = passing.browser("ana").get(address(passing, "ledger"), headers={"accept-language": "fr"}).content.decode()
    assert "Rien\u00a0: la RH ne voit pas un groupe réuni pour une seule séance" in page
    assert 'id="figures"' not in page


def test_a_kept_group_is_seen_whole(passing: Past) -> None:
    keep_group(group=passing.group, name="Les jeudis", by=passing.users["claire"])
    (organisation,) = passing.browser("hakim").get("/history/", {"year": "2026"}).context["organisations"]
    assert [(group.name, group.tally.held) for group in organisation["figures"].groups] == [("Les jeudis", 1)]


def test_hr_without_any_group_sees_a_calm_page(past: Past) -> None:
    belongs(past, "ana", "hakim@atelier.fr")
    page = past.browser("hakim").get("/history/", headers={"accept-language": "fr"}).content.decode()
    assert "Aucun groupe à consulter pour l’instant." in page
    assert "<svg" not in page


@pytest.mark.parametrize(("year", "status"), [("2026", 200), ("1999", 404), ("abc", 404), ("", 404), ("２０２６", 404)])
def test_years_are_a_fixed_grid(past: Past, year: str, status: int) -> None:
    assert past.browser("hakim").get("/history/", {"year": year}).status_code == status


# The ledger


def looks(group: Group) -> list[tuple[str, str]]:
    return [(look.name, look.what) for look in group.looks.order_by("looked_at")]


def test_each_look_is_written_down_once(past: Past) -> None:
    http = past.browser("hakim")
    for page in PAGES:
        http.get(address(past, page))
    assert looks(past.group) == [("Hakim", "overview"), ("Hakim", "group"), ("Hakim", "csv")]


def test_who_asks_for_headers_alone_sees_nothing_and_leaves_no_line(past: Past) -> None:
    http = past.browser("hakim")
    for page in PAGES:
        assert (http.head(address(past, page)).status_code, http.options(address(past, page)).status_code) == (200, 405)
    assert http.head("/history/?year=1999").status_code == 404
    assert looks(past.group) == []


def test_the_year_that_was_looked_at_is_named(past: Past) -> None:
    past.browser("hakim").get("/history/?year=2026")
    assert [look.year for look in past.group.looks.all()] == [2026]
    page = past.browser("ana").get(address(past, "ledger"), headers={"accept-language": "fr"}).content.decode()
    assert "la vue d’ensemble de 2026" in page


def test_a_former_member_reads_the_lines_of_that_time_and_no_figures(past: Past) -> None:
    hakim, ana = past.browser("hakim"), past.browser("ana")
    hakim.get(address(past, "history"))
    past.people["ana"].joined_at = timezone.now()
    past.people["ana"].save()
    hakim.get(address(past, "group_history"))
    assert ana.get(address(past, "ledger")).context["looks"].paginator.count == 2  # who belongs reads all
    remove_participant(participant=past.people["ana"], by=past.users["claire"])
    hakim.get(address(past, "attendance_csv"))
    # Who facilitates and works for HR by now is named to the group alone.
    past.organisation.roles.create(user=past.users["claire"], role="hr")
    assert "Claire" in past.browser("zoé").get(address(past, "ledger")).content.decode()
    page = ana.get(address(past, "ledger"), headers={"accept-language": "fr"})
    assert "Claire" not in page.content.decode()
    assert [look.what for look in page.context["looks"]] == ["group"]
    assert 'id="figures"' not in page.content.decode()
    assert "Vous avez fait partie de ce groupe du" in page.content.decode()
    assert address(past, "ledger") in ana.get("/").content.decode()


@pytest.mark.parametrize("who", ["ana", "claire"])
def test_lines_are_taken_along_with_their_proof(past: Past, who: str) -> None:
    past.browser("hakim").get(address(past, "group_history"))
    http = past.browser(who)
    read = http.get(address(past, "ledger_json")).json()
    assert [(line["name"], line["what"]) for line in read["lines"]] == [("Hakim", "group")]
    assert read["head"]["number"] == len(read["digests"]) == 1
    rows = list(
        csv.DictReader(io.StringIO(http.get(address(past, "ledger_csv")).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [row["hash"] for row in rows] == [read["head"]["hash"]]
    assert f"1:{read['head']['hash'][:16]}" in http.get(address(past, "ledger")).content.decode()


@pytest.mark.parametrize("page", ["ledger_json", "ledger_csv"])
@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_take_lines_along(past: Past, who: str, page: str) -> None:
    assert outcome(comer(past, who).get(address(past, page))) == RIGHTS[who][3]


def test_a_group_reads_who_holds_the_key(past: Past, settings: Settings) -> None:
    in_french: dict[str, Any] = {"accept-language": "fr"}
    settings.CODEV_OPERATOR = ""
    assert "demandez qui c’est" in past.browser("ana").get(address(past, "ledger"), headers=in_french).content.decode()
    settings.CODEV_OPERATOR = "Marie <Dupont>"
    assert (
        "Marie &lt;Dupont&gt;" in past.browser("ana").get(address(past, "ledger"), headers=in_french).content.decode()
    )


def test_an_overview_is_a_look_at_each_group_in_it(past: Past) -> None:
    other = found(past.organisation, "Les jeudis", past.users["claire"])
    past.browser("hakim").get("/history/")
    assert looks(past.group) == looks(other) == [("Hakim", "overview")]


@pytest.mark.parametrize("page", PAGES)
def test_a_look_that_cannot_be_written_down_shows_nothing(past: Past, page: str) -> None:
    """The ledger's table refuses every line from now on, as a full disk would."""
    http = past.browser("hakim")
    http.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON codev_groups_accessledger BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    answer = http.get(address(past, page))
    assert answer.status_code == 500
    assert "Zoé" not in answer.content.decode()


@pytest.mark.parametrize("who", ["ana", "claire", "david"])
def test_the_group_reads_who_looked_when_and_at_what(past: Past, who: str) -> None:
    past.browser("hakim").get(address(past, "group_history"))
    page = past.browser(who).get(address(past, "ledger"), headers={"accept-language": "fr"}).content.decode()
    told = re.search(r'<ul class="list looks">(.*?)</ul>', page, re.S)
    assert told is not None
    assert "<strong>Hakim</strong> · la page du groupe" in unnamed(told[1])
    assert past.group.looks.get().looked_at.astimezone(timezone.get_current_timezone()).isoformat() in told[1]


def test_reading_the_ledger_is_no_look(past: Past) -> None:
    for who in ("ana", "claire"):
        past.browser(who).get(address(past, "ledger"))
    looked = past.group.looks.filter(what__in=("overview", "group", "csv"))
    assert looked.count() == 0


def test_a_long_ledger_has_pages(past: Past) -> None:
    http = past.browser("hakim")
    for _ in range(21):
        http.get(address(past, "group_history"))
    ana, who = past.browser("ana"), past.people["ana"].pk
    page = ana.get(address(past, "ledger"), {"as": who})
    assert f"?as={who}&amp;page=2#" in page.content.decode()
    assert len(ana.get(address(past, "ledger"), {"page": "2", "as": who}).context["looks"]) == 1


def region(answer: HttpResponse) -> bytes:
    """The figures, byte by byte: from their element to the end of it."""
    content: bytes = answer.content
    begin = content.index(b'<div id="figures"')
    depth = 0
    for tag in re.finditer(rb"<(/?)div\b", content[begin:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return content[begin : begin + tag.end()]
    raise AssertionError


@pytest.mark.parametrize("who", ["ana", "claire", "david"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_group_sees_is_what_hr_sees(past: Past, who: str, language: str) -> None:
    headers: dict[str, Any] = {"accept-language": language}
    seen_by_hr = region(past.browser("hakim").get(address(past, "group_history"), headers=headers))
    assert "Zoé".encode() in seen_by_hr
    assert region(past.browser(who).get(address(past, "ledger"), headers=headers)) == seen_by_hr


def test_the_file_says_what_the_page_says(past: Past) -> None:
    answer = past.browser("hakim").get(address(past, "attendance_csv"), headers={"accept-language": "en"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="attendance.csv"'
    assert [(row["Name"], row["Half-day"], row["Attendance"]) for row in rows] == [
        ("Ana", "morning", "1"),
        ("Ana", "afternoon", "1"),
        ("Zoé", "morning", "0"),
        ("Zoé", "afternoon", "1"),
    ]


# What members are told


def test_members_are_told_who_among_them_works_for_hr(past: Past) -> None:
    belongs(past, "ana", "Hakim@Atelier.fr")
    works_for_hr(past, "claire")
    http = past.browser("zoé")

    def told(sentence: str) -> list[bool]:
        pages = (address(past, "ledger"), reverse("groups:charter", args=[past.group.pk]))
        return [
            sentence in unnamed(http.get(page, headers={"accept-language": "fr"}).content.decode()) for page in pages
        ]

    assert told("Hakim, de la RH, fait peut-être partie de ce groupe") == [True, True]
    answered(past, is_same=True)
    assert told("Dans ce groupe, Ana, Claire travaillent aussi pour la RH") == [True, True]
    assert told("peut-être partie de ce groupe") == [False, False]


def test_hr_is_told_that_a_group_is_in_doubt_and_not_which(past: Past) -> None:
    belongs(past, "ana", "Hakim@Atelier.fr")
    page = past.browser("hakim").get("/history/", headers={"accept-language": "fr"}).content.decode()
    assert "1 groupe n’est pas montré" in page
    assert "Les mardis" not in page
    answered(past, is_same=True)
    assert (
        "pas montré" not in past.browser("hakim").get("/history/", headers={"accept-language": "fr"}).content.decode()
    )


def test_links_lead_to_the_ledger(past: Past) -> None:
    to_it = f'href="{address(past, "ledger")}'
    zoe, claire = past.browser("zoé"), past.browser("claire")
    pages = [zoe.get("/"), zoe.get(reverse("groups:charter", args=[past.group.pk]))]
    pages.append(claire.get(reverse("sessions:group", args=[past.group.pk])))
    assert [to_it in page.content.decode() for page in pages] == [True] * 3


def test_home_leads_hr_to_history_and_nobody_else(past: Past) -> None:
    shown = {who: b'href="/history/"' in past.browser(who).get("/").content for who in ("hakim", "agnes", "claire")}
    assert shown == {"hakim": True, "agnes": False, "claire": False}


@pytest.mark.parametrize("groups", [1, 3])
def test_the_overview_costs_the_same_however_many_groups(past: Past, groups: int) -> None:
    for place in range(1, groups):
        held(found(past.organisation, f"Groupe {place}", past.users["claire"]).cycle, paris(2026, 5, 4))
    http = past.browser("hakim")
    with CaptureQueriesContext(connection) as captured:
        http.get("/history/")
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(statements) == 13
