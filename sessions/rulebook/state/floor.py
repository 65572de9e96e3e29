"""Who speaks, who asked to, whose turn is still to come. Who may speak at all is the machine's to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

# Modes in which no hand can be called: one that stayed up would wait in vain.
CLOSED_TO_HANDS = frozenset({"client_only", "silence"})


@dataclass(frozen=True, slots=True)
class Hand:
    """A raised hand, since an instant (epoch milliseconds); `is_placed` where the facilitator gave it its place."""

    participant: str
    raised_at: int
    is_placed: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    """The floor in one step: who speaks, since when (epoch milliseconds), and who waits.

    `since` is None while nobody speaks, and in a break, when the speaker's turn is suspended. `queue` holds hands by
    arrival, after those that were placed by hand; `pending` are those whose turn in a go-round is to come, in order,
    `passed` those who let it go.
    `is_exception`: neither step nor mode lets the speaker speak; the facilitator gave this one turn.
    """

    mode: str = "free"
    speaker: str | None = None
    since: int | None = None
    queue: tuple[Hand, ...] = ()
    pending: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    is_exception: bool = False

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who raised a hand, first come first."""
        return tuple(hand.participant for hand in self.queue)


def opened(mode: str, *, speakers: Sequence[str], client: str | None, at: int) -> Floor:
    """The floor as a step or a mode begins: `speakers` are those who may speak, in the circle's order."""
    if mode == "client_only" and client in speakers:
        return Floor(mode=mode, speaker=client, since=at)
    if mode == "go_round":
        # The client speaks last, after hearing the others, who keep the circle's order as the sort is stable.
        return Floor(mode=mode, pending=tuple(sorted(speakers, key=lambda one: one == client)))
    return Floor(mode=mode)


def changed(floor: Floor, mode: str, *, speakers: Sequence[str], client: str | None, at: int) -> Floor:
    """Another mode within the step: hands and speaker stay where the new mode lets them."""
    fresh = opened(mode, speakers=speakers, client=client, at=at)
    # Whoever speaks has no right to any more, or must leave the floor to the client.
    if mode == "silence" or (mode == "client_only" and floor.speaker != client):
        return fresh
    hands = () if mode in CLOSED_TO_HANDS else floor.queue
    # Who speaks at this moment is not called a second time by the go-round that begins.
    pending = _without(fresh.pending, floor.speaker)
    return replace(
        fresh,
        speaker=floor.speaker,
        since=floor.since,
        queue=hands,
        pending=pending,
        # Asked anew: a turn that was an exception in silence may be an ordinary one in the new mode.
        is_exception=floor.speaker is not None and floor.speaker not in speakers,
    )


def raised(floor: Floor, participant: str, at: int) -> Floor:
    return replace(floor, queue=(*floor.queue, Hand(participant, at)))


def lowered(floor: Floor, participant: str) -> Floor:
    return replace(floor, queue=tuple(hand for hand in floor.queue if hand.participant != participant))


def moved(floor: Floor, hands: Sequence[Hand], participant: str, *, is_later: bool) -> Floor:
    """Of the hands in their order one changes places with its neighbour; all stay in the order that this makes."""
    order = [replace(hand, is_placed=True) for hand in hands]
    at = next((place for place, hand in enumerate(order) if hand.participant == participant), None)
    if at is not None:
        order.insert(min(at + 1, len(order)) if is_later else max(at - 1, 0), order.pop(at))
    return replace(floor, queue=tuple(order))


def given(floor: Floor, participant: str, at: int, *, is_exception: bool = False) -> Floor:
    """Somebody speaks: no hand, no turn to come, and no longer somebody who passed (who may then pass again)."""
    return replace(left(floor, participant), speaker=participant, since=at, is_exception=is_exception)


def yielded(floor: Floor) -> Floor:
    return replace(floor, speaker=None, since=None, is_exception=False)


def passed(floor: Floor, participant: str) -> Floor:
    """Somebody lets the turn go; if it was the speaker, nobody speaks until it is given again."""
    if floor.speaker == participant and floor.is_exception:
        # The go-round never asked this person, who must not be shown among those who passed.
        return yielded(floor)
    floor = yielded(floor) if floor.speaker == participant else floor
    return replace(floor, pending=_without(floor.pending, participant), passed=(*floor.passed, participant))


def joined(floor: Floor, participant: str) -> Floor:
    """Somebody may speak who might not before: last in a go-round, or, speaking already by exception, by right."""
    if floor.speaker == participant:
        # In silence, or where the client alone speaks, no role gives the right: it stays an exception.
        return replace(floor, is_exception=floor.mode in CLOSED_TO_HANDS)
    return replace(floor, pending=(*floor.pending, participant)) if floor.mode == "go_round" else floor


def postponed(floor: Floor, participant: str) -> Floor:
    """Somebody lets the turn go for now, and comes last in the go-round; an exception is no turn of it."""
    rest = passed(floor, participant)
    if floor.speaker == participant and floor.is_exception:
        return rest
    # `passed` as it was: who comes back later has not passed.
    return replace(rest, pending=(*rest.pending, participant), passed=floor.passed)


def suspended(floor: Floor) -> Floor:
    """Nobody's turn runs in a break; whose turn it was keeps it. Without `since` no airtime is counted."""
    return replace(floor, since=None)


def taken_up(floor: Floor, at: int) -> Floor:
    return replace(floor, since=None if floor.speaker is None else at)


def left(floor: Floor, participant: str) -> Floor:
    """Somebody may speak no longer: no turn, no hand."""
    floor = lowered(yielded(floor) if floor.speaker == participant else floor, participant)
    return replace(floor, pending=_without(floor.pending, participant), passed=_without(floor.passed, participant))


def _without(people: Sequence[str], participant: str | None) -> tuple[str, ...]:
    return tuple(one for one in people if one != participant)
