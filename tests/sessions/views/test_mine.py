"""After the last click: « Mes séances » of a participant, and what of them opens on which device."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from codev.marked import named
from groups.models import Group, Participant, PersonalLink, Seat
from sessions.live.hub import presence
from sessions.models import Attendance, ContentKey, Contribution, Presence, Session
from tests.sessions.cast.evening import SCREEN, Evening, gather, plan
from tests.sessions.cast.moments import QUESTION, check_in

KEPT, WRITTEN = "keepsake/", "written/"
ASKED, IDEA, LEARNT, OTHERS, TITLE = "zqasked", "zqidea", "zqlearnt", "zqothers", "zqtitle"
GONE = "a été effacé"


@pytest.fixture
def over(evening: Evening) -> Evening:
    """Amina was client; Bruno asked and kept an idea; Chloé and Bruno said what they learned; Claire closed."""
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("presentation"))
    evening.do("amina", "word_headline", title=TITLE, question="Comment ?")
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text=ASKED)
    evening.do("bruno", "keep_idea", id=uuid4(), kind="option", text=IDEA)
    evening.do("claire", "jump", to_step=evening.index("learning"))
    evening.do("bruno", "contribute", id=uuid4(), kind="learning", text=LEARNT)
    evening.do("chloe", "contribute", id=uuid4(), kind="learning", text=OTHERS)
    evening.do("claire", "close")
    return evening


def read(http: Client, address: str) -> tuple[int, set[str]]:
    """The answer's status, and which of the words stand in it."""
    answer = http.get(address)
    page = answer.content.decode()
    return answer.status_code, {word for word in (ASKED, IDEA, LEARNT, OTHERS, TITLE) if word in page}


def offered(evening: Evening, name: str, http: Client | None = None) -> set[str]:
    page = (http or evening.browser(name, language="fr")).get("/mine/").content.decode()
    return {one for one in (KEPT, WRITTEN) if evening.path(one) in page}


def another_device(evening: Evening, name: str) -> Client:
    """A second browser of the same person, by a personal link made anew."""
    link = PersonalLink.objects.create(participant=evening.people[name], token_hash=str(uuid4()))
    first = evening.seats[name]
    evening.seats[name] = Seat.objects.create(participant=evening.people[name], link=link)
    http = evening.browser(name, language="fr")
    evening.seats[name] = first
    return http


def test_home_leads_the_client_and_the_peers_to_what_is_theirs(over: Evening) -> None:
    assert offered(over, "amina") == {KEPT, WRITTEN}
    assert offered(over, "bruno") == {WRITTEN} | ({KEPT} if over.session.rounds.filter(number=1).exists() else set())
    assert offered(over, "chloe") == {WRITTEN}


def test_each_reads_what_is_ones_own_and_what_was_learned(over: Evening) -> None:
    assert read(over.browser("amina"), over.path(KEPT)) == (200, {ASKED, LEARNT, OTHERS, TITLE})
    assert read(over.browser("bruno"), over.path(WRITTEN)) == (200, {ASKED, IDEA, LEARNT, OTHERS})
    assert read(over.browser("elsa"), over.path(WRITTEN)) == (200, {LEARNT, OTHERS})
    page = over.browser("amina", language="fr").get(over.path(KEPT)).content.decode()
    assert f"Animation\u00a0: {named('Claire')}" in page


@pytest.mark.parametrize("name", ["claire", "colin", "david", "hakim", "agnes", SCREEN])
def test_nobody_without_a_seat_reads_any_of_it(over: Evening, name: str) -> None:
    for address in (KEPT, WRITTEN):
        assert read(over.browser(name), over.path(address)) == (404, set())
    assert offered(over, name) == set()


def test_another_device_of_the_same_person_lists_the_session_and_opens_nothing(over: Evening) -> None:
    http = another_device(over, "amina")
    assert "un appareil que vous avez confirmé" in http.get("/mine/").content.decode()
    # Not even after it has looked at the session's page, and has polled.
    for address in ("", "stage/?shown=0", KEPT, WRITTEN):
        assert http.get(over.path(address)).status_code == (403 if address in (KEPT, WRITTEN) else 200)
    assert offered(over, "amina", http) == set()
    assert not Presence.objects.filter(session=over.session_id, actor=f"seat:{http.session['seats'][0]}").exists()


