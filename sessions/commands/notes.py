"""What becomes of a private note: no revision, no journal and no bell, since it is its author's alone."""

from __future__ import annotations

from codev.sealing import SealBroken
from groups.errors import Refused

from ..models import PrivateNote


def reword_note(*, note: PrivateNote, text: str) -> None:
    """Replace its words; the earlier ones are kept nowhere. Raises Refused("unreadable") once its key is gone."""
    try:
        note.text = text
    except SealBroken:
        raise Refused("unreadable") from None
    # Not save(), which inserts a row that is missing: a note that was erased a moment ago stays erased.
    PrivateNote.objects.filter(pk=note.pk).update(sealed_text=note.sealed_text)


def erase_note(*, note: PrivateNote) -> None:
    """Delete it, in whatever state its session is."""
    note.delete()
