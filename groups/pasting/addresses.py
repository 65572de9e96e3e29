"""Addresses in what was pasted: where they stand, how they are written, and the name that one of them proposes."""

from __future__ import annotations

import html
import re
import unicodedata

from ..likeness import fold
from .people import tidy

# Either whatever stands in brackets, readable or not, or a run of signs, which is one if there is an @ in it.
_TOKEN = re.compile(r"<(?P<within>[^<>]*)>|(?P<bare>[^\s<>()\[\]\"“”«»‹›,;:|]+)")
_SPELT_AT = re.compile(r" ?[(\[{] ?(?:at|arobase|@) ?[)\]}] ?", re.IGNORECASE)
_SPELT_DOT = re.compile(r" ?[(\[{] ?(?:dot|point) ?[)\]}] ?", re.IGNORECASE)
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_AROUND = " \t<>()[]{}\"“”«»'’‘`,;:.!"
# Boxes that several read: no name is in them.
_SHARED = """
accueil admin administration bonjour commercial compta comptabilite contact contacts direction drh equipe formation
hello info infos mail no noreply office reply rh secretariat service support team
"""


def plain_text(text: str) -> str:
    """The same text with one kind of space, and addresses as they are written."""
    if "&lt;" in text or "&#" in text:
        text = html.unescape(text)
    text = re.sub(r"mailto: ?", "", text, flags=re.IGNORECASE)
    text = "".join(" " if unicodedata.category(one) == "Zs" else one for one in text).replace("＠", "@")
    text = re.sub(r" {2,}", " ", text)
    return _SPELT_DOT.sub(".", _SPELT_AT.sub("@", text)) if _SPELT_AT.search(text) else text


def clean_address(text: str) -> str:
    """An address without what was pasted around it, in small letters; nothing is guessed of an unreadable one."""
    text = _DIRECTIONS.sub("", tidy(unicodedata.normalize("NFKC", text)))
    text = re.sub(r"^mailto:", "", text.strip(_AROUND), flags=re.IGNORECASE)
    # A link may carry the beginning of a mail.
    return re.sub(r"\?(?:subject|body|cc)=.*$", "", text, flags=re.IGNORECASE).strip(_AROUND).lower()


def apart(text: str) -> tuple[list[str], list[str]]:
    """The texts around the addresses of a text, and the addresses: one text more than there are addresses."""
    around: list[str] = []
    found: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if match["bare"] and "@" not in match["bare"]:
            continue
        address = clean_address(match["bare"] or match["within"])
        between = text[end : match.start()]
        end = match.end()
        # « anne@x.fr <mailto:anne@x.fr> », « Anne <> »: the same again, or nothing.
        if not address or (found and address == found[-1] and not has_letters(between)):
            continue
        around.append(between)
        found.append(address)
    return [*around, text[end:]], found


def has_letters(text: str) -> bool:
    """Whether anything in it may be part of a name."""
    return any(unicodedata.category(one)[0] == "L" for one in tidy(text))


def proposed_name(address: str) -> str:
    """A name made from an address, to be confirmed: « jean-paul.petit » is Jean-Paul Petit; "" where none is in it."""
    local = re.sub(r"\+.*$", "", address.partition("@")[0])
    words = [re.sub(r"\d+$", "", word) for word in re.split(r"[._]+", local)]
    words = [word for word in words if word]
    if not words or any(not re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", word) for word in words):
        return ""
    if any(fold(word) in _SHARED.split() for word in words) or max(map(len, words)) < 3:
        return ""
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)


def resembles(name: str, address: str) -> bool:
    """Whether a word of the name stands in the address: so they may be of one person."""
    local = fold(address.partition("@")[0].replace("_", ""))
    return any(len(fold(word)) > 2 and fold(word) in local for word in re.split(r"[\s\-]+", name))
