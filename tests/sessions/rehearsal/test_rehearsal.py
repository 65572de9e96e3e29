"""Rehearsals are played through the real commands, by one connection at a time, the same for the same seed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse

from groups.models import Participant
from sessions.live.hub import presence
from sessions.live.snapshot.reading import load
from sessions.models import Contribution, Rehearsal
from sessions.rehearsal import acts
from sessions.rehearsal import play as playing
from sessions.rehearsal.library import library
from sessions.rehearsal.play import LONGEST, Player, play
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.rehearsing import SECOND, Stage

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def stage(evening: Evening) -> Stage:
    return Stage(evening)


def test_a_lobby_opens_and_simulated_people_arrive_one_a_second(stage: Stage) -> None:
    assert stage.session.status == "open"
    stage.beats(3)
    assert len(stage.session.load().present) == 3
    stage.beats(3)
    assert len(stage.session.load().present) == 4
    assert stage.done() == ["arrive"] * 4


def test_they_write_and_raise_hands_through_the_commands(stage: Stage) -> None:
    stage.starts()
    stage.goes_to("clarification")
    stage.beats(20)
    assert {"raise_hand", "contribute"} <= set(stage.done())
    texts = {one.text for one in Contribution.objects.filter(session=stage.session_id, kind="question")}
    assert texts
    assert texts <= set(library("fr")["question"])


def test_a_simulated_client_has_a_contract_accepted_and_writes_what_is_kept(stage: Stage) -> None:
    stage.starts()
    stage.goes_to("contract")
    stage.beats(40)
    stage.goes_to("action_plan")
    stage.beats(15)
    done = stage.done()
    assert done.count("write_contract") == 1
    assert done.count("accept_contract") == 3
    assert (done.count("write_synthesis"), done.count("add_commitment")) == (1, 2)


def test_a_refused_act_is_just_not_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage.starts()
    impossible = acts.Act(str(Rehearsal.objects.get().cast()[0].participant_id), "yield_floor")
    monkeypatch.setattr(playing, "choose", lambda *args: impossible)
    before = stage.session.revision
    assert stage.beats(3)
    assert stage.session.revision == before
    assert caplog.records == []


def test_the_same_seed_plays_the_same(evening: Evening) -> None:
    played = []
    for _ in range(2):
        stage = Stage(evening)
        stage.starts()
        stage.goes_to("clarification")
        stage.beats(12)
        names = dict(Participant.objects.values_list("pk", "name"))
        rows = Contribution.objects.filter(session=stage.session_id).order_by("written_at")
        played.append((stage.done(), [(names[one.author_id], one.kind, one.text) for one in rows]))
    assert played[0] == played[1]


def test_manners_change_while_it_runs_without_a_word_in_the_journal(stage: Stage) -> None:
    behave = reverse("sessions:behave", args=[stage.session_id])
    stage.starts()
    before = stage.session.revision
    sent = {"temper": "difficult", "pace": "1", "is_one_lost": "on"}
    assert stage.http.post(behave, sent).status_code == 204
    assert stage.http.post(behave, {**sent, "pace": "60"}).status_code == 422
    found = Rehearsal.objects.get()
    assert (found.temper, found.pace, found.is_one_lost, found.is_advising) == ("difficult", 1, True, False)
    assert stage.session.revision == before
    assert stage.evening.browser("colin").post(behave, sent).status_code == 404
    assert stage.http.post(reverse("sessions:behave", args=[stage.evening.session_id]), sent).status_code == 404


def away(stage: Stage) -> set[str]:
    """Who is out of reach, by the wall's clock."""
    snapshot = load(stage.session_id)
    assert snapshot
    return {*presence.reach(snapshot, presence.read(stage.session_id), has_settled=False).away}


def test_a_lost_connection_is_away_and_comes_back(stage: Stage) -> None:
    stage.beats(5)
    last = str(Rehearsal.objects.get().cast()[-1].participant_id)
    assert away(stage) == set()
    Rehearsal.objects.update(is_one_lost=True)
    stage.beats(1)
    assert away(stage) == {last}
    Rehearsal.objects.update(is_one_lost=False)
    stage.beats(1)
    assert away(stage) == set()


def test_a_lost_connection_comes_back_by_itself_and_is_lost_again(stage: Stage) -> None:
    stage.beats(5)
    Rehearsal.objects.update(is_one_lost=True)
    seen = []
    for _ in range(7):
        stage.beats(1)
        seen.append(int(stage.player.lost is not None))
        stage.now += timedelta(seconds=29)
    assert seen == [1, 1, 0, 0, 0, 0, 1]


def test_one_connection_plays_at_a_time(stage: Stage) -> None:
    other = Player(stage.session_id, library("fr"), uuid4())
    stage.beats(1)
    stage.beats(5, other)
    assert len(stage.session.load().present) == 1
    stage.beats(30, other)
    assert len(stage.session.load().present) == 4, "a connection that died loses its lease"


def test_it_stops_when_closed_after_three_hours_and_when_left(stage: Stage) -> None:
    assert stage.beats(1)
    assert not stage.player.tick(stage.now + LONGEST)
    stage.starts()
    stage.drives("close")
    assert not stage.beats(1)
    assert stage.http.post(reverse("sessions:leave_rehearsal", args=[stage.session.cycle.group_id])).status_code == 302
    assert not stage.beats(1)


def test_the_task_ends_with_the_connection_and_gives_the_lease_up(stage: Stage) -> None:
    ticked: list[float] = []
    visit = stage.visit

    async def connection() -> None:
        is_third = asyncio.Event()

        async def rest(seconds: float) -> None:
            ticked.append(seconds)
            if len(ticked) == 3:
                is_third.set()
                await asyncio.Event().wait()

        task = asyncio.ensure_future(play(visit, "fr", now=lambda: _later(stage), sleep=rest))
        await is_third.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async_to_sync(connection)()
    assert ticked == [1.0, 1.0, 1.0]
    assert len(stage.session.load().present) == 3
    assert Rehearsal.objects.get().holder is None


def _later(stage: Stage) -> datetime:
    stage.now += SECOND
    return stage.now
