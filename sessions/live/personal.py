"""What is one person's own: my place, what I may do, what I wrote. From the same snapshot, without a query."""

from __future__ import annotations

from typing import Any

from .. import rules
from ..protocol import WRITABLE
from . import words
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]
NOT_CONTRIBUTED = {"contract": "write_contract", "synthesis": "write_synthesis", "commitment": "add_commitment"}


def me(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My role, my place in the queue, and the commands that the server would accept from me now."""
    state, who = snapshot.state, viewer.participant or ""
    role = state.role_of(who)
    return {
        "role": role or "",
        "role_word": words.ROLES[role] if role else "",
        "speaks": state.floor.speaker == who,
        "hand": state.floor.place(who) or "",
        "turn": state.floor.pending.index(who) + 1 if who in state.floor.pending else None,
        "may": " ".join(_may(snapshot, who)),
        "kinds": " ".join(_kinds(snapshot, who)),
        "contract_number": snapshot.contract.number if snapshot.contract else 0,
    }


def mine(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What I wrote in this round, which I may take back."""
    return {
        "notes": [
            {"id": note.id, "text": note.text, "label": words.KINDS[note.kind], "kind": note.kind}
            for note in snapshot.notes
            if note.author == viewer.participant
        ],
        "may_withdraw": snapshot.state.is_running,
    }


def _kinds(snapshot: Snapshot, who: str) -> list[str]:
    writable = (kind for kind in WRITABLE if kind not in NOT_CONTRIBUTED)
    return [kind for kind in writable if rules.may_write(snapshot.state, who, kind)]


def _may(snapshot: Snapshot, who: str) -> list[str]:
    state, ground = snapshot.state, snapshot.state.floor
    raised = who in ground.waiting
    accepts = rules.may_accept(state, who) and snapshot.contract is not None
    possible = {
        "raise_hand": rules.may_raise_hand(state, who) and not raised,
        "lower_hand": raised,
        "yield_floor": ground.speaker == who,
        "pass_turn": ground.mode == "go_round" and (ground.speaker == who or who in ground.pending),
        "contribute": bool(_kinds(snapshot, who)),
        "accept_contract": accepts and snapshot.contract is not None and who not in snapshot.contract.accepted,
        **{command: rules.may_write(state, who, kind) for kind, command in NOT_CONTRIBUTED.items()},
    }
    return [command for command, is_possible in possible.items() if is_possible]
