"""Finding words in texts whatever their capitals and accents, and where they stand. Pure; nothing of it is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# What the Unicode tables do not take apart, and people do not tell apart.
SAME = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'", "‘": "'"})
_RARE = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, and whether it is what was looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Words, as they are compared; a text is found that holds all of them, each anywhere."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Query:
        """What somebody typed; without words where nothing of it can be looked for."""
        return cls(tuple(dict.fromkeys(fold(typed).split())))

    def finds(self, texts: Iterable[str]) -> bool:
        """Whether all the words stand in these, which are one."""
        whole = fold("\n".join(texts))
        return all(word in whole for word in self.words)

    def parts(self, text: str) -> list[Part]:
        """The text in stretches, those that were looked for among them; together they are the text."""
        found, done = [], 0
        for start, end in _joined(self._hits(text)):
            found += [Part(text[done:start], False), Part(text[start:end], True)]
            done = end
        return [part for part in (*found, Part(text[done:], False)) if part.text]

    def _hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand, as places in the text itself: « œ » is one sign of it, and two as it is compared."""
        places = [place for place, sign in enumerate(text) for _ in fold(sign)]
        # Touching ones as one, in one walk: « a aa aaa » stands in « aaaa… » at each letter, three times.
        for start, end in _joined(self._stands(fold(text))):
            yield places[start], _with_marks(text, places[end - 1] + 1)

    def _stands(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where words stand in a text as it is compared: at each place the longest, which covers the others."""
        longest_first = sorted(self.words, key=len, reverse=True)
        found = re.finditer(f"(?=({'|'.join(map(re.escape, longest_first))}))", folded) if longest_first else ()
        return (one.span(1) for one in found)


def fold(text: str) -> str:
    """A text as it is compared; sign by sign, so that each is found again where it stood."""
    return _RARE.sub(lambda sign: _plain(sign[0]), text.casefold())


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """Without accents, and nothing of what cannot be seen."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign.translate(SAME)).casefold())
    return "".join(
        one for one in apart.translate(SAME) if not unicodedata.combining(one) and unicodedata.category(one) != "Cf"
    )


def _with_marks(text: str, end: int) -> int:
    """The end of a stretch behind the accents that stand on its last letter."""
    while end < len(text) and not fold(text[end]):
        end += 1
    return end


def _joined(hits: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same in their order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
