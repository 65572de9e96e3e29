"""The two forms: what each asks, for how long, and from how many answers on means are told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

LEAST, MOST = 1, 5  # « pas du tout », « tout à fait »
Answers = Mapping[str, int]


@dataclass(frozen=True)
class Questions:
    """A form. It stays open for `lasts` after its session was closed; a sentence has a mean from `least` answers on."""

    kind: str
    sentences: tuple[str, ...]
    least: int
    lasts: timedelta

    def means(self, given: Iterable[Answers]) -> dict[str, float]:
        """The mean of each sentence that enough people answered, to the half point; a quarter goes up."""
        rows = list(given)
        by_sentence = {name: [one[name] for one in rows if name in one] for name in self.sentences}
        return {name: to_a_half(some) for name, some in by_sentence.items() if len(some) >= self.least}


def to_a_half(values: list[int]) -> float:
    """The mean of whole numbers, to the half point: 4.25 is 4.5, and 4.75 is 5."""
    # In whole numbers: twice the mean, and a half more, rounded down.
    return (4 * sum(values) + len(values)) // (2 * len(values)) / 2


SESSION = Questions("session", ("useful", "heard", "trust", "pace", "action"), 4, timedelta(hours=72))
BENEFITS = Questions(
    "benefits",
    (
        "together",
        "cooperation",
        "confidence",
        "sharing",
        "learning",
        "practice",
        "performance",
        "talents",
        "values",
        "recognition",
        "motivation",
        "stress",
        "meaning",
        "oneself",
    ),
    5,
    timedelta(days=14),
)
FORMS = {one.kind: one for one in (SESSION, BENEFITS)}
