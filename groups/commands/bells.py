"""Bells that groups' writes ring once they are committed.

Rung before, a page would read what is not there yet, and not be told again. The revision is 0: only sessions have one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from codev import doorbell

if TYPE_CHECKING:
    from uuid import UUID


def ring_group(group_id: UUID) -> None:
    """Who is in a group or at its door, under what name, or what it promises has changed: its open pages show it."""
    transaction.on_commit(partial(doorbell.ring, "group", group_id, 0))


def ring_person(person_id: UUID | int) -> None:
    """Something about this very person changed: their open pages ask again who they are."""
    transaction.on_commit(partial(doorbell.ring, "person", person_id, 0))
