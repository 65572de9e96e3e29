"""What a snapshot holds of the facilitator's own words: the prompt that all are shown, while it is shown."""

from __future__ import annotations

from ...models import OwnPrompt, Session
from ...models.unsealed import unsealed
from ...rulebook.state.state import State


def own_prompt(session: Session, state: State) -> str | None:
    """The words of a prompt that is not the protocol's: "" (and no query) without one, None if unreadable."""
    if not has_own_prompt(state):
        return ""
    row = OwnPrompt.objects.filter(session=session).first()
    return "" if row is None else unsealed(row)


def has_own_prompt(state: State) -> bool:
    """Whether the prompt that is shown is in the facilitator's own words."""
    return state.prompt is not None and state.prompt.index is None
