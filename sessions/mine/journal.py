"""One person's own journal, over all sessions: a page of it, or those of its pages that hold some words.

Texts are sealed, so that they are searched by opening them here: nothing of them, nor of what is looked for, is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.models import Seat

from .. import keepsakes
from ..models import ContentKey, Reflection, Session
from ..models.sheets import Words
from .listing import Listed
from .people import Person
from .search import Query

A_PAGE = 20
MOST = 500  # pages of a journal that are opened at once


@dataclass(frozen=True)
class Entry:
    """A page of the journal with its words; `was_client` as far as this device is told."""

    row: Reflection
    seat: Seat
    words: Words
    was_client: bool


@dataclass(frozen=True)
class Journal:
    """`entries`: some pages, the newest session first, of `total`; `unread`: how many nobody can read any more.

    `is_cut`: there are more than are searched, or printed, at once.
    """

    entries: list[Entry]
    total: int
    unread: int
    is_cut: bool = False


def read(person: Person, page: int, *, size: int = A_PAGE) -> Journal:
    """A page of it, counted from 1."""
    ids, unread = _readable(person)
    start = (page - 1) * size
    return Journal(_opened(person, ids[start : start + size]), len(ids), unread, len(ids) > MOST)


def search(person: Person, query: Query, page: int) -> Journal:
    """The same of those among the newest MOST that hold all the words."""
    ids, unread = _readable(person)
    found = [one for one in _opened(person, ids[:MOST]) if query.finds(one.words.values())]
    start = (page - 1) * A_PAGE
    return Journal(found[start : start + A_PAGE], len(found), unread, len(ids) > MOST)


def unwritten(person: Person) -> Listed | None:
    """The newest session that this person took part in, where nothing that opens here was written after it.

    Of groups that one belongs to still.
    """
    mine = Session.objects.filter(keepsakes.attended(person.live)).select_related("cycle").defer("state")
    last = mine.order_by("-scheduled_at", "-number", "-pk").first()
    if last is None or not ContentKey.objects.readable([last.pk]) or _rows(person).filter(session=last).exists():
        return None
    return Listed(last, person.in_group(last.cycle.group_id))


def _rows(person: Person) -> QuerySet[Reflection]:
    return Reflection.objects.opened_by(person.own)


def _readable(person: Person) -> tuple[list[UUID], int]:
    """In their order the pages that can be read, and how many others there are."""
    order = ("-session__scheduled_at", "-written_at", "pk")
    rows = list(_rows(person).order_by(*order).values_list("pk", "session_id"))
    readable = ContentKey.objects.readable({session for _, session in rows})
    ids = [pk for pk, session in rows if session in readable]
    return ids, len(rows) - len(ids)


def _opened(person: Person, ids: Sequence[UUID]) -> list[Entry]:
    found = Reflection.objects.select_related("session__cycle").defer("session__state").in_bulk(ids)
    rows = [found[pk] for pk in ids if pk in found]
    past = keepsakes.past(person.seats, person.held, Q(pk__in={one.session_id for one in rows}))
    return [
        Entry(
            one,
            person.in_group(one.session.cycle.group_id),
            words,
            one.session_id in past and past[one.session_id].was_client,
        )
        for one in rows
        if (words := one.words) is not None
    ]