def test_a_link_in_other_hands_does_not_tell_who_was_client(over: Evening) -> None:
    assert over.path(KEPT) in over.browser("amina").get(over.path()).content.decode()
    for name in ("amina", "chloe"):
        http = another_device(over, name)
        seat = Seat.objects.filter(pk=http.session["seats"][0])
        seat.update(created_at=timezone.now() + timedelta(minutes=2))
        assert http.get(over.path(KEPT)).status_code == 403
        assert over.path(KEPT) not in http.get(over.path()).content.decode()
        seat.update(proven_at=timezone.now())
        assert (over.path(KEPT) in http.get(over.path()).content.decode()) == (name == "amina")
    # Of her own device, on which what she wrote opens, she learns that nothing was written for her.
    assert over.browser("elsa").get(over.path(KEPT)).status_code == 404


def test_a_link_that_was_tried_before_anybody_came_opens_nothing(evening: Evening) -> None:
    http = another_device(evening, "amina")
    with time_machine.travel(timezone.now() - timedelta(minutes=10), tick=False):
        assert http.get(evening.path()).status_code == 200
    assert Presence.objects.filter(actor=f"seat:{http.session['seats'][0]}").exists()
    check_in(evening)
    evening.do("claire", "close")
    assert read(http, evening.path(WRITTEN))[0] == 403
    assert offered(evening, "amina", http) == set()


@pytest.mark.parametrize("change", ["removed", "revoked"])
def test_who_belongs_no_more_reads_nothing(over: Evening, change: str) -> None:
    http, seat = over.browser("amina"), over.seats["amina"]
    if change == "removed":
        seat.participant.removed_at = timezone.now()
        seat.participant.save()
    else:
        seat.revoked_at = timezone.now()
        seat.save()
    assert [http.get(over.path(one)).status_code for one in (KEPT, WRITTEN)] == [404, 404]
    assert http.get("/")["Location"].startswith("/accounts/login")


def test_who_left_reads_what_was_learned_until_then(over: Evening) -> None:
    attended = Attendance.objects.filter(participant=over.people["elsa"])
    when = Contribution.objects.filter(author=over.people["bruno"], kind="learning").values("written_at")[0]
    attended.update(left_at=when["written_at"])
    assert read(over.browser("elsa"), over.path(WRITTEN)) == (200, {LEARNT})
    Contribution.objects.filter(kind="learning").update(hidden_at=timezone.now())
    assert read(over.browser("elsa"), over.path(WRITTEN)) == (200, set())
    assert read(over.browser("bruno"), over.path(WRITTEN)) == (200, {ASKED, IDEA, LEARNT})
    attended.delete()
    assert read(over.browser("elsa"), over.path(WRITTEN))[0] == 404


def test_nothing_opens_of_a_session_under_way_but_the_clients_own(evening: Evening) -> None:
    check_in(evening)
    assert evening.browser("bruno").get(evening.path(WRITTEN)).status_code == 404


@pytest.mark.parametrize("address", [KEPT, WRITTEN])
def test_a_session_whose_key_is_destroyed_says_so_once(over: Evening, address: str) -> None:
    ContentKey.objects.destroy(over.session_id)
    page = over.browser("amina", language="fr").get(over.path(address)).content.decode()
    assert (page.count(GONE), page.count("ne peut plus être lu"), "Imprimer" in page) == (1, 0, False)


def test_a_rehearsal_is_nobodys_past(over: Evening) -> None:
    Group.objects.update(is_rehearsal=True)
    assert offered(over, "amina") == set()


def let_in(evening: Evening, **more: object) -> Client:
    """Gina's device, let in by Claire, who is client; closed."""
    check_in(evening)
    Seat.objects.filter(pk=evening.seats["gina"].pk).update(admitted_at=timezone.now(), **more)
    evening.seats["gina"].refresh_from_db()
    evening.do("claire", "admit", participant=evening.people["gina"].pk)
    presence.write(evening.session_id, [presence.sighting(evening.visit("gina").standing)])
    evening.do("claire", "close")
    return evening.browser("gina", language="fr")


