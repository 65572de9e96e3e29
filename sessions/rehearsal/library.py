"""What simulated people are called and what they write: sentences by kind, in each language, from files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "sentences"
LANGUAGES = ("fr", "en")
MOST = 11
Library = Mapping[str, tuple[str, ...]]


@cache
def library(language: str) -> Library:
    """The sentences of a language, by kind or by moment; French where there is none. `names` are the people's.

    At one place, `title`, `headline` (the question to the group), `contract` and the two reformulations are of the same
    subject: what a simulated client says stays coherent from the proposal to the contract.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    document = tomllib.loads((FOLDER / f"{spoken}.toml").read_text("utf-8"))
    subjects = document["subject"]
    return {
        "names": tuple(document["names"]),
        "title": tuple(one["title"] for one in subjects),
        "headline": tuple(one["question"] for one in subjects),
        "contract": tuple(one["contract"] for one in subjects),
        "reformulation": tuple(one["wordings"][0] for one in subjects),
        "second_reformulation": tuple(one["wordings"][1] for one in subjects),
        **{kind: tuple(sentences) for kind, sentences in document["said"].items()},
    }


def names(language: str, count: int) -> tuple[str, ...]:
    """Names for `count` people, at most MOST."""
    return library(language)["names"][: min(count, MOST)]
