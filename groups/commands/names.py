"""What is typed, made fit to keep."""

from __future__ import annotations

from ..errors import Invalid
from ..pasting import tidy


def kept_name(name: str, longest: int = 120) -> str:
    """A name as it is kept: tidied, not empty, at most `longest` characters; Invalid for another."""
    name = tidy(name)
    if not name:
        raise Invalid("name_missing", "name")
    if len(name) > longest:
        raise Invalid("name_too_long", "name")
    return name
