"""Whose words they are, and where in the session they are written: what every verb of writing asks."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotAllowed, NotFound, Refused

from ..models import Contribution, Round
from .turn import Turn, check_may_speak_for


def author_of(turn: Turn, behalf: UUID | None) -> str | None:
    """Whose words they are: one's own, or those of whom the facilitator or the scribe writes for."""
    if behalf is None:
        return turn.participant_id
    check_may_speak_for(turn)
    return str(behalf)


def check_drives(turn: Turn) -> None:
    """Some of it is put down by who drives alone."""
    if not turn.visit.may_drive:
        raise NotAllowed("not_yours_to_do")


def step_of(turn: Turn) -> str:
    return turn.state.item.key if turn.state.item else ""


def _number(turn: Turn) -> int | None:
    return turn.state.item.round if turn.state.item else None


def round_of(turn: Turn) -> Round | None:
    number = _number(turn)
    return None if number is None else Round.objects.get(session=turn.session, number=number)


def this_round(turn: Turn) -> Round:
    """The round under way; protocols let contract, synthesis and commitments be written in rounds only."""
    here = round_of(turn)
    if here is None:
        raise Refused("may_not_write")
    return here


def own(turn: Turn, id: UUID) -> Contribution:
    contribution = Contribution.objects.standing().filter(pk=id).first()
    if contribution is None:
        raise NotFound("no_contribution")
    check_author(turn, contribution)
    return contribution


def check_author(turn: Turn, contribution: Contribution) -> None:
    """Another's contribution, or one of another session, does not exist for this author."""
    mine = (
        turn.participant_id in (str(contribution.author_id), str(contribution.noted_by_id))
        if turn.participant_id
        else contribution.user_id is not None and contribution.user == turn.visit.actor.user
    )
    if not mine or contribution.session_id != turn.session.pk:
        raise NotFound("no_contribution")
