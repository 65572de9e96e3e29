"""The demonstration's past is one that the machine would have had, and what people find in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from groups.models import Cycle, Group
from sessions.attendance.reading import sheet_of
from sessions.commands import plan_session
from sessions.commands.projections import runs
from sessions.demo import people
from sessions.history import figures
from sessions.mirror.reading import mirror
from sessions.models import (
    Attendance,
    Commitment,
    ContentKey,
    Contract,
    Contribution,
    Correction,
    Debrief,
    PhaseRun,
    Preparation,
    PublishedEvaluation,
    Reflection,
    Round,
    Served,
    Session,
    Signature,
    SpeakingTurn,
    Subject,
)
from sessions.rotation import rotation_of

FOLLOWING = (PhaseRun, SpeakingTurn, Attendance)
WRITTEN = (Commitment, Contract, Contribution, PublishedEvaluation, Round, Subject)
AFTER = (*WRITTEN, Correction, Debrief, Reflection, Served, Signature)


@pytest.fixture
def planned(db: None) -> Session:
    return people.ensure()


def followed(session: Session) -> list[list[tuple[Any, ...]]]:
    """The rows that follow from the journal, without their own numbers."""
    names = [[field.attname for field in model._meta.fields if field.attname != "id"] for model in FOLLOWING]
    return [
        sorted(model._default_manager.filter(session=session).values_list(*fields), key=str)
        for model, fields in zip(FOLLOWING, names, strict=True)
    ]


def past() -> Iterator[Session]:
    yield from Session.objects.filter(cycle__number=1).order_by("number")


def test_the_present_cycle_is_whole(planned: Session) -> None:
    """One held, the session at hand, then what is planned, one of it called off; a sheet is begun."""
    rows = Session.objects.filter(cycle=planned.cycle).order_by("scheduled_at")
    assert [one.status for one in rows] == ["closed", "planned", "planned", "cancelled", "planned"]
    assert rows[2].place
    assert [one.number for one in rows.exclude(status="cancelled")] == [1, 2, 3, 4]
    assert sorted(rows[2].answers.values_list("comes", flat=True)) == [False, True, True, True, True]
    sheet = Preparation.objects.get()
    assert (sheet.session, sheet.words["title"]) == (rows[2], "Un départ dans mon équipe")  # type: ignore[index]
    table = rotation_of(planned.cycle.group)
    assert (len(table.found.never), table.found.places, table.next) == (6, 6, planned)


def test_a_past_cycle_and_the_present_one(planned: Session) -> None:
    assert [session.status for session in past()] == ["closed", "cancelled", "closed", "closed"]
    assert (planned.cycle.number, planned.status) == (2, "planned")
    span = max(one.scheduled_at for one in past()) - min(one.scheduled_at for one in past())
    assert timedelta(weeks=10) - timedelta(days=1) < span < timedelta(weeks=10) + timedelta(days=1)
    assert max(one.scheduled_at for one in past()) < timezone.now() - timedelta(weeks=6)


def test_rebuilding_the_past_changes_nothing(planned: Session) -> None:
    for session in past():
        before = followed(session)
        assert runs.rebuild(session) == session.load()
        assert followed(session) == before
        assert session.revision == session.journal.count()
        assert ContentKey.objects.filter(owner=session.pk).exists()


def test_everything_happened_before_now_and_in_its_order(planned: Session) -> None:
    for session in past():
        instants = [entry.at for entry in session.journal.all()]
        assert instants == sorted(instants)
        assert instants[-1] < timezone.now().timestamp() * 1000


def test_attendance_varies_and_two_sessions_have_two_clients(planned: Session) -> None:
    cycle = figures.of_the_group(planned.cycle.group_id)[1]
    assert (cycle.tally.held, cycle.tally.planned, cycle.tally.cancelled, cycle.tally.consultations) == (3, 0, 1, 6)
    assert [(column.half.is_afternoon, column.present) for column in cycle.register.columns] == [
        (False, 7),
        (False, 6),
        (True, 7),
        (True, 6),
    ]
    assert len({one.client_id for one in Round.objects.filter(session__in=list(past()))}) == 6


def described(**options: bool) -> dict[str, Any]:
    out = StringIO()
    call_command("demo", json=True, stdout=out, **options)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_command_is_idempotent(planned: Session) -> None:
    count = Session.objects.count()
    assert described()["session"] == described()["session"] == str(planned.pk)
    assert Session.objects.count() == count


def test_a_fresh_session_follows_in_the_present_cycle(planned: Session) -> None:
    fresh = Session.objects.get(pk=described(fresh=True)["session"])
    assert (fresh.cycle, fresh.pk == planned.pk) == (planned.cycle, False)
    assert described()["session"] == str(fresh.pk)


def test_a_demonstration_from_before_has_no_past_and_goes_on(planned: Session) -> None:
    group = Group.objects.get()
    Session.objects.all().delete()
    Cycle.objects.filter(number=2).delete()
    old = plan_session(
        cycle=group.cycle, scheduled_at=timezone.now(), minutes=120, rounds=2, protocol_key="codev-classique"
    )
    assert described()["session"] == str(old.pk)
    assert Session.objects.count() == 1
    sophie = Client()
    assert sophie.get(described()["hr"]["url"].removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200


def test_a_link_leads_hr_to_the_history(planned: Session) -> None:
    """And those who facilitate or take part to the session."""
    links = described()
    address = {"hr": links["hr"]["url"], "facilitator": links["facilitator"]["url"]}
    led = {who: Client().get("/" + url.split("/", 3)[3])["Location"] for who, url in address.items()}
    assert led == {"hr": reverse("sessions:history"), "facilitator": reverse("sessions:session", args=[planned.pk])}


def test_participants_links_lead_to_their_seats(planned: Session) -> None:
    """The first alone in its browser, the next as one of several; a link that is opened again takes no other seat."""
    http, (first, second, *_) = Client(), described()["participants"]
    page = reverse("sessions:session", args=[planned.pk])
    led = [http.get("/" + one["url"].split("/", 3)[3])["Location"] for one in (first, second, second)]
    assert led == [page, *[f"{page}?as={second['id']}"] * 2]
    assert len(http.session["seats"]) == 2


def test_links_open_nothing_where_there_is_no_demonstration(planned: Session, settings: Settings) -> None:
    addresses = ["/" + one["url"].split("/", 3)[3] for one in (described()["hr"], described()["participants"][0])]
    settings.CODEV_DEMO = False
    assert [Client().get(address).status_code for address in addresses] == [404, 404]


def test_the_printed_sheet_has_a_line_for_hr(planned: Session) -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    assert [line.split()[:3] for line in out.getvalue().splitlines() if line.startswith("RH")] == [
        ["RH", "Sophie", "Renard"]
    ]


def test_sessions_that_are_over_leave_something_to_everybody(planned: Session, settings: Settings) -> None:
    """Behind each page of afterwards there is something to find, and making it again adds nothing."""
    group = planned.cycle.group
    counts = [model._default_manager.count() for model in AFTER]
    assert people.ensure() == planned
    assert [model._default_manager.count() for model in AFTER] == counts
    links = described()
    claire = Client()
    claire.get(links["facilitator"]["url"])
    memory = claire.get(reverse("sessions:memory", args=[group.pk])).content.decode()
    assert "Une question qui ne cherche rien ouvre plus qu’un conseil." in memory
    assert "Je relance souvent pour me rassurer, moi." not in memory
    next_one = claire.get(reverse("sessions:prepare_next", args=[group.pk])).content.decode()
    assert "Une équipe à deux vitesses" in next_one
    evaluated = claire.get(reverse("sessions:evaluations", args=[group.pk])).content.decode()
    assert "4,5" in evaluated
    jeanne = Client()
    jeanne.get(links["participants"][2]["url"])
    kept = Session.objects.filter(cycle__number=1, status="closed").latest("scheduled_at")
    curve = jeanne.get(reverse("sessions:curve", args=[group.pk]), {"cycle": "1"}).content.decode()
    assert "4,5" in curve
    page = jeanne.get(reverse("sessions:keepsake", args=[kept.pk])).content.decode()
    assert "Aller le voir sur place, sans ordre du jour, une heure." in page


def page(who: Client, name: str, *args: object, **asked: str) -> str:
    return who.get(reverse(f"sessions:{name}", args=args), asked).content.decode()


def signed_in(address: str) -> Client:
    http = Client()
    http.get(address)
    return http


def test_a_participant_finds_what_is_kept_for_oneself(planned: Session) -> None:
    """Jeanne's page of the journal, commitment with its word, and the idea that served; nobody else's."""
    people_of = described()["participants"]
    jeanne, omar = (signed_in(people_of[place]["url"]) for place in (2, 1))
    kept = Session.objects.filter(cycle__number=1, status="closed").latest("scheduled_at")
    page_of, word = "Je demande souvent avant d’avoir écouté.", "Rendez-vous pris, sur place."
    served = "Il croit peut-être que vous n’avez pas d’avis."
    assert page_of in page(jeanne, "reflection", kept.pk)
    assert word in page(jeanne, "commitments")
    assert served in page(jeanne, "given")
    assert page_of not in page(omar, "reflection", kept.pk)
    assert word not in page(omar, "commitments")
    assert served not in page(omar, "given")


def test_whoever_facilitated_finds_debrief_and_mirrors(planned: Session) -> None:
    """Hands were left waiting and the rule was recalled in what the journal tells; only Claire reads it."""
    links = described()
    claire, hugo = signed_in(links["facilitator"]["url"]), signed_in(links["deputy"]["url"])
    kept = Session.objects.filter(cycle__number=1, status="closed").latest("scheduled_at")
    note = "Mon silence aide, s’il est annoncé."
    assert note in page(claire, "debrief", kept.pk)
    assert note not in page(hugo, "debrief", kept.pk)
    told = [mirror(one).figures for one in Session.objects.filter(status="closed").order_by("scheduled_at")]
    assert [one.total("hands") for one in told] == [6, 6, 6, 6]
    assert [one.total("left") for one in told] == [4, 2, 2, 0]
    assert [one.total("reframed") for one in told] == [2, 2, 0, 0]
    assert claire.get(reverse("sessions:mirror", args=[kept.pk])).status_code == 200
    assert hugo.get(reverse("sessions:mirror", args=[kept.pk])).status_code == 404


def test_attendance_is_signed_countersigned_and_once_put_right(planned: Session) -> None:
    sheets = [sheet_of(one) for one in Session.objects.filter(status="closed").order_by("scheduled_at")]
    assert [one.number for one in sheets if one and one.countersigned] == [1, 2, 3, 1]
    halves = [half for sheet in sheets if sheet for one in sheet.people for half in one.halves]
    signed = [half.signed for half in halves if half.signed and not half.signed.is_outdated]
    assert len(signed) == len(halves)
    assert sum(one.way == "paper" for one in signed) == 1
    corrected = Correction.objects.get()
    assert (corrected.name, corrected.reason) == ("Karim Haddad", "Arrivée à l’heure, notée trop tard.")
    assert corrected.new[0][0] < corrected.old[0][0]


def test_hr_and_the_person_download_certificates(planned: Session) -> None:
    """Nothing that one says is missing."""
    links, group = described(), planned.cycle.group
    person = links["participants"][2]
    sophie, jeanne = signed_in(links["hr"]["url"]), signed_in(person["url"])
    for who, name in ((sophie, "reviewed_certificate"), (jeanne, "certificate")):
        answer = who.get(reverse(f"sessions:{name}", args=[group.pk, 1, person["id"]]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
