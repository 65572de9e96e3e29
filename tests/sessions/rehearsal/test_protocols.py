"""A whole rehearsal of each method, through the real commands: every step is lived, and nothing is refused."""

from __future__ import annotations

from typing import Any

import pytest

from groups.errors import CodevError
from groups.models import Participant
from sessions import commands
from sessions.models import Contribution, JournalEntry, Subject
from sessions.rulebook.protocol.protocol import catalogue
from sessions.rulebook.protocol.vocabulary import WRITABLE
from sessions.rulebook.rules import rights
from sessions.rulebook.state.state import State
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.rehearsing import Stage

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

WRITING = {
    "contribute",
    "share_kept",
    "write_contract",
    "adopt_wording",
    "write_synthesis",
    "add_commitment",
    "propose_subject",
    "word_headline",
}
FORMATS = {"troika": "3"}
EACH_TIME = {"codev-classique", "troika", "action-learning"}
METHODS = [pytest.param(key, marks=() if key in EACH_TIME else pytest.mark.long) for key in catalogue()]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server refuses, which the simulation swallows."""
    found: list[str] = []
    run = commands.run

    def watched(name: str, /, **fields: Any) -> int:
        try:
            return run(name, **fields)
        except CodevError as error:
            found.append(f"{name}: {error.code}")
            raise

    monkeypatch.setattr(commands, "run", watched)
    return found


@pytest.mark.parametrize("key", METHODS)
def test_a_whole_session(evening: Evening, key: str, refused: list[str]) -> None:
    stage = Stage(evening, protocol_key=key, people=FORMATS.get(key, "4"))
    stage.beats(5)
    if not stage.session.load().protocol.part("opening"):
        _choose(stage)
    stage.drives("start")
    while (state := stage.session.load()).index is not None:
        before = len(stage.done())
        _live(stage)
        written = set(stage.done()[before:]) & WRITING
        assert written or not _may_somebody_write(state), f"{key}: {state.item}"
        if state.index == len(state.agenda) - 1:
            break
        if rights.is_choosing(stage.session.load()):
            _choose(stage)
        stage.drives("next")
    stage.drives("close")
    assert refused == []
    texts = [(one.step, one.round_id, one.text) for one in Contribution.objects.filter(session=stage.session_id)]
    assert len(set(texts)) == len(texts), "nobody says what was just said"


def _live(stage: Stage) -> None:
    """Half a minute at most, in which the floor goes round."""
    for _ in range(3):
        before = stage.session.revision
        stage.beats(7)
        if stage.session.revision == before:
            break
        state = stage.session.load()
        if state.floor.pending or state.floor.queue:
            stage.drives("next_speaker")


def _may_somebody_write(state: State) -> bool:
    return any(rights.may_write(state, one, kind) for one in state.present for kind in WRITABLE)


def _choose(stage: Stage) -> None:
    """One client: whoever proposed the subject with the most votes; else the first who came."""
    state = stage.session.load()
    if rights.is_voting(state):
        stage.drives("end_vote")
    subjects = sorted(Subject.objects.filter(session=stage.session_id), key=lambda one: -(one.votes or 0))
    people = Participant.objects.filter(group=stage.session.cycle.group).order_by("position")
    chosen = [one.participant_id for one in subjects] or [one.pk for one in people]
    stage.drives("choose_clients", participants=chosen[:1])


def test_a_vote_is_lived(evening: Evening, refused: list[str]) -> None:
    stage = Stage(evening, protocol_key="intervision-incident", people="6")
    stage.beats(7)
    stage.drives("start")
    stage.goes_to("subject_choice")
    stage.beats(90)
    done = stage.done()
    subjects = list(Subject.objects.filter(session=stage.session_id))
    assert len({one.title for one in subjects}) == len(subjects) >= 4
    assert done.count("vote") >= 6
    if stage.session.load().vote_ended_at is None:
        stage.drives("end_vote")
    assert sum(one.votes or 0 for one in Subject.objects.filter(session=stage.session_id)) >= 9
    assert refused == []
    assert JournalEntry.objects.filter(session=stage.session_id, command="vote").exists()


def test_silence_is_written_in_and_marks_follow(evening: Evening, refused: list[str]) -> None:
    stage = Stage(evening, people="5")
    stage.starts()
    stage.goes_to("clarification")
    stage.beats(16)
    assert "keep_idea" in stage.done()
    stage.goes_to("consultation")
    stage.beats(16)
    stage.drives("write_in_silence")
    stage.beats(8)
    silent = Contribution.objects.filter(session=stage.session_id, in_silence=True)
    assert silent.count() >= 4, "whatever they wrote before"
    assert "share_kept" in stage.done()
    assert "mark" not in stage.done(), "the client sees nothing of it yet"
    stage.drives("reveal")
    stage.goes_to("action_plan")
    stage.beats(16)
    assert stage.done().count("mark") == 3
    assert refused == []
