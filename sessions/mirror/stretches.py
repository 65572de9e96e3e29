"""A session's course as stretches: its steps, breaks, the clock standing, silences, nobody having the floor. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ..rulebook.state.state import State
from .shapes import Stretch
from .walk import Interval

# Between two turns there is always a moment: shorter than this it is none to look at.
LEAST_MS = 15_000


def stretches(ran: Sequence[Interval]) -> list[Stretch]:
    """All of them, by their beginning; those of steps first."""
    found = [one for part in _unbroken(ran) for one in _of(part)]
    return sorted(found, key=lambda one: (one.begin, one.kind != "step"))


def _unbroken(ran: Sequence[Interval]) -> Iterator[list[Interval]]:
    """Without the hours in which a session was left open and nobody was there."""
    part: list[Interval] = []
    for one in ran:
        if part and one.begin > part[-1].end:
            yield part
            part = []
        part.append(one)
    yield part


def _of(part: Sequence[Interval]) -> Iterator[Stretch]:
    for _, some in groupby(part, key=lambda one: one.state.index):
        stay = list(some)
        yield _stretch("step", stay)
        # Where turns are not used, nobody ever has the floor: people simply talk.
        if any(_is_given(one.state) for one in stay):
            yield from (one for one in _while(_is_nobodys, "nobody", stay) if one.span_ms >= LEAST_MS)
    yield from _while(lambda state: state.is_on_break, "break", part)
    yield from _while(lambda state: state.since is None and not state.is_on_break, "paused", part)
    yield from _while(_is_silent, "silence", part)


def _while(is_so: Callable[[State], bool], kind: str, part: Sequence[Interval]) -> Iterator[Stretch]:
    for holds, some in groupby(part, key=lambda one: is_so(one.state)):
        found = list(some)
        if holds and found[-1].end > found[0].begin:
            yield _stretch(kind, found)


def _stretch(kind: str, some: Sequence[Interval]) -> Stretch:
    item = some[0].item
    return Stretch(kind, some[0].begin, some[-1].end, item.key, item.round)


def _is_silent(state: State) -> bool:
    return not state.is_on_break and (state.in_silence or state.floor.mode == "silence")


def _is_given(state: State) -> bool:
    return state.floor.speaker is not None and state.floor.mode != "client_only"


def _is_nobodys(state: State) -> bool:
    return state.floor.speaker is None and not state.is_on_break and not _is_silent(state)
