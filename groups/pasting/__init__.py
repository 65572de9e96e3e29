"""Lists of people as they are pasted: read, held against who is in the group. No rows here."""

from __future__ import annotations

from .addresses import clean_address
from .files import Source, read_file
from .lines import Line
from .people import (
    NAME_MAX,
    Fault,
    PastedPerson,
    called_fault,
    faults,
    first_fault,
    is_email,
    is_unreadable,
    tidy,
    who,
)
from .preview import preview
from .reading import LINES_MAX, Reading, read
from .rows import Left

__all__ = [
    "LINES_MAX",
    "NAME_MAX",
    "Fault",
    "Left",
    "Line",
    "PastedPerson",
    "Reading",
    "Source",
    "called_fault",
    "clean_address",
    "faults",
    "first_fault",
    "is_email",
    "is_unreadable",
    "preview",
    "read",
    "read_file",
    "tidy",
    "who",
]
