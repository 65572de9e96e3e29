"""Words that no template, name or id holds by chance, one for each thing that somebody says, types or is called."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import unquote

PLANTED = re.compile(r"zq[a-p]{8}", re.IGNORECASE)
_PACKED = re.compile(r"[\w.-]{16,}=*")
# What each word that was used stands for.
MEANINGS: dict[str, str] = {}


def word(of: str) -> str:
    """The word that stands for one thing: letters alone, as it may be a name, an address or a sentence."""
    planted = "Zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in sha256(of.encode()).hexdigest()[:8])
    MEANINGS[planted] = of
    return planted


def address(of: str) -> str:
    return f"{word(of).lower()}@plant.example"


def found(text: str) -> set[str]:
    """The planted words in a text, each as `word` writes it."""
    return {one.capitalize() for one in PLANTED.findall(text)}


def unpacked(text: str) -> str:
    """A text, and what its pieces hold that were quoted, or packed as Django packs cookies and tokens."""
    return "\n".join([text, unquote(text), *_pieces(unquote(text))])


def _pieces(text: str) -> Iterator[str]:
    for whole in _PACKED.findall(text):
        for piece in (whole, *whole.split(".")):
            try:
                data = urlsafe_b64decode(piece + "=" * (-len(piece) % 4))
            except ValueError:  # as of a word with an accent
                continue
            yield data.decode("latin-1")
            try:
                yield zlib.decompress(data).decode("latin-1")
            except zlib.error:
                continue


def in_bytes(data: bytes) -> set[str]:
    """The planted words in a file: as they are, in hexadecimal digits, in base64 wherever they begin, in UTF-16."""
    return {planted for planted in MEANINGS if any(one in data for one in _disguises(planted))}


def _disguises(planted: str) -> Iterator[bytes]:
    for text in (planted, planted.lower()):
        plain = text.encode()
        yield from (plain, plain.hex().encode(), text.encode("utf-16-le"))
        for shift in range(3):
            # Digits that hold something of what stands before or after are cut off.
            yield b64encode(b"\0" * shift + plain)[-(-8 * shift // 6) : (shift + len(plain)) * 8 // 6]
