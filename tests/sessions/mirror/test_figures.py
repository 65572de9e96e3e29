"""What a mirror says, over long evenings at random, held against a second computation that shares no line with it."""

from __future__ import annotations

from typing import Any

import pytest

from sessions.mirror.figures import EVEN, SPEAKERS, UNEVEN, figures
from sessions.mirror.stretches import stretches
from sessions.mirror.walk import running
from sessions.rulebook.machine import to_json
from tests.sessions.mirror import naive
from tests.sessions.mirror.evenings import Evening, evening

# Of each five one is left open, one closed by estimate, one both.
SEEDS, SHORT, MANY, LONG = range(5), 220, range(5, 25), 900
COUNTED = ("hands", "left", "held", "handed_back", "reframed")


def recomputed(it: Evening) -> list[naive.Second]:
    places = [(item.key, item.round) for item in it.state.agenda]
    return naive.seconds(to_json(it.events), places, it.first.protocol)


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_those_that_looking_second_by_second_gives(seed: int) -> None:
    told_alike(evening(seed, tries=SHORT))


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_figures_of_long_evenings_too(seed: int) -> None:
    told_alike(evening(seed, tries=LONG))


def told_alike(it: Evening) -> None:
    found = recomputed(it)
    ran, final = running(it.first, it.events)
    assert final == it.state
    said, seen = figures(ran, final, shows_airtime=True), naive.figures(found)
    assert {one.place: one.spent_ms for one in said.steps if one.spent_ms} == +seen["spent"]
    assert {one.place: one.stays for one in said.steps if one.stays} == +seen["stays"]
    counted = {(one.place, what): getattr(one, what) for one in said.steps for what in COUNTED}
    expected = {one: count for one, count in seen["counts"].items() if one[1] in COUNTED}
    assert {one: count for one, count in counted.items() if count} == expected
    assert said.longest_ms == seen["longest"]
    assert said.share == shared(seen)
    spans = dict.fromkeys(("break", "paused", "silence", "nobody"), 0)
    for one in stretches(ran):
        if one.kind != "step":
            spans[one.kind] += one.span_ms
    expected_spans = naive.stretches(found)
    assert spans == {kind: expected_spans[kind] for kind in spans}


def shared(seen: dict[str, Any]) -> str:
    if len(seen["heard"]) < SPEAKERS or seen["heard"].total() < 120:
        return ""
    return "even" if seen["amiss"] < EVEN else "uneven" if seen["amiss"] < UNEVEN else "very_uneven"


def test_the_evenings_have_all_that_is_counted() -> None:
    """Or the test above would hold nothing against nothing."""
    evenings = [evening(seed, tries=SHORT) for seed in SEEDS]
    everything = [figures(*running(it.first, it.events), shows_airtime=True) for it in evenings]
    for what in (*COUNTED, "spent_ms"):
        assert sum(one.total(what) for one in everything) > 1, what
    assert {one.share for one in everything} >= {"even", "uneven"}
    assert any(step.stays > 1 for one in everything for step in one.steps)
    kinds = {one.kind for it in evenings for one in stretches(running(it.first, it.events)[0])}
    assert kinds == {"step", "break", "paused", "silence", "nobody"}
    events = {type(event).__name__ for it in evenings for event in it.events}
    assert events >= {
        "Undone",
        "TakenUp",
        "EndCorrected",
        "RoundInterrupted",
        "RoundResumed",
        "PersonLeft",
        "HandMoved",
    }
