"""What is typed, made fit to keep."""

from __future__ import annotations

from ..errors import Invalid
from ..likeness import fold, is_blank
from ..naming import proposed
from ..pasting import called_fault, is_unreadable, tidy

CALENDAR_NAME_MAX = 60  # as the column of Group.calendar_name
LINE_FAULTS = {
    "name_missing": "words_unreadable",
    "name_unreadable": "words_unreadable",
    "name_too_long": "words_too_long",
}


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


def kept_calendar_name(calendar_name: str, name: str) -> str:
    """What mails and calendars say of a group called `name`: "" or a few words without that name, which stays inside.

    Raises Invalid for others.
    """
    if not calendar_name.strip():
        return ""
    try:
        kept = kept_name(calendar_name, CALENDAR_NAME_MAX)
    except Invalid as fault:
        raise Invalid(fault.code, "calendar_name") from None
    if _words(name) in _words(kept):
        raise Invalid("calendar_name_tells", "calendar_name")
    return kept


def kept_line(text: str, field: str, longest: int) -> str:
    """A few words in one line, or ""; Invalid at that field for what is too long or cannot be shown."""
    if not text.strip():
        return ""
    try:
        return kept_name(text, longest)
    except Invalid as fault:
        raise Invalid(LINE_FAULTS.get(fault.code, fault.code), field) from None


def kept_lines(text: str, field: str, longest: int) -> str:
    """The same in several lines, of which empty ones are left out."""
    lines = (kept_line(line, field, longest) for line in text.splitlines())
    kept = "\n".join(filter(None, lines))
    if len(kept) > longest:
        raise Invalid("words_too_long", field)
    return kept


def _words(text: str) -> str:
    # Between blanks, so that « A » is not found in « Atelier ».
    return f" {' '.join(fold(word) for word in text.split() if fold(word))} "


def kept_called(called: str, *names: str) -> str:
    """What to call somebody, as it is kept; "" where that is what one of these names, new or former, proposes.

    So it follows a name that is corrected. Raises Invalid for what no screen could show.
    """
    called = tidy(called)
    if fault := called_fault(called):
        raise Invalid(fault, "called")
    return "" if called in map(proposed, names) else called
