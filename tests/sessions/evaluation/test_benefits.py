"""The benefits over a cycle: after which sessions they are asked, of whom, and the curve that the group sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.commands import remove_participant
from groups.models import CharterAcceptance, Participant, Seat
from sessions import commands
from sessions.evaluation.questions import BENEFITS
from sessions.evaluation.windows import courses
from sessions.keepsakes import past
from sessions.mine.links import links
from sessions.models import Evaluation, PublishedEvaluation, Session
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import last_step
from tests.sessions.evaluation.answering import answer

DAY = timedelta(days=1)
BEGINS = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
FIVE = ("amina", "bruno", "chloe", "driss", "elsa")


@pytest.fixture
def cycle(evening: Evening) -> list[Session]:
    """Four sessions, three weeks apart; all are planned."""
    sessions = [evening.session, *(plan(evening.group.cycle) for _ in range(3))]
    for place, one in enumerate(sessions):
        one.scheduled_at = BEGINS + place * 21 * DAY
        one.save(update_fields=["scheduled_at"])
    return sessions


def at(place: int, after: timedelta = timedelta()) -> time_machine.travel:
    return time_machine.travel(BEGINS + place * 21 * DAY + after, tick=False)


def hold(evening: Evening, sessions: list[Session], place: int) -> None:
    evening.session_id = sessions[place].pk
    with at(place):
        last_step(evening)
        evening.do("claire", "close")


def asked(evening: Evening, session: Session, who: str = "amina") -> bool:
    page = evening.browser(who, language="fr").get(f"/sessions/{session.pk}/benefits/")
    return page.status_code == 200 and "<fieldset" in page.content.decode()


def curve(evening: Evening, who: str) -> str:
    page = evening.browser(who, language="fr").get(f"/groups/{evening.group.pk}/curve/")
    return str(page.content.decode()) if page.status_code == 200 else ""


def test_they_are_asked_at_the_start_the_half_and_the_end(evening: Evening, cycle: list[Session]) -> None:
    seen = []
    for place, session in enumerate(cycle):
        hold(evening, cycle, place)
        with at(place, DAY):
            seen.append(asked(evening, session))
            for who in FIVE if seen[-1] else ():
                assert answer(evening, who, 3, kind="benefits", of=session).status_code == 302
        with at(place, 15 * DAY):
            commands.publish_evaluations()
    assert seen == [True, True, False, True]


def test_that_the_form_comes_again_tells_what_the_curve_tells_and_not_who_answered(
    evening: Evening, cycle: list[Session]
) -> None:
    """Of the middle four answers look like none: a week later, in which it is open still, and once it is over."""
    seen = {}
    for place in range(2):
        hold(evening, cycle, place)
    cycle[2].scheduled_at = BEGINS + 28 * DAY
    cycle[2].save(update_fields=["scheduled_at"])
    evening.session_id = cycle[2].pk
    with time_machine.travel(BEGINS + 28 * DAY, tick=False):
        last_step(evening)
        evening.do("claire", "close")
    for people in ((), FIVE[:4], FIVE):
        with at(1, DAY):
            for who in people:
                answer(evening, who, 4, kind="benefits", of=cycle[1])
        with at(1, 8 * DAY):
            while_open = asked(evening, cycle[2], "farid")
        with at(1, 14 * DAY + timedelta(hours=3)):
            commands.publish_evaluations()
            seen[len(people)] = (while_open, asked(evening, cycle[2], "farid"))
    assert seen == {0: (False, True), 4: (False, True), 5: (False, False)}


@pytest.mark.parametrize(("after", "status"), [(14 * DAY - timedelta(minutes=1), 302), (14 * DAY, 409)])
def test_they_are_open_for_fourteen_days(evening: Evening, cycle: list[Session], after: timedelta, status: int) -> None:
    hold(evening, cycle, 0)
    with at(0, after):
        assert answer(evening, "amina", 3, kind="benefits").status_code == status
        commands.publish_evaluations()
        assert Evaluation.objects.count() == (status == 302)


@pytest.mark.parametrize("people", [FIVE, FIVE[:4]], ids=["five", "four"])
def test_from_five_answers_on_the_group_sees_them(
    evening: Evening, cycle: list[Session], people: tuple[str, ...]
) -> None:
    hold(evening, cycle, 0)
    with at(0, DAY):
        for points, who in enumerate(people, 1):
            # The last of the five passes over what follows the first two sentences.
            answer(evening, who, points, 4, None if points == 5 else 3, kind="benefits")
        assert "Rien à montrer" in curve(evening, "amina")
    with at(0, 15 * DAY):
        commands.publish_evaluations()
        assert Evaluation.objects.count() == 0
        everybody = ("claire", "colin", "david", "amina", "farid", "gina", "hakim", "agnes", SCREEN, "")
        can = {who: curve(evening, who) for who in everybody}
        assert {who for who, page in can.items() if page} == {"claire", "colin", "david", "amina", "farid"}
        assert all(("5 réponses ou plus" in page) == (people == FIVE) for page in can.values() if page)
    expected = {"together": 3.0, "cooperation": 4.0} if people == FIVE else None
    found = PublishedEvaluation.objects.filter(kind="benefits").first()
    assert (found.means if found else None) == expected


def test_the_curve_says_what_rose_and_fell_in_words_a_picture_and_a_table(
    evening: Evening, cycle: list[Session]
) -> None:
    for place, points in ((0, (2, 5, 3)), (1, (4, 4, 3)), (3, (4.5, 3.5, 3))):
        names = BENEFITS.sentences
        means = dict(zip(names, [*points, *[points[-1]] * (len(names) - 3)], strict=True))
        PublishedEvaluation.objects.create(session=cycle[place], kind="benefits", means=means)
    Session.objects.filter(pk__in=[one.pk for one in cycle]).update(status="closed")
    page = curve(evening, "amina")
    rose, fell = page.split("Ce qui a le plus monté")[1].split("Ce qui a le plus baissé")
    assert ("ce que je n’aurais pas trouvé sans lui" in rose, rose.count("<li>")) == (True, 1)
    assert ("je reçois de l’aide" in fell.split("</ul>")[0], fell.split("</ul>")[0].count("<li>")) == (True, 1)
    assert page.count("<polyline") == page.count('role="img"') == 14
    assert [page.count(f"{name}\n") for name in ("Début", "Milieu", "Fin")] == [1, 1, 1]
    assert page.count('<th scope="row">') == 14


def test_members_of_the_cycle_are_asked_and_nobody_else(evening: Evening, cycle: list[Session]) -> None:
    Participant.objects.filter(pk=evening.people["driss"].pk).update(email=evening.users["claire"].email)
    hold(evening, cycle, 0)
    join(evening)
    with at(0, DAY):
        remove_participant(participant=evening.people["farid"], by=evening.users["claire"])
        everybody = ("amina", "driss", "farid", "gina", "zoe", "claire", "hakim", SCREEN)
        assert {who for who in everybody if asked(evening, cycle[0], who)} == {"amina"}


def join(evening: Evening) -> None:
    """Zoé comes into the group, on a device that is proven."""
    new = Participant.objects.create(group=evening.group, name="Zoé", position=20)
    CharterAcceptance.objects.create(charter=evening.group.charter, participant=new)
    link = new.links.create(token_hash=uuid4().hex)
    evening.people["zoe"] = new
    evening.seats["zoe"] = Seat.objects.create(participant=new, link=link, proven_at=timezone.now())


def test_who_joins_in_the_middle_answers_from_then_on(evening: Evening, cycle: list[Session]) -> None:
    hold(evening, cycle, 0)
    join(evening)
    evening.session_id = cycle[1].pk
    with at(1):
        last_step(evening)
        evening.do("zoe", "arrive")
        evening.do("claire", "close")
    with at(1, DAY):
        assert asked(evening, cycle[1], "zoe")
        assert answer(evening, "zoe", 5, kind="benefits", of=cycle[1]).status_code == 302


def test_a_session_added_after_the_end_makes_it_a_middle(evening: Evening, cycle: list[Session]) -> None:
    Session.objects.filter(pk__in=[one.pk for one in cycle[2:]]).update(status="cancelled")
    for place in (0, 1):
        hold(evening, cycle, place)
    with at(1, DAY):
        for who in FIVE:
            answer(evening, who, 4, kind="benefits", of=cycle[1])
    with at(1, 15 * DAY):
        commands.publish_evaluations()
        assert "Fin\n" in curve(evening, "amina")
        Session.objects.filter(pk=cycle[2].pk).update(status="planned")
        page = curve(evening, "amina")
        assert ("Fin\n" in page, "Milieu\n" in page) == (False, True)


@pytest.mark.parametrize("status", ["planned", "open"])
def test_a_session_that_never_began_does_not_keep_a_cycle_from_its_end(
    evening: Evening, cycle: list[Session], status: str
) -> None:
    Session.objects.filter(pk__in=[one.pk for one in cycle[2:]]).update(status="cancelled")
    hold(evening, cycle, 0)
    hold(evening, cycle, 1)
    Session.objects.filter(pk=cycle[2].pk).update(status=status, scheduled_at=BEGINS + 22 * DAY)
    with at(1, timedelta(hours=26)):
        assert moment(cycle) == "middle"
    with at(1, 3 * DAY):
        assert moment(cycle) == "end"


def moment(cycle: list[Session]) -> str:
    return str(courses([cycle[0].cycle_id])[cycle[0].cycle_id].moment(cycle[1].pk))


def test_a_group_for_one_session_has_none(evening: Evening, cycle: list[Session]) -> None:
    evening.group.is_passing = True
    evening.group.save()
    hold(evening, cycle, 0)
    with at(0, DAY):
        assert not asked(evening, cycle[0])


def test_home_and_past_sessions_lead_there(evening: Evening, cycle: list[Session]) -> None:
    hold(evening, cycle, 0)
    seat = evening.seats["amina"]
    with at(0, DAY):
        home = evening.browser("amina", language="fr").get("/").content.decode()
        assert "Que vous apporte le groupe" in home
        assert leads(seat, cycle[0]) == {"evaluation": True, "benefits": True}
        answer(evening, "amina", 3, kind="benefits")
        assert leads(seat, cycle[0]) == {"evaluation": True, "benefits": False}


def leads(seat: Seat, session: Session) -> dict[str, bool]:
    """Which forms the list of past sessions leads to, and whether they wait."""
    found = links(seat, [seat], [*past([seat], [seat], Q()).values()])[session.pk]
    forms = {one.url.removeprefix(f"/sessions/{session.pk}/").split("/")[0]: one.is_due for one in found}
    return {name: is_due for name, is_due in forms.items() if name in ("evaluation", "benefits")}


def test_what_waits_and_the_curve_cost_the_same_for_one_session_and_for_many(
    evening: Evening, cycle: list[Session]
) -> None:
    hold(evening, cycle, 0)
    means = dict.fromkeys(BENEFITS.sentences, 3.5)

    def cost() -> list[int]:
        counts = []
        for who, path in (("amina", "/"), ("amina", "curve"), ("claire", "curve"), ("claire", "evaluations")):
            address = path if path == "/" else f"/groups/{evening.group.pk}/{path}/"
            http = evening.browser(who)
            http.get(address)
            with CaptureQueriesContext(
                connection,
            ) as asked_of:
                assert http.get(address).status_code == 200
            counts.append(len(asked_of))
        return counts

    with at(0, DAY):
        PublishedEvaluation.objects.create(session=cycle[0], kind="benefits", means=means)
        first, one = cost(), Session.objects.get(pk=cycle[0].pk)
        more = [copy(one, number) for number in range(10, 40)]
        Session.objects.bulk_create(more)
        for later in more:
            later.attendances.create(participant=evening.people["amina"], arrived_at=timezone.now())
            PublishedEvaluation.objects.create(session=later, kind="benefits", means=means)
        assert cost() == first


def copy(session: Session, number: int) -> Session:
    """Another one of the cycle, held like this one, and before it: no two begin at once."""
    other = Session.objects.get(pk=session.pk)
    other.pk, other.number = uuid4(), number
    other.scheduled_at -= timedelta(minutes=number)
    other.new_doors()
    return other
