"""What people are called: proposed from a name, told apart among those who are here. Pure.

A proposal is a guess, which anybody corrects: what was typed as « what to call you » always goes before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .likeness import fold, look_alike

CALLED_MAX = 40  # as the column of Participant.called
_DEGREES = frozenset(["dr", "docteur", "doctor", "med", "pr", "prof", "professeur", "professor", "me", "maître"])
_TITLES = _DEGREES | frozenset(["m.", "mr", "mrs", "ms", "mme", "mlle", "monsieur", "madame"])
_ARTICLES = frozenset(("la", "le", "les"))  # by which a family name is filed: La Tour (de)
_LINKS = frozenset(
    (
        "de",
        "du",
        "des",
        "d",
        "von",
        "zu",
        "van",
        "der",
        "den",
        "ten",
        "ter",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "do",
        "das",
    )
)
_PARTICLES = _ARTICLES | _LINKS
# What begins a given name and is none alone: « Abdel Karim », « El Mehdi ».
_JOINED = frozenset(["abd", "abdel", "abdul", "abou", "abu", "el", "عبد", "ابو"])
# Family names that stand first, before a given name that stands last. The short ones mean something elsewhere too.
_VIETNAMESE = frozenset(["nguyen", "tran", "pham", "huynh", "hoang", "phan", "bui", "dang", "ngo", "duong"])
_SHORT_VIETNAMESE = frozenset(["le", "vo", "vu", "do", "ho", "ly"])
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart: what to call the person, and the family name, "" where that cannot be told."""

    called: str
    family: str = ""


def proposed(name: str) -> str:
    """What somebody of this name may want to be called, at most CALLED_MAX characters: « LE ANH Thi » is « Thi »."""
    return parts(name).called[:CALLED_MAX].strip()


@lru_cache(maxsize=1024)  # asked anew at each drawing of a circle
def parts(name: str) -> Parts:
    """By comma, capitals or a known order, else the first word is the given name; in doubt, the whole is."""
    plain = " ".join(_ASIDE.sub(" ", name).split()).strip(" ,") or name.strip()
    before, _comma, after = plain.partition(",")
    family, given = _words(before), _words(after)
    if family and given:
        return _apart(given, family, plain, is_family_first=True)
    words = _words(plain.replace(",", " "))
    # « Dr Bernard » is not called Bernard, and « 王 小明 » is whole.
    if len(words) < 2 or _EAST_ASIAN.search(plain):
        return Parts(_spelt(plain))
    is_family = _marked_by_capitals(words)
    if any(is_family) and not all(is_family):
        family = [word for word, its in zip(words, is_family, strict=True) if its]
        given = [word for word, its in zip(words, is_family, strict=True) if not its]
        return _apart(given, family, plain, is_family_first=is_family[0])
    if _begins_with_family(words):
        # « Le Goff » may be all of a family name, or Goff of the family Le.
        is_doubtful = all(fold(word) in _PARTICLES for word in words[:-1])
        return Parts(plain) if is_doubtful else _apart(words[-1:], words[:-1], plain)
    return _apart(words, _family_after(words), plain)


def told_apart(people: Sequence[tuple[str, str]]) -> list[str]:
    """What each is called among these, by name and called name: « Marie D. », « Marie L. » where two are Marie.

    Where that is equal too it is the whole name.
    """
    alone = Counter(fold(called) for _name, called in people)
    labels = [called if alone[fold(called)] == 1 else _with_initial(name, called) for name, called in people]
    again = Counter(map(fold, labels))
    return [
        label if again[fold(label)] == 1 or alone[fold(called)] == 1 else name
        for (name, called), label in zip(people, labels, strict=True)
    ]


def listed(people: Sequence[tuple[str, str]]) -> list[str]:
    """Whole names for a list in which one looks for somebody, by name and called name: « Marie Durand (Marie 2) ».

    What one is called stands there only where two have one name.
    """
    times = Counter(name.casefold() for name, _called in people)
    return [f"{name} ({called})" if times[name.casefold()] > 1 and called else name for name, called in people]


