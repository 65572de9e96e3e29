"""Ideas that belong to a later step: kept by their authors, unseen, until they share them or throw them away."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound, Refused

from ..models import Contribution
from ..rulebook.moves.writing import ChangeWriting, KeepIdea, Write
from ..rulebook.rules import rights
from .authoring import check_author, round_of, step_of
from .turn import Turn, by_driver, by_participant, myself, verb


@verb(by_participant, writes=True)
def keep_idea(turn: Turn, *, id: UUID, kind: str, text: str) -> None:
    """Keep an idea for a later step of the round. The same id again by its author changes nothing."""
    if known := Contribution.objects.filter(pk=id).first():
        return check_author(turn, known)
    turn.move(KeepIdea(str(turn.participant_id), kind))
    idea = Contribution(id=id, session=turn.session, kind=kind, step=step_of(turn), written_at=turn.at, kept_at=turn.at)
    idea.round = round_of(turn)
    idea.author = turn.visit.actor.participant
    idea.text = text
    idea.save(force_insert=True)
    return None


@verb(by_participant, writes=True)
def share_kept(turn: Turn, *, id: UUID) -> None:
    """Share what one kept, once a step asks for it: from then on it is like any other contribution."""
    idea = _own_kept(turn, id)
    turn.move(Write(str(idea.author_id), idea.kind))
    here = round_of(turn)
    if idea.round_id != (here.pk if here else None):
        raise Refused("may_not_write")
    idea.step, idea.written_at, idea.kept_at, idea.in_silence = step_of(turn), turn.at, None, turn.state.in_silence
    idea.save(update_fields=["step", "written_at", "kept_at", "in_silence"])


@verb(by_participant)
def drop_kept(turn: Turn, *, id: UUID) -> None:
    """Throw away what one kept: nothing of its words is left."""
    idea = _own_kept(turn, id)
    turn.move(ChangeWriting("dropped"))
    idea.delete()


def _own_kept(turn: Turn, id: UUID) -> Contribution:
    """One's own idea, or one that a scribe noted; nobody else's exists."""
    held = Contribution.objects.kept().filter(session=turn.session).held_by(myself(turn))
    idea = held.filter(pk=id).first()
    if idea is None:
        raise NotFound("no_contribution")
    return idea


@verb(by_driver)
def hand_back(turn: Turn, *, id: UUID) -> None:
    """Give a question that is advice back to its author, as an idea for later: nobody else is told whose it was."""
    shared = Contribution.objects.shown().filter(session=turn.session, author__isnull=False)
    question = shared.filter(pk=id).first()
    if question is None:
        raise NotFound("no_contribution")
    if question.kind != "question":
        raise Refused("not_a_question")
    turn.move(ChangeWriting("handed_back"))
    question.kind = rights.kind_of_advice(turn.state, str(question.author_id))
    question.kept_at = question.handed_back_at = turn.at
    question.save(update_fields=["kind", "kept_at", "handed_back_at"])
