"""The same step left twice: one way forward, and whoever came second sees where the session is."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from django.db import connections
from django.http import HttpResponse
from django.test import Client

from groups.models import Participant, Seat
from sessions import commands
from sessions.access import Visit
from sessions.models import PhaseRun
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.guests import newcomer
from tests.sessions.cast.moments import check_in, consultation, lobby
from tests.sessions.cast.sockets import state_in

JSON = {"Accept": "application/json"}
TIMES = 50


def test_same_key_twice_steps_forward_once(evening: Evening) -> None:
    check_in(evening)
    http, key, revision = evening.browser("claire"), uuid4(), evening.session.revision
    answers = [evening.post(http, "next", key=key, from_step=0) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert (evening.session.load().index, evening.session.revision) == (1, revision + 1)


def test_second_click_on_the_same_step_sees_the_present_stage(evening: Evening) -> None:
    check_in(evening)
    http = evening.browser("claire")
    first, second = (evening.post(http, "next", from_step=0) for _ in range(2))
    assert (first.status_code, second.status_code) == (204, 409)
    body = second.content.decode()
    assert 'data-code="stale"' in body
    assert (state_in(body)["step"], state_in(body)["phase"]) == ("1", "follow_up")
    assert 'id="region-stage"' in body
    assert evening.session.load().index == 1


def test_a_program_is_answered_in_json(evening: Evening) -> None:
    check_in(evening)
    http = evening.browser("claire")
    answers = [evening.post(http, "next", from_step=0, headers=JSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 409]
    body = answers[1].json()
    assert (body["code"], body["fields"]) == ("stale", {})
    assert state_in(body["stage"])["step"] == "1"


def test_whoever_believes_another_speaker_is_told(evening: Evening) -> None:
    check_in(evening)
    http = evening.browser("colin")
    assert evening.post(http, "next_speaker", believed_speaker="").status_code == 204
    late = evening.post(http, "next_speaker", believed_speaker="", headers=JSON)
    assert (late.status_code, state_in(late.json()["stage"])["speaker"]) == (409, evening.id("amina"))


def together(*jobs: Any) -> list[Any]:
    """All at the same moment, each on a thread with connections of its own."""
    barrier = threading.Barrier(len(jobs))

    def start(job: Any) -> Any:
        barrier.wait()
        try:
            return job()
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(start, jobs))


def test_two_facilitators_click_at_once_fifty_times(evening: Evening) -> None:
    """There and back again; each time two clicks on the same step, through the same door, at the same moment."""
    consultation(evening)
    before, index = evening.session, evening.index("consultation")
    browsers = [evening.browser(name) for name in ("claire", "colin")]

    def click(http: Client, command: str, step: int) -> HttpResponse:
        return evening.post(http, command, from_step=step, headers=JSON)

    for turn in range(TIMES):
        command, step = ("back", index + 1) if turn % 2 else ("next", index)
        answers = together(*(lambda http=http: click(http, command, step) for http in browsers))  # noqa: B023
        assert sorted(answer.status_code for answer in answers) == [204, 409], [one.content for one in answers]
        (loser,) = (answer for answer in answers if answer.status_code == 409)
        shown = state_in(loser.json()["stage"])
        assert (loser.json()["code"], shown["step"]) == ("stale", str(index if turn % 2 else index + 1))
    after = evening.session
    assert after.revision == before.revision + TIMES
    assert list(after.journal.values_list("revision", flat=True)) == list(range(1, after.revision + 1))
    assert PhaseRun.objects.filter(session=after, left_at=None).count() == 1


def test_one_key_sent_by_many_tabs_at_once_is_one_command(evening: Evening) -> None:
    check_in(evening)
    visit, key, before = evening.visit("claire"), uuid4(), evening.session.revision

    def send(visit: Visit = visit) -> int:
        return commands.run("next", visit=visit, key=key)

    assert together(*[send] * 8) == [before + 1] * 8
    assert (evening.session.revision, evening.session.load().index) == (before + 1, 1)


def test_many_hands_at_once_all_go_up(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "set_floor_mode", mode="queue")
    names = ("amina", "bruno", "chloe", "driss", "elsa", "farid")
    visits = [evening.visit(name) for name in names]
    together(*(lambda visit=visit: commands.run("raise_hand", visit=visit, key=uuid4()) for visit in visits))
    assert sorted(evening.session.load().floor.waiting) == sorted(evening.id(name) for name in names)


def test_who_is_welcomed_twice_and_turned_away_at_once_is_in_or_gone(evening: Evening) -> None:
    """Whoever comes first has it: nobody is let in and forgotten, and nobody is half a member."""
    lobby(evening)
    browsers = [evening.browser(name) for name in ("claire", "colin", "claire")]
    for turn in range(6):
        guest = newcomer(evening, f"Nom {turn}")
        seat = guest.seat
        sent = {"participant": str(seat.participant_id), "headers": JSON}
        pressed = zip(browsers, ("admit", "turn_away", "admit"), strict=True)
        answers = together(*(lambda at=at, what=what: evening.post(at, what, **sent) for at, what in pressed))  # noqa: B023
        statuses = [answer.status_code for answer in answers]
        person = Participant.objects.filter(pk=seat.participant_id).first()
        if person is None:
            assert statuses == [404, 204, 404]
            assert str(seat.pk) in evening.session.load().turned_away
        else:
            assert (statuses[0], statuses[2], person.is_knocking) == (204, 204, False)
            assert Seat.objects.get(pk=seat.pk).is_admitted
        assert (str(seat.participant_id) in evening.session.load().present) == (person is not None)