def initials(name: str, called: str) -> str:
    """Two letters: of the called name and of the family, or the first two of a single word; none of an empty name."""
    family = _initial(parts(name).family)
    words = called.replace("-", " ").split()
    if family and words:
        return (words[0][0] + family).upper()
    return (words[0][0] + words[-1][0]).upper() if len(words) > 1 else called.strip()[:2].upper()


def is_taken_for(name: str, called: str, other: str) -> bool:
    """Whether somebody of this name, or of what was asked to be called, is easily taken for the other name's owner."""
    name, other = _ASIDE.sub("", name), _ASIDE.sub("", other)
    return look_alike(name, other) or (called != proposed(name) and look_alike(called, other))


def is_in_capitals(word: str) -> bool:
    """« JP » and « J.-P. » are initials of given names; NG is a name."""
    return word.isupper() and len(fold(word)) > 1 and "." not in word and (fold(word) == "ng" or _has_vowel(word))


def is_link(word: str) -> bool:
    """Whether it binds a family name: « de », « van », not « La », by which one is filed."""
    return fold(word) in _LINKS


def is_particle(word: str) -> bool:
    """Whether it begins a family name: « de », « van », « La »."""
    return fold(word) in _PARTICLES


def _words(text: str) -> list[str]:
    """The words without the titles before them."""
    words = text.split()
    while words and (words[0].casefold().rstrip(".") in _TITLES or words[0].casefold() in _TITLES):
        words = words[1:]
    return words


def _apart(given: Sequence[str], family: Sequence[str], whole: str, *, is_family_first: bool = False) -> Parts:
    if _is_initial(given[0]):
        return Parts(whole, " ".join(family))
    if is_family_first and fold(family[0]) in (_VIETNAMESE if len(family) > 1 else _VIETNAMESE | _SHORT_VIETNAMESE):
        called = given[-1:]
    else:
        called = given[: 2 if fold(given[0]) in _JOINED else 1]
    return Parts(" ".join(map(_spelt, called)), " ".join(family))


def _family_after(words: Sequence[str]) -> Sequence[str]:
    """From the first particle on, else the last word: « Marie Charlotte de La Tour »."""
    start = next((i for i, word in enumerate(words) if i and fold(word) in _PARTICLES), len(words) - 1)
    return words[start:]


def _begins_with_family(words: Sequence[str]) -> bool:
    first = fold(words[0])
    return first in _VIETNAMESE or first in _PARTICLES - {"van"} or (len(words) > 2 and first in _SHORT_VIETNAMESE)


def _marked_by_capitals(words: Sequence[str]) -> list[bool]:
    """Which words are of a family name that stands in capitals; particles before one are its own."""
    marks = [is_in_capitals(word) for word in words]
    for i in range(len(words) - 2, -1, -1):
        marks[i] = marks[i] or (marks[i + 1] and fold(words[i]) in _PARTICLES)
    return marks


def _is_initial(word: str) -> bool:
    return len(fold(word)) < 2 or "." in word or (word.isupper() and word.isascii() and not _has_vowel(word))


def _has_vowel(word: str) -> bool:
    """Whether it may be said; of an alphabet other than ours, it may."""
    return not fold(word).isascii() or not set("aeiouy").isdisjoint(fold(word))


def _spelt(word: str) -> str:
    """JEANNE is called Jeanne."""
    return "-".join(part.capitalize() for part in word.split("-")) if is_in_capitals(word) else word


def _with_initial(name: str, called: str) -> str:
    letter = _initial(parts(name).family)
    return f"{called} {letter}." if letter else name.strip()


def _initial(family: str) -> str:
    words = family.split()
    proper = next((word for word in words if fold(word) not in _LINKS), words[0] if words else "")
    return proper[:1].upper()