def test_who_came_by_the_code_finds_that_one_session(evening: Evening) -> None:
    http = let_in(evening)
    other = plan(evening.group.cycle)
    Session.objects.filter(pk=other.pk).update(status="closed")
    Attendance.objects.create(session=other, participant=evening.people["gina"], arrived_at=timezone.now())
    assert http.get(evening.path(WRITTEN)).status_code == 200
    page = http.get("/mine/").content.decode()
    assert (evening.path(WRITTEN) in page, str(other.pk) in page) == (True, False)


def past_sessions(evening: Evening, count: int) -> None:
    cycle, amina = evening.group.cycle, evening.people["amina"]
    start = Session.objects.count()
    for number in range(start, start + count):
        session = Session(cycle=cycle, number=number + 1, minutes=60, planned_rounds=1, state={}, status="closed")
        session.scheduled_at = timezone.now() - timedelta(days=400 - number)
        session.save()
        Attendance.objects.create(session=session, participant=amina, arrived_at=session.scheduled_at)


def asked(http: Client, address: str) -> int:
    """How many statements a page costs, on both databases."""
    with CaptureQueriesContext(connection) as captured, CaptureQueriesContext(connections["keys"]) as keys:
        assert http.get(address).status_code == 200
    return len(captured) + len(keys)


def test_lists_are_bounded_and_cost_the_same(over: Evening) -> None:
    http, counts = over.browser("amina", language="en"), []
    for count in (1, 30):
        past_sessions(over, count)
        counts.append((asked(http, "/"), asked(http, "/mine/"), asked(http, "/journal/")))
    assert counts[0] == counts[1]
    past_sessions(over, 11)

    pages, address = [], "/mine/?page=1"
    while address:
        page = http.get(address).content.decode()
        pages.append(page[page.index("Behind you") :].count("<strong"))
        address = f"/mine/?page={len(pages) + 1}" if ">Older<" in page else ""
    assert pages == [20, 20, 3]
    for odd in ("0", "x", "9" * 40, "\x00", "-1"):
        assert http.get("/mine/", {"page": odd}).status_code == 200


def test_the_list_is_of_ones_own_seats_alone(over: Evening) -> None:
    for where in ("/mine/", "/journal/"):
        assert over.browser("bruno").get(f"{where}?as={over.id('amina')}").status_code == 404
        assert over.browser("claire").get(where).status_code == 404
        assert over.browser("").get(where)["Location"].startswith("/accounts/login")
        assert over.browser("bruno").get(f"{where}?as=%00'").status_code == 404


def test_where_they_were_listed_before_leads_there(over: Evening) -> None:
    http = over.browser("amina")
    assert http.get(f"/past/?as={over.id('amina')}&page=2")["Location"] == f"/mine/?as={over.id('amina')}&page=2"
    assert http.get("/past/")["Location"] == "/mine/"
    mine = f'href="/mine/?as={over.id("amina")}"'
    assert mine in http.get("/").content.decode()
    for page in (over.path(), over.path(KEPT), over.path(WRITTEN)):
        assert mine in http.get(page).content.decode(), page


def test_what_comes_stands_on_top_and_what_was_called_off_is_said(over: Evening) -> None:
    coming, off, missed, before = (plan(over.group.cycle) for _ in range(4))
    now = timezone.now()
    for session, status, at in (
        (coming, "planned", now + timedelta(days=9)),
        (off, "cancelled", now + timedelta(days=2)),
        (missed, "planned", now - timedelta(days=3)),
        (before, "cancelled", now - timedelta(days=9)),
    ):
        Session.objects.filter(pk=session.pk).update(status=status, scheduled_at=at)
    Participant.objects.filter(pk=over.people["amina"].pk).update(joined_at=now - timedelta(days=5))
    page = over.browser("amina", language="fr").get("/mine/").content.decode()
    ahead, behind = page.split("behind-title", 1)[0], page.split('id="behind-title"')[1]
    assert ahead.index(str(off.pk)) < ahead.index(str(coming.pk))
    assert (ahead.count("annulée"), behind.count("annulée"), behind.count("pas tenue")) == (1, 0, 1)
    assert f"/sessions/{coming.pk}/preparation/" in ahead
    # What was called off before one came into the group is nobody's business but the group's.
    Participant.objects.filter(pk=over.people["amina"].pk).update(joined_at=now - timedelta(days=20))
    assert over.browser("amina", language="fr").get("/mine/").content.decode().count("annulée") == 2


