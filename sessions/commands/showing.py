"""Who sees what was written, and when: silence and reveal, delivery to the client, marks, and what is hidden."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound

from ..models import Contribution
from ..rulebook.moves.writing import ChooseDelivery, Hide, Mark, Reveal, WriteInSilence
from ..rulebook.rules import rights
from .authoring import round_of, step_of
from .turn import Turn, by_driver, by_participant, verb


@verb(by_driver)
def write_in_silence(turn: Turn) -> None:
    """From now on what is written in this step is its author's alone, until all is revealed."""
    turn.move(WriteInSilence())


@verb(by_driver)
def reveal(turn: Turn) -> None:
    """Show at once all that was written in silence, without waiting for anybody."""
    turn.move(Reveal())
    written = Contribution.objects.filter(session=turn.session, round=round_of(turn), step=step_of(turn))
    written.update(in_silence=False)


@verb(by_participant)
def deliver_as_they_come(turn: Turn, *, wanted: bool = False) -> None:
    """The client asks for contributions as they come, or again for all of them at the step's end."""
    turn.move(ChooseDelivery(str(turn.participant_id), as_they_come=wanted))


@verb(by_participant)
def mark(turn: Turn, *, id: UUID, mark: str = "") -> None:
    """The client marks what was received, or takes the mark off; nobody else sees it."""
    turn.move(Mark(str(turn.participant_id)))
    here = round_of(turn)
    received = Contribution.objects.shown().filter(session=turn.session, round=here, pk=id).first()
    if received is None or str(received.author_id) == turn.participant_id or is_on_its_way(turn, received):
        raise NotFound("no_contribution")
    received.mark = mark
    received.save(update_fields=["mark"])


@verb(by_driver)
def hide(turn: Turn, *, id: UUID) -> None:
    """Take a harmful contribution off every screen but its author's, openly; the journal keeps who did and when."""
    harmful = Contribution.objects.shown().filter(session=turn.session, pk=id).first()
    if harmful is None:
        raise NotFound("no_contribution")
    turn.move(Hide())
    harmful.hidden_at = turn.at
    harmful.save(update_fields=["hidden_at"])


def is_on_its_way(turn: Turn, one: Contribution) -> bool:
    """Written in this step, which keeps it from the client still: in silence, or until its end."""
    return one.step == step_of(turn) and ((turn.state.in_silence and one.in_silence) or rights.is_listening(turn.state))
