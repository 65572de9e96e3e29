"""People of one line that is no row of a table: « Name <address> », « Name : address », an address alone, several.

An address is given to a name only where they stand together in an order that can be told; else both stand alone.
"""

from __future__ import annotations

import re

from ..naming import is_in_capitals, is_particle
from .addresses import apart, clean_address, has_letters, resembles
from .columns import WORK, is_given
from .lines import Piece, split
from .names import clean_name, end_put_right, is_title, without_bullet
from .people import tidy

_LABEL = re.compile(
    r"^(?:nom|name|e-?mail|mail|courriel|adresse(?: e-?mail| mail)?|à|a|to|cc|cci|bcc|de|from|an|von|para|"
    r"destinataires?|invit[ée]s?|participants?) ?: ?",
    re.IGNORECASE,
)


def mailboxes(text: str) -> list[Piece]:
    """Everybody in it, in order."""
    text = _LABEL.sub("", without_bullet(text.strip()))
    outer = [part for part in split(text, ";") if part]
    if len(outer) > 1 and "," not in text:
        return paired(outer)
    return [piece for part in outer for piece in _by_commas(part)]


def paired(parts: list[str]) -> list[Piece]:
    """Cells of one line that hold names, addresses or both: who is whose, by their order alone."""
    kinds = "".join(map(_kind, parts))
    if re.fullmatch("(?:AN)+", kinds):
        return [_after(name, address) for address, name in zip(parts[::2], parts[1::2], strict=True)]
    found: list[Piece] = []
    waiting = ""
    for part in parts:
        if _kind(part) == "N":
            found += _alone(waiting)
            waiting = part
            continue
        first, *rest = _within(part)
        # After an address at the head of the line a name may be of the one before it, or of the one after it.
        if waiting and not first.name and (kinds[0] != "A" or resembles(waiting, first.email)):
            first, waiting = Piece(_full(waiting), first.email, first.doubts), ""
        found += [*_alone(waiting), first, *rest]
        waiting = ""
    return found + _alone(waiting)


def _kind(part: str) -> str:
    """N for a name, A for an address alone, M for both."""
    around, addresses = apart(part)
    if not addresses:
        return "N"
    return "M" if any(has_letters(text) for text in around) else "A"


def _by_commas(part: str) -> list[Piece]:
    parts = [one for one in split(part, ",") if has_letters(one) or "@" in one or "<" in one]
    kinds = "".join(map(_kind, parts))
    if "N" not in kinds or re.fullmatch("(?:AN)+|(?:NA)+", kinds):
        return paired(parts)
    if set(kinds) == {"N"}:
        return _names(parts)
    return _joined(parts, is_list=kinds.count("M") + kinds.count("A") > 1)


def _names(parts: list[str]) -> list[Piece]:
    if len(parts) > 2:
        return [Piece(clean_name(one), doubts=("several_names",)) for one in parts]
    if len(parts) == 1:
        return [Piece(clean_name(parts[0]))]
    family, given = map(tidy, parts)
    doubts = ("comma_unclear",) if " " in family and " " in given and not _is_family(family) else ()
    if doubts and _are_two(family, given):
        return [Piece(clean_name(one), doubts=doubts) for one in (family, given)]
    return [Piece(clean_name(f"{family}, {given}"), doubts=doubts)]


def _joined(parts: list[str], *, is_list: bool) -> list[Piece]:
    """« Family, Given <address> », where a comma stands between people as well as within a name."""
    found: list[Piece] = []
    waiting: list[str] = []
    for part in parts:
        if _kind(part) == "N":
            waiting.append(part)
            continue
        first, *rest = _within(part)
        # « LE GOFF, Anne, Dr <…> »
        own = [] if not first.name or is_title(first.name) else [first.name]
        *before, family, given = ["", "", *waiting, *own]
        found += [Piece(clean_name(one), doubts=("several_names",)) for one in before if one]
        found += [*_turned(family, given, first, is_list=is_list), *rest]
        waiting = []
    return found + [Piece(clean_name(one), doubts=("several_names",)) for one in waiting]


def _turned(family: str, given: str, piece: Piece, *, is_list: bool) -> list[Piece]:
    family, given = tidy(family), tidy(given)
    if not family or not given:
        return [Piece(_full(family or given), piece.email, piece.doubts)]
    if WORK.search(given):
        return [Piece(_full(family), piece.email, (*piece.doubts, "text_left"))]
    is_sure, doubts = _is_family(family), (*piece.doubts, "comma_unclear")
    is_of_two = " " in family and " " in given and not is_sure
    if is_of_two and (_are_two(family, given) or not resembles(family, piece.email)):
        return [Piece(clean_name(family), doubts=("comma_unclear",)), Piece(_full(given), piece.email, doubts)]
    is_sure = is_sure or (not is_of_two and (not is_list or resembles(given, piece.email)))
    return [Piece(clean_name(f"{family}, {given}"), piece.email, piece.doubts if is_sure else doubts)]


def _are_two(one: str, other: str) -> bool:
    """Whether both begin with a given name: « Anne Le Goff, Paul Petit »."""
    return is_given(one) and is_given(other)


def _is_family(words: str) -> bool:
    first = words.split()[0]
    return is_particle(first) or all(is_in_capitals(word) or is_particle(word) for word in words.split())


def _within(part: str) -> list[Piece]:
    """Everybody of a part that has addresses and no separator."""
    around, addresses = apart(part)
    around = [_LABEL.sub("", text.strip(" ;,")) for text in around]
    is_before, is_after = has_letters(around[0]), has_letters(around[-1])
    if is_after and not is_before:
        return [_after(name, address) for name, address in zip(around[1:], addresses, strict=True)]
    names = around[:-1] if is_before else [""] * len(addresses)
    # What follows the last address in brackets is a remark; anything else is told.
    is_left = has_letters(clean_name(around[-1])) and not around[-1].startswith("(")
    is_left = is_left or (not is_before and any(map(has_letters, around)))
    *others, last = [Piece(_full(name), address) for name, address in zip(names, addresses, strict=True)]
    return [*others, Piece(last.name, last.email, ("text_left",) if is_left else ())]


def _after(name: str, address: str) -> Piece:
    """Somebody whose address stands first."""
    name, address = _full(name), clean_address(address)
    return Piece(name, address, () if not name or resembles(name, address) else ("name_after_address",))


def _full(name: str) -> str:
    return end_put_right(clean_name(name)) if has_letters(name) else ""


def _alone(name: str) -> list[Piece]:
    return [Piece(clean_name(name))] if has_letters(name) else []
