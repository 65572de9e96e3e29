"""What of all that is written reaches whom at this moment: the client who listens, the group, the room screen. Pure."""

from __future__ import annotations

from collections.abc import Collection

from ..state.state import State
from .rights import is_at_work, may_accept


def is_listening(state: State) -> bool:
    """Whether the client listens to the group and receives what is written at the step's end."""
    return listens_here(state) and not state.as_they_come


def listens_here(state: State) -> bool:
    """Whether this step is one in which the client listens to the group, whenever what is written is delivered."""
    # Where the school wants interaction the client speaks too: then nothing is held back.
    step = state.step
    return step is not None and step.is_listening and "client" not in step.speaks


def is_unseen(state: State, *, step: str, round: int | None, in_silence: bool) -> bool:
    """Whether something shared in that step of that round is its author's alone still: it was written in silence."""
    # Both: leaving the step reveals all, by the state alone, so that no row has to be changed for it.
    return state.in_silence and in_silence and _is_of_now(state, step, round)


def is_withheld(state: State, *, author: str | None, step: str, round: int | None, in_silence: bool) -> bool:
    """Whether something shared has yet to reach the client; the facilitator's has no author.

    It was written in silence, or by another while the client listens, who receives it at the step's end.
    """
    is_coming = is_listening(state) and author != state.client and _is_of_now(state, step, round)
    return is_coming or is_unseen(state, step=step, round=round, in_silence=in_silence)


def _is_of_now(state: State, step: str, round: int | None) -> bool:
    # The round too: every round has the same steps, and what was delivered in one stays delivered in the next.
    return state.item is not None and (state.item.key, state.item.round) == (step, round)


def all_peers_accept(state: State, accepted: Collection[str]) -> bool:
    """Whether every peer who is here has accepted the contract."""
    return all(one in accepted for one, role in state.present_roles.items() if role == "peer")


def is_settled(state: State, accepted: Collection[str] | None) -> bool:
    """Whether the contract of the round, accepted by these, is the group's; None where there is none.

    All peers accepted it, or the group went on with it; or the method writes none.
    """
    if accepted is None:
        return not any("contract" in kinds for step in state.protocol.steps for kinds in step.writes.values())
    return all_peers_accept(state, accepted) or not any(may_accept(state, one) for one in state.present)


def may_be_projected(state: State, accepted: Collection[str] | None) -> bool:
    """Whether the client may have question and contract put on the room screen now: once the contract is settled."""
    return state.is_running and state.client is not None and is_settled(state, accepted)


def is_projected(state: State) -> bool:
    """Whether the room screen shows the demand. Not while people rest, when others may come into the room."""
    return is_at_work(state) and state.client is not None and state.accord == "given"
