"""Names compared by how they look: accents, case, order, letters of other alphabets, what draws nothing. Pure.

For comparison only: names are kept as they were typed. Which letters are drawn alike says Unicode's table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from confusable_homoglyphs.confusables import confusables_data

# Letters that no composed form takes apart.
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
# Signs that draw nothing by themselves (Unicode's Default_Ignorable_Code_Point, and two blanks of other scripts), but
# for those that turn a line round, which no name may hold.
_BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What is drawn alike on many screens, of our own letters: « Isabelle » and « lsabelle », « Bernard » and « Bemard ».
_OWN_ALIKE = str.maketrans("I1|0", "lllo")
_BETWEEN = re.compile(r"[\s\-‐‑'’ʼ.·,]+")


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """What is left of a name that is looked at quickly: no accents, case, hyphens, apostrophes nor spaces.

    Names are compared by their looks in this module alone.
    """
    return "".join(_folded_words(text))


def look_alike(one: str, other: str) -> bool:
    """Whether two names are easily taken for each other, in whatever order their words stand."""
    return not _looks(one).isdisjoint(_looks(other))


def to_the_eye(name: str) -> str:
    """What a name is drawn as, whatever alphabets its letters are of: accents stay, case goes."""
    drawn = "".join(_latin().get(one, one) for one in unicodedata.normalize("NFKD", without_blanks(name)))
    return unicodedata.normalize("NFC", drawn.casefold())


def without_blanks(text: str) -> str:
    """Without what draws nothing by itself: fillers, joiners, variations."""
    return _BLANK.sub("", text)


def is_blank(name: str) -> bool:
    """Whether nothing in it can be read: no letter, figure or picture."""
    kinds = {unicodedata.category(one) for one in without_blanks(name)}
    return not any(kind[0] in "LN" or kind in ("So", "Sm", "Sc") for kind in kinds)


@lru_cache(maxsize=1024)  # at a door each name is compared with each other
def _looks(name: str) -> frozenset[str]:
    looks = (_folded_words(name), _drawn_words(name))
    return frozenset(one for words in looks for one in ("".join(words), "".join(sorted(words)))) - {""}


def _folded_words(text: str) -> list[str]:
    """As they sound to who reads capitals and small letters alike: a Greek nu is an N."""
    letters = _bare(text).casefold().translate(_PLAIN)
    return _apart_words("".join(_as_capital(one) for one in letters))


def _drawn_words(text: str) -> list[str]:
    """As they are drawn: a small Greek nu is a v."""
    drawn = "".join(_latin().get(one, one) for one in _bare(text)).translate(_OWN_ALIKE)
    return _apart_words(drawn.casefold().translate(_PLAIN).replace("rn", "m"))


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", without_blanks(text))
    return "".join(one for one in letters if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")


def _apart_words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text) if word]


def _as_capital(letter: str) -> str:
    """A small letter of another alphabet by what its capital is drawn like, or else by what it is drawn like."""
    if letter.isascii():
        return letter
    drawn = _latin()
    return (drawn.get(letter.upper()) or drawn.get(letter) or letter).casefold()


@cache
def _latin() -> dict[str, str]:
    """Signs of other alphabets, each with the Latin letter that it is drawn like: Unicode's table of confusables."""
    found = {}
    for sign, likes in confusables_data.items():
        letter = likes[0]["c"]
        # Not of alphabets that run from right to left: a single alef is no l to who reads it.
        is_of_ours = len(sign) == 1 and not sign.isascii() and unicodedata.bidirectional(sign) == "L"
        if is_of_ours and len(letter) == 1 and letter.isascii() and letter.isalpha():
            # To Unicode a capital I is an l, as many a screen draws it; to who reads names aloud it is an I.
            found[sign] = "I" if letter == "l" and sign.isupper() else letter
    return found
