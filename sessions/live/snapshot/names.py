"""How people are called: given names where they tell people apart, and what a label has room for. Pure."""

from collections import Counter
from collections.abc import Sequence

NAME_LENGTH = 13  # letters of a label


def given_names(names: Sequence[str]) -> list[str]:
    """Given names where they tell people apart, else with the initial of the last name: « Jean M. », « Jean P. »."""
    givens = Counter(_given(name).casefold() for name in names)
    return [_given(name) if givens[_given(name).casefold()] == 1 else _distinct(name) for name in names]


def short_names(names: Sequence[str]) -> list[str]:
    """The same, never longer than a label of the circle."""
    return [_clip(name) for name in given_names(names)]


def initials(name: str) -> str:
    """Two letters: of the first and last words, or the first two of a single word; none of an empty name."""
    words = name.replace("-", " ").split()
    if len(words) < 2:
        return name.strip()[:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def _given(name: str) -> str:
    return (name.split() or [""])[0]


def _distinct(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1][0].upper()}." if len(words) > 1 else name.strip()


def _clip(text: str) -> str:
    """Marie-Charlotte becomes M.-Charlotte; what is still too long ends in an ellipsis."""
    if len(text) > NAME_LENGTH and "-" in text:
        first, rest = text.split("-", 1)
        text = f"{first[0]}.-{rest}"
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1].rstrip() + "…"
