"""Who has finished writing in the step under way: in the memory of this process, and forgotten with the step.

Nothing here may write a row, a journal entry, a line of log or a metric.
"""

from __future__ import annotations

from ...rulebook.rules import rights
from ..snapshot.snapshot import Snapshot

FINISHED, WRITING = "finished", "writing"  # what passes by in the layer, as warnings do
SAYINGS = (FINISHED, WRITING)


class Finished:
    """Of one session. What was said stands as long as the step does, and nothing else was written."""

    def __init__(self) -> None:
        self._said: dict[str, object] = {}

    def say(self, snapshot: Snapshot, participant: str, code: str) -> None:
        """Note what somebody says, if this step asks for it: one of SAYINGS."""
        if code == FINISHED and rights.may_say_finished(snapshot.state, participant):
            self._said[participant] = _written(snapshot, participant)
        else:
            self._said.pop(participant, None)

    def forget(self, snapshot: Snapshot) -> None:
        """Keep nothing of those of whom it does not hold any more."""
        standing = self.of(snapshot)
        self._said = {who: written for who, written in self._said.items() if who in standing}

    def of(self, snapshot: Snapshot) -> frozenset[str]:
        """Of whom it holds. Another thread may ask."""
        return frozenset(
            who
            for who, written in tuple(self._said.items())
            if rights.may_say_finished(snapshot.state, who) and written == _written(snapshot, who)
        )


def _written(snapshot: Snapshot, who: str) -> object:
    """The step, and all that somebody wrote in its round: whoever writes again has not finished."""
    notes = (note for note in (*snapshot.notes, *snapshot.unseen) if note.author == who)
    return snapshot.state.here, tuple((note.id, note.text) for note in notes)
