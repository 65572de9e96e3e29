"""What is typed, made fit to keep."""

from __future__ import annotations

from ..errors import Invalid
from ..likeness import is_blank
from ..naming import proposed
from ..pasting import called_fault, is_unreadable, tidy


def kept_name(name: str, longest: int = 120) -> str:
    """A name as it is kept: tidied, not empty, at most `longest` characters; Invalid for another."""
    name = tidy(name)
    if is_blank(name):
        raise Invalid("name_missing", "name")
    if len(name) > longest:
        raise Invalid("name_too_long", "name")
    if is_unreadable(name):
        raise Invalid("name_unreadable", "name")
    return name


def kept_called(called: str, *names: str) -> str:
    """What to call somebody, as it is kept; "" where that is what one of these names, new or former, proposes.

    So it follows a name that is corrected. Raises Invalid for what no screen could show.
    """
    called = tidy(called)
    if fault := called_fault(called):
        raise Invalid(fault, "called")
    return "" if called in map(proposed, names) else called
