"""Ideas that belong to a later step: kept by their authors, unseen, until they share them or throw them away."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound, Refused

from ....models import Contribution
from ....rulebook.moves.writing import ChangeWriting, KeepIdea, Write
from ....rulebook.rules import rights
from ...registry import by_driver, by_participant, command
from ...touches import Part, parts
from ...transaction import Transaction, myself
from .authoring import check_author, round_of, seat_of, step_of


@command(by_participant, touches=parts(Part.NOTE), writes=True)
def keep_idea(transaction: Transaction, *, id: UUID, kind: str, text: str) -> None:
    """Keep an idea for a later step of the round. The same id again by its author changes nothing."""
    # The tray sends what was refused as a contribution anew as an idea, under the same id.
    if known := Contribution.objects.filter(pk=id).first():
        return check_author(transaction, known)
    transaction.move(KeepIdea(str(transaction.participant_id), kind))
    idea = Contribution(
        id=id,
        session=transaction.session,
        kind=kind,
        step=step_of(transaction),
        written_at=transaction.at,
        kept_at=transaction.at,
    )
    idea.round = round_of(transaction)
    idea.author = transaction.visit.actor.participant
    idea.seat_id = seat_of(transaction)
    idea.text = text
    idea.save(force_insert=True)
    return None


@command(by_participant, touches=parts(Part.NOTE), writes=True)
def share_kept(transaction: Transaction, *, id: UUID) -> None:
    """Share what one kept, once a step asks for it: from then on it is like any other contribution."""
    idea = _own_kept(transaction, id)
    # By what its author may write now, also where the scribe who noted it shares it.
    transaction.move(Write(str(idea.author_id), idea.kind))
    here = round_of(transaction)
    # What was thought for one client is not shared in the round of another.
    if idea.round_id != (here.pk if here else None):
        raise Refused("may_not_write")
    idea.step, idea.written_at, idea.kept_at, idea.in_silence = (
        step_of(transaction),
        transaction.at,
        None,
        transaction.state.in_silence,
    )
    idea.save(update_fields=["step", "written_at", "kept_at", "in_silence"])


@command(by_participant, touches=parts(Part.NOTE, Part.CONTRACT))
def drop_kept(transaction: Transaction, *, id: UUID) -> None:
    """Delete what one kept, words included: it stands on no board, where it would have to be shown as withdrawn."""
    idea = _own_kept(transaction, id)
    transaction.move(ChangeWriting("dropped"))
    idea.delete()


def _own_kept(transaction: Transaction, id: UUID) -> Contribution:
    """One's own idea, or one that a scribe noted; nobody else's exists."""
    held = Contribution.objects.kept().filter(session=transaction.session).held_by(myself(transaction))
    idea = held.filter(pk=id).first()
    if idea is None:
        raise NotFound("no_contribution")
    return idea


@command(by_driver, touches=parts(Part.NOTE))
def hand_back(transaction: Transaction, *, id: UUID) -> None:
    """Give a question that is advice back to its author, as an idea for later: nobody else is told whose it was.

    Raises NotFound for what is not shown or has no participant as author, Refused("not_a_question").
    """
    shared = Contribution.objects.shown().filter(session=transaction.session, author__isnull=False)
    question = shared.filter(pk=id).first()
    if question is None:
        raise NotFound("no_contribution")
    if question.kind != "question":
        raise Refused("not_a_question")
    transaction.move(ChangeWriting("handed_back"))
    # It becomes what a later step of the round asks for, or else could never be shared.
    question.kind = rights.kind_of_advice(transaction.state, str(question.author_id))
    question.kept_at = question.handed_back_at = transaction.at
    question.save(update_fields=["kind", "kept_at", "handed_back_at"])
