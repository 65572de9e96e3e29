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
    """The sentences of a language, by kind; `advice` is advice dressed as a question, `names` are the people's."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    document = tomllib.loads((FOLDER / f"{spoken}.toml").read_text())
    return {kind: tuple(sentences) for kind, sentences in document.items()}


def names(language: str, count: int) -> tuple[str, ...]:
    """So many people; no more than there are names for."""
    return library(language)["names"][: min(count, MOST)]
