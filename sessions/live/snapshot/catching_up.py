"""How a room comes from the snapshot that it has to the present one: it reads again what has changed, nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models import F, FilteredRelation, PositiveIntegerField, Q, QuerySet, UUIDField

from codev.compiled import reads

from ...models import Session
from .deriving import derive
from .interning import kept
from .parts import Entry, again
from .reading import load, read_again, revision_of
from .snapshot import Snapshot

MOST = 8  # commands at once; who is further behind reads the whole


def catch_up(known: Snapshot) -> Snapshot | None:
    """The session as it stands, by what is known of it; None where it is gone. Blocking.

    What equals `known` keeps its objects; where nothing has changed it is `known` itself.
    """
    while known.rows is not None:
        found = since.all(session=known.session_id, revision=known.revision)
        if not found:
            return None
        session = found[0]
        entries = [Entry(row.then, row.command, row.arguments) for row in found if row.then is not None]
        if not _follow(entries, known.revision, session.revision):
            break
        state = kept(session.load(), known.state)
        touched = again(known.state, state, entries)
        if touched is None:
            break
        if not touched:
            return derive(session, state, known.rows, known)
        rows = read_again(session, state, known.rows, touched)
        # A command meanwhile: what was read of its rows must not stand beside a state that would have hidden it.
        if revision_of(known.session_id) == session.revision:
            return derive(session, state, kept(rows, known.rows), known)
    return load(known.session_id, known)


@reads(session=UUIDField(), revision=PositiveIntegerField())
def since(session: Any, revision: Any) -> QuerySet[Any]:
    """The session's row beside each later entry of its journal, the oldest first; once, beside none, without any."""
    later = FilteredRelation("journal", condition=Q(journal__revision__gt=revision))
    rows = Session.objects.filter(pk=session).annotate(later=later)
    return rows.annotate(
        then=F("later__revision"), command=F("later__command"), arguments=F("later__arguments")
    ).order_by("then")[: MOST + 1]


def _follow(entries: list[Entry], known: int, present: int) -> bool:
    """Whether the journal tells all that happened: entries of the floor are pruned a day after closing."""
    return [entry.revision for entry in entries] == [*range(known + 1, present + 1)]
