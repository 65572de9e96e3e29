"""What people write: contributions, contract, synthesis, commitments."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from groups.errors import Invalid, NotAllowed, NotFound, Refused

from ..models import Commitment, Contract, Contribution
from ..rulebook.moves.writing import AcceptContract, AllowWriting, ChangeWriting, Write
from .authoring import author_of, check_author, own, round_of, step_of, this_round
from .turn import Turn, by_driver, by_either, verb


@verb(by_driver)
def allow_writing(turn: Turn, *, participant: UUID, kind: str) -> None:
    """Let somebody write one thing that the step does not ask for. A right to write, never to read."""
    turn.move(AllowWriting(str(participant), kind))


@verb(by_either, writes=True)
def contribute(turn: Turn, *, id: UUID, kind: str, text: str, behalf: UUID | None = None) -> None:
    """Write something, oneself or for somebody who speaks it. The same id again by its author changes nothing."""
    if known := Contribution.objects.filter(pk=id).first():
        return check_author(turn, known)
    author = author_of(turn, behalf)
    turn.move(Write(author, kind))
    contribution = Contribution(id=id, session=turn.session, kind=kind, step=step_of(turn), written_at=turn.at)
    contribution.round = round_of(turn)
    contribution.author_id = UUID(author) if author else None
    contribution.noted_by = turn.visit.actor.participant if behalf else None
    contribution.user = turn.visit.actor.user
    contribution.in_silence = turn.state.in_silence and author is not None
    contribution.text = text
    contribution.save(force_insert=True)
    return None


@verb(by_either, writes=True)
def edit(turn: Turn, *, id: UUID, text: str) -> None:
    """Reword while its step lasts what one wrote, or noted for somebody, whatever may be written anew."""
    contribution = own(turn, id)
    turn.move(ChangeWriting("reworded"))
    here = round_of(turn)
    if contribution.step != step_of(turn) or contribution.round_id != (here.pk if here else None):
        raise Refused("may_not_write")
    contribution.text = text
    contribution.edited_at = turn.at
    contribution.save(update_fields=["sealed_text", "edited_at"])


@verb(by_either)
def withdraw(turn: Turn, *, id: UUID) -> None:
    """Take one's own contribution back."""
    contribution = own(turn, id)
    turn.move(ChangeWriting("withdrawn"))
    contribution.withdrawn_at = turn.at
    contribution.save(update_fields=["withdrawn_at"])


@verb(by_either)
def mark_answered(turn: Turn, *, id: UUID) -> None:
    """Mark a question as answered: the facilitator, the round's client or the scribe."""
    question = Contribution.objects.standing().filter(session=turn.session, pk=id).select_related("round").first()
    if question is None:
        raise NotFound("no_contribution")
    if not turn.visit.may_drive and turn.state.role_of(str(turn.participant_id)) not in ("client", "scribe"):
        raise NotAllowed("not_yours_to_do")
    if question.kind != "question":
        raise Refused("not_a_question")
    turn.move(ChangeWriting("answered"))
    question.answered_at = question.answered_at or turn.at
    question.save(update_fields=["answered_at"])


@verb(by_either, writes=True)
def write_contract(turn: Turn, *, text: str) -> None:
    """Write a new version of the round's contract."""
    turn.move(Write(turn.participant_id, "contract"))
    here = this_round(turn)
    contract = Contract(session=turn.session, round=here, number=here.contracts.count() + 1, written_at=turn.at)
    contract.text = text
    contract.save(force_insert=True)


@verb(by_either)
def accept_contract(turn: Turn, *, behalf: UUID | None = None) -> None:
    """Accept the contract as it stands now, oneself or for somebody who says so aloud."""
    who = author_of(turn, behalf)
    if who is None:
        raise NotAllowed("not_yours_to_do")
    turn.move(AcceptContract(who))
    contract = this_round(turn).contracts.order_by("number").last()
    if contract is None:
        raise Refused("no_contract")
    contract.acceptances.get_or_create(participant_id=UUID(who), defaults={"accepted_at": turn.at})


@verb(by_either, writes=True)
def write_synthesis(turn: Turn, *, text: str) -> None:
    """Write, or write again, what the client keeps from the round."""
    turn.move(Write(turn.participant_id, "synthesis"))
    here = this_round(turn)
    here.synthesis = text
    here.save(update_fields=["sealed_synthesis"])


@verb(by_either, writes=True)
def add_commitment(turn: Turn, *, text: str, due: date | None = None) -> None:
    """Note an action that the round's client takes on."""
    if due and due < timezone.localdate(turn.at):
        raise Invalid("due_past", "due")
    turn.move(Write(turn.participant_id, "commitment"))
    here = this_round(turn)
    commitment = Commitment(session=turn.session, round=here, participant_id=here.client_id, taken_at=turn.at)
    commitment.due_on = due
    commitment.text = text
    commitment.save(force_insert=True)