def test_whoever_is_put_into_the_group_while_a_session_runs_finds_it(evening: Evening) -> None:
    check_in(evening)
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=timezone.now() - timedelta(hours=1))
    page = evening.browser("amina", language="fr").get("/mine/").content.decode()
    assert f'class="button main small" href="{evening.path()}?as={evening.id("amina")}"' in " ".join(page.split())


def several(evening: Evening, *others: str) -> Client:
    """Amina's browser, which holds the seats of others as well, and one in another group, of her very name."""
    other = gather((), organisation=f"Ailleurs{len(others)}").group
    there = other.participants.create(name=evening.people["amina"].name.upper(), position=1)
    link = PersonalLink.objects.create(participant=there, token_hash=str(uuid4()))
    seats = [Seat.objects.create(participant=there, link=link), *(evening.seats[one] for one in ("amina", *others))]
    http = evening.browser("amina", language="fr")
    browser = http.session
    browser["seats"] = [str(seat.pk) for seat in seats]
    browser.save()
    later = plan(other.cycle)
    Session.objects.filter(pk=later.pk).update(status="closed", scheduled_at=timezone.now() - timedelta(days=50))
    Attendance.objects.create(session=later, participant=there, arrived_at=timezone.now())
    return http


def test_somebody_in_two_groups_finds_both_and_people_of_one_device_choose(over: Evening) -> None:
    alone = several(over).get("/mine/").content.decode()
    assert (alone.count("Écrire dans mon journal"), alone.count("Les mardis") > 1) == (2, True)
    shared = several(over, "bruno")
    page = shared.get("/mine/").content.decode()
    assert "Qui êtes-vous" in page
    assert over.path(WRITTEN) not in page
    for name, count in (("bruno", 1), ("amina", 2)):
        page = shared.get(f"/mine/?as={over.id(name)}").content.decode()
        assert page.count("Écrire dans mon journal") == count, name
        assert "Ce n’est pas vous" in page


def test_of_a_session_whose_key_is_gone_it_says_so_and_leads_nowhere(over: Evening) -> None:
    ContentKey.objects.destroy(over.session_id)
    page = over.browser("amina", language="fr").get("/mine/").content.decode()
    assert (page.count("effacé, comme promis"), over.path(WRITTEN) in page, over.path("journal/") in page) == (1, 0, 0)


def test_what_waits_stands_first_and_what_is_rare_below_a_fold(over: Evening) -> None:
    http, who = over.browser("bruno", language="fr"), over.id("bruno")
    page = " ".join(http.get("/mine/").content.decode().split())
    head, behind = page.split('id="behind-title"')
    for way in ("journal", "commitments", "given"):
        assert f'href="/{way}/?as={who}"' in head
    row = behind.split("</li>")[0]
    signs = row.index(">J’émarge</a>")
    assert row.rindex("button small", 0, signs) < signs < row.index(WRITTEN) < row.index("<details")
    assert "/memory/" in row.split("<details")[1]
    assert f'href="/mine/?as={who}"' in http.get("/attendance/").content.decode()


def test_of_a_session_whose_signing_is_over_the_page_asks_for_no_signature(over: Evening) -> None:
    http = over.browser("amina", language="fr")
    assert "J’émarge" in http.get(over.path()).content.decode()
    days = over.group.organisation.signing_days
    with time_machine.travel(timezone.now() + timedelta(days=days + 2)):
        page = http.get(over.path()).content.decode()
    assert "J’émarge" not in page
    assert "Mes présences" in page
