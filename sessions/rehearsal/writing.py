"""What simulated people wish to write: what the step asks of them, and ideas kept for the step that asks. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..rulebook.protocol.vocabulary import KINDS
from ..rulebook.rules import rights
from ..rulebook.rules.rights import FOLLOW_UP
from .acts import Act, Look, Wish

ADVICE = 3
WORDINGS = 2
WEATHER = "check_in"
OUTSIDE = {WEATHER: "weather", FOLLOW_UP: "follow_up"}


def wishes(look: Look, here: list[str]) -> Iterator[Wish]:
    """What everybody here wishes to write."""
    for one in here:
        yield from _sharing(look, one)
        yield from _keeping(look, one)
        yield from _contributing(look, one)


def _contributing(look: Look, one: str) -> Iterator[Wish]:
    """One text after another, each of another kind where the step asks for several."""
    if one == look.scene.adviser(look.manners) and rights.may_write(look.state, one, "question"):
        yield from _advising(look, one)
        return
    asked = [kind for kind in KINDS if rights.may_write(look.state, one, kind) and not _has_enough(look, one, kind)]
    texts = sum(look.scene.written.get((one, kind), 0) for kind in KINDS)
    granted = [kind for kind in asked if rights.is_granted(look.state, one, kind)]
    if not asked or (texts >= look.temper.texts and not granted):
        return
    fewest = min(look.scene.written.get((one, kind), 0) for kind in asked)
    kind = look.dice.choice(granted or [kind for kind in asked if look.scene.written.get((one, kind), 0) == fewest])
    yield (8 if "learning" in asked else 3), _contribution(look, one, kind, pool_of(look, one, kind))


def _contribution(look: Look, one: str, kind: str, pool: str) -> Act:
    text = _wording(look) if kind == "reformulation" else look.sentence(pool, look.scene.said.get(kind, 0))
    return Act(one, "contribute", {"id": look.new_id(), "kind": kind, "text": text})


def _wording(look: Look) -> str:
    """A peer's wording of what this client wishes to leave with; the second differs from the first."""
    is_second = _of_all(look, "reformulation") > 0
    return look.of_subject("second_reformulation" if is_second else "reformulation", look.state.client)


def _advising(look: Look, one: str) -> Iterator[Wish]:
    if look.scene.written.get((one, "question"), 0) < ADVICE:
        yield 12, _contribution(look, one, "question", "advice")


def _has_enough(look: Look, one: str, kind: str) -> bool:
    """Whether somebody has written enough of a kind: one learning each, then, except the client, a word to the others.

    Notes and wordings are few in the whole group. What the facilitator allowed by exception is always written.
    """
    if rights.is_granted(look.state, one, kind):
        return False
    mine = look.scene.written.get((one, kind), 0)
    if kind == "feedback" and _is_last_word(look):
        return one == look.state.client or look.state.client is None or not look.scene.written.get((one, "learning"))
    if kind == "note":
        return mine >= 1 or _of_all(look, kind) >= _most_notes(look)
    return (kind == "learning" and mine >= 1) or (kind == "reformulation" and _of_all(look, kind) >= WORDINGS)


def _is_last_word(look: Look) -> bool:
    """In a step of learnings, in a round or at the end."""
    return look.state.step is not None and any("learning" in kinds for kinds in look.state.step.writes.values())


def _of_all(look: Look, kind: str) -> int:
    return sum(count for (_, each), count in look.scene.written.items() if each == kind)


def _most_notes(look: Look) -> int:
    """In the check-in everybody notes how they arrive; elsewhere a third of the group has something to note."""
    count, step = len(look.state.present), look.state.step
    return count if step is not None and step.key == WEATHER else -(-count // 3)


def pool_of(look: Look, one: str, kind: str) -> str:
    """The pool of sentences for a kind, which means something else in each moment and in one's own round."""
    step, client = look.state.step, look.state.client
    if kind == "note" and client is None:
        return OUTSIDE.get(step.key if step else "", "lead_in")
    if kind == "note":
        return "peer_note" if look.state.role_of(one) == "peer" else "note"
    if kind == "learning" and client is None:
        return "farewell"
    return "client_learning" if kind == "learning" and one == client else kind


def _keeping(look: Look, one: str) -> Iterator[Wish]:
    """While questions are asked, somebody keeps an idea for later, once a round; the adviser asks it as a question."""
    item, kind = look.state.item, rights.kind_of_advice(look.state, one)
    asks = rights.may_write(look.state, one, "question") and one != look.state.client
    if item is None or not asks or kind in ("question", "learning") or one == look.scene.adviser(look.manners):
        return
    has_kept = any(piece.author == one for piece in look.scene.kept)
    if not has_kept and look.chance(one, f"keeps:{item.round}") < look.temper.keeping:
        text = look.sentence(kind, look.scene.said.get(kind, 0))
        yield 3, Act(one, "keep_idea", {"id": look.new_id(), "kind": kind, "text": text})


def _sharing(look: Look, one: str) -> Iterator[Wish]:
    for piece in look.scene.kept:
        if piece.author == one and rights.may_write(look.state, one, piece.kind):
            yield 6, Act(one, "share_kept", {"id": piece.id})
