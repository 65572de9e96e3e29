"""A planned session's own page: who is expected, who answered, opening the room; calling it off with a word."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone

from groups.commands import remove_participant
from sessions import commands
from sessions.commands.planning import Plan, plan_dates
from sessions.models import Answer, JournalEntry, Session
from sessions.my_data import of_participant
from tests.sessions.cast.evening import MANY, Evening, gather, plan


@pytest.fixture
def evening(db: None) -> Evening:
    """A session in a month, whose number is 1."""
    made = gather()
    later(made, timedelta(days=30))
    return made


def later(evening: Evening, by: timedelta) -> None:
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=timezone.now() + by)


def page(evening: Evening, who: str) -> HttpResponse:
    return evening.browser(who, language="fr").get(evening.path("plan/"))


def answer(evening: Evening, who: str, comes: str, **more: str) -> HttpResponse:
    return evening.browser(who).post(evening.path("plan/answer/"), {"comes": comes, **more})


def answers(evening: Evening) -> dict[str, bool]:
    names = {one.pk: name for name, one in evening.people.items()}
    return {names[one.participant_id]: one.comes for one in Answer.objects.all()}


def pressed(text: str, button: str) -> bool:
    found = re.search(rf'aria-pressed="(true|false)"\s*>{button}', text)
    assert found, button
    return found[1] == "true"


def test_members_answer_and_change_their_minds(evening: Evening) -> None:
    assert answer(evening, "amina", "yes").status_code == 302
    assert answer(evening, "bruno", "yes").status_code == 302
    assert answer(evening, "bruno", "no").status_code == 302

    assert answers(evening) == {"amina": True, "bruno": False}
    text = page(evening, "bruno").content.decode()
    assert (pressed(text, "Je serai là"), pressed(text, "Je ne pourrai pas")) == (False, True)


def test_the_facilitation_alone_sees_who_answered(evening: Evening) -> None:
    answer(evening, "amina", "no")

    for who in ("claire", "david"):
        text = page(evening, who).content.decode()
        assert re.search(r'aria-pressed="true"\s+aria-label="ne pourra pas · \W*Amina', text)
    others = page(evening, "bruno").content.decode()
    assert "Amina" not in others
    assert not pressed(others, "Je ne pourrai pas")
    for outsider in ("hakim", "agnes", "gina"):
        assert page(evening, outsider).status_code == 404
        assert answer(evening, outsider, "yes").status_code == 404


def test_who_facilitates_notes_an_answer_for_somebody(evening: Evening) -> None:
    driss = str(evening.people["driss"].pk)
    assert answer(evening, "claire", "yes", participant=driss).status_code == 302
    assert answers(evening) == {"driss": True}
    assert answer(evening, "claire", "yes").status_code == 403
    assert answer(evening, "amina", "yes", participant=driss).status_code == 403
    assert answer(evening, "claire", "perhaps", participant=driss).status_code == 422
    theirs = gather(("amina",), organisation="Voisins")
    assert answer(evening, "claire", "yes", participant=str(theirs.people["amina"].pk)).status_code == 422
    remove_participant(participant=evening.people["driss"], by=evening.users["claire"])
    assert answer(evening, "claire", "no", participant=driss).status_code == 422
    assert answers(evening) == {"driss": True}


def test_nothing_is_answered_once_the_room_is_open(evening: Evening) -> None:
    later(evening, timedelta())
    evening.do("claire", "open")

    assert answer(evening, "amina", "yes").status_code == 409
    assert page(evening, "claire")["Location"] == evening.path()
    assert page(evening, "amina")["Location"] == f"{evening.path()}?as={evening.people['amina'].pk}"


def test_what_was_answered_is_among_one_s_data(evening: Evening) -> None:
    answer(evening, "amina", "no")

    kept = of_participant(evening.people["amina"])["answers"]
    assert [(one["session"], one["comes"]) for one in kept] == [(evening.session.scheduled_at, False)]
    assert of_participant(evening.people["bruno"])["answers"] == []


def test_who_meant_to_come_is_forgotten_afterwards(evening: Evening) -> None:
    answer(evening, "amina", "yes")
    assert commands.forget_answers() == 0

    later(evening, -timedelta(days=2))

    assert commands.forget_answers() == 1


def test_a_charter_that_was_not_accepted_comes_first(evening: Evening) -> None:
    evening.group.charters.create(number=99, text="Autre")
    assert page(evening, "amina")["Location"].startswith(f"/groups/{evening.group.pk}/charter/")


@pytest.mark.parametrize(("by", "is_asked"), [(30 * 24, True), (2, True), (0.9, False), (-3, False), (-30, True)])
def test_the_room_opens_from_an_hour_before_and_earlier_after_a_question(
    evening: Evening, by: float, is_asked: bool
) -> None:
    later(evening, timedelta(hours=by))
    claire = evening.browser("claire", language="fr")
    assert ("prévue pour un autre moment" in page(evening, "claire").content.decode()) == is_asked

    answered = claire.post(evening.path("plan/open/"))

    if is_asked:
        assert (answered.status_code, evening.session.status) == (409, "planned")
        assert re.search(r'class="early" open', answered.content.decode())
        answered = claire.post(evening.path("plan/open/"), {"early": "1"})
    assert (answered.status_code, answered["Location"], evening.session.status) == (302, evening.path(), "open")
    assert claire.post(evening.path("plan/open/")).status_code == 302  # pressed twice


def test_programs_open_it_by_the_command_as_ever(evening: Evening) -> None:
    assert 'data-status="planned"' in evening.browser("claire").get(evening.path()).content.decode()
    evening.do("claire", "open")
    assert evening.session.status == "open"


def test_nobody_else_opens_it(evening: Evening) -> None:
    for who, status in {"amina": 404, "david": 403, "hakim": 404, "": 403}.items():
        assert evening.browser(who).post(evening.path("plan/open/"), {"early": "1"}).status_code == status
    assert evening.session.status == "planned"


def test_planning_leads_to_the_page_and_near_its_hour_to_the_room(evening: Evening) -> None:
    claire, address = evening.browser("claire"), f"/groups/{evening.group.pk}/plan/"
    for days, ending in {0: "", 3: "plan/"}.items():
        at = (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        answered = claire.post(address, {"scheduled_at": at, "protocol_key": "codev-flash"})
        newest = Session.objects.latest("created_at")
        assert answered["Location"] == f"/sessions/{newest.pk}/{ending}"


def test_calling_off_leaves_a_word_for_the_members_alone(evening: Evening) -> None:
    two = Plan(minutes=120, rounds=2, protocol_key="codev-classique")
    plan_dates(cycle=evening.group.cycle, dates=[timezone.now() + timedelta(days=60)], plan=two)
    claire = evening.browser("claire", language="fr")

    answered = claire.post(evening.path("plan/call-off/"), {"word": "Je suis souffrante, à bientôt."})

    assert (answered.status_code, evening.session.status) == (302, "cancelled")
    assert evening.session.calendar_sequence == 1
    assert "souffrante" not in str(Session.objects.values("state", "settings"))
    assert "souffrante" not in str(JournalEntry.objects.values())
    for who in ("claire", "amina"):
        assert "Je suis souffrante" in page(evening, who).content.decode()
    assert page(evening, "hakim").status_code == 404
    # What comes after it moves up; the number that it had stays with it.
    assert sorted(Session.objects.values_list("number", "status")) == [(1, "cancelled"), (1, "planned")]
    # A second press says nothing else, and shows what the first one did.
    assert claire.post(evening.path("plan/call-off/"), {"word": "Encore"})["Location"] == evening.path("plan/")
    assert evening.session.called_off_word == "Je suis souffrante, à bientôt."
    assert claire.get(evening.path("plan/call-off/")).status_code == 404
    assert answer(evening, "amina", "yes").status_code == 409


def test_what_has_begun_is_not_called_off_by_this_page(evening: Evening) -> None:
    evening.do("claire", "open")
    assert evening.browser("claire").get(evening.path("plan/call-off/")).status_code == 404
    assert evening.browser("david").get(evening.path("plan/call-off/")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_numbers_follow_where_the_live_page_calls_it_off() -> None:
    evening = gather()
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        plan(evening.group.cycle)

    evening.do("claire", "cancel")

    assert sorted(Session.objects.values_list("number", "status")) == [(1, "cancelled"), (1, "planned")]


@pytest.mark.parametrize("people", [("amina",), MANY], ids=["1", "30"])
def test_the_page_costs_the_same_for_one_and_for_thirty(
    db: None, people: tuple[str, ...], django_assert_num_queries: object, settings: object
) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 31  # type: ignore[attr-defined]
    evening = gather(people)
    later(evening, timedelta(days=30))
    for one in evening.people.values():
        Answer.objects.create(session=evening.session, participant=one, comes=True)
    claire = evening.browser("claire")
    claire.get(evening.path("plan/"))
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        text = claire.get(evening.path("plan/")).content.decode()
    assert text.count('aria-pressed="true"') == len(evening.people)


QUERIES = 15  # nine of them are what the next session may begin with
