"""How a sheet is kept as it is typed: in place of the version that was read, or not at all. Who may, others ask."""

from __future__ import annotations

from collections.abc import Mapping

from codev.sealing import SealBroken
from groups.errors import Refused, Stale

from ..models.sheets import Sheet


def is_news(sheet: Sheet | None, words: Mapping[str, str], version: int) -> bool:
    """Whether there is something to write in place of `version`, 0 for none; asked under a lock.

    Raises Stale where another device or tab kept others since.
    """
    if sheet and sheet.words == {name: words[name] for name in sheet.FIELDS}:
        return False  # the same once more, as after an answer that was lost
    if (sheet.version if sheet else 0) != version:
        raise Stale
    return sheet is not None or any(words.values())


def write(sheet: Sheet, words: Mapping[str, str]) -> None:
    """Seal these words as the next version; saving is the caller's. Raises Refused("unreadable") without a key."""
    try:
        sheet.write(words)
    except SealBroken:
        raise Refused("unreadable") from None
    sheet.version += 1
