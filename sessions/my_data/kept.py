"""What a client keeps of a round."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ..models import Commitment, Contract, Contribution, Round
from ..models.unsealed import unsealed
from ..rulebook.state.state import State

Values = dict[str, Any]


def kept_of(round_: Round, state: State, marks: Collection[str] | None = None) -> Values:
    """What a client keeps of a round: what it was about, and all that was delivered; the marks on these alone.

    `contracts` are all versions, the oldest first: the last is in force, and stands as `contract` and `help`, too.
    """
    delivered = [one for one in round_.contributions.all() if _is_delivered(one, round_, state)]
    contracts = [_version(one, delivered) for one in round_.contracts.all()]
    newest = contracts[-1] if contracts else {"text": "", "help": ""}
    return {
        "headline": unsealed(round_, "headline"),
        "question": unsealed(round_, "question"),
        "contract": newest["text"],
        "help": newest["help"],
        "contracts": contracts,
        "synthesis": unsealed(round_, "synthesis"),
        "actions": [_action(one, is_whole=marks is None) for one in round_.commitments.all()],
        "notes": [_note(one, marks) for one in delivered],
    }


def _version(one: Contract, delivered: Iterable[Contribution]) -> Values:
    """`adopted_from`: whose wording it took over, where the client has that wording, else ""."""
    wording = next((note for note in delivered if note.pk == one.adopted_id), None)
    return {
        "number": one.number,
        "text": unsealed(one),
        "help": unsealed(one, "help"),
        "at": one.written_at,
        "adopted_from": wording.author.name if wording and wording.author else "",
    }


def _action(one: Commitment, *, is_whole: bool) -> Values:
    """`word`: the owner's own, on devices that open all of the round."""
    mine = {"word": unsealed(one, "word")} if is_whole else {}
    return {"text": unsealed(one), "due_on": one.due_on, "state": one.state, **mine}


def _note(one: Contribution, marks: Collection[str] | None) -> Values:
    author = one.author.name if one.author else ""
    mark = one.mark if marks is None or str(one.pk) in marks else ""
    return {"id": one.pk, "text": unsealed(one), "kind": one.kind, "author": author, "mark": mark}


def _is_delivered(one: Contribution, round_: Round, state: State) -> bool:
    """Shared, not hidden, and not withheld from the client until the end of the step under way."""
    is_withheld = one.is_withheld(state, round_.number)
    return not (one.withdrawn_at or one.kept_at or one.hidden_at or is_withheld)
