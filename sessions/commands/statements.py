"""The statements of every command, compiled once: its session under lock, its key, its pace, and what it keeps."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, CharField, JSONField, PositiveIntegerField, QuerySet, UUIDField
from django.db.models.sql import InsertQuery, UpdateQuery

from codev.compiled import insert, reads, update, writes

from ..models import JournalEntry, Session
from .registry import COMMANDS


@reads(session=UUIDField())
def locked(session: Any) -> QuerySet[Session]:
    # No key: rows that name the session are noted meanwhile.
    return Session.objects.select_for_update(no_key=True).filter(pk=session)


@reads(session=UUIDField(), actor=CharField(), key=UUIDField())
def sent_before(session: Any, actor: Any, key: Any) -> QuerySet[JournalEntry, tuple[str, int]]:
    """Fingerprint and revision of the command that this actor sent under this key."""
    mine = JournalEntry.objects.filter(session=session, actor=actor, key=key)
    return mine.values_list("fingerprint", "revision")


@reads(session=UUIDField(), actor=CharField(), since=BigIntegerField())
def written(session: Any, actor: Any, since: Any) -> QuerySet[JournalEntry, int]:
    """When an actor sent each of the commands that count as writing, after `since`; both in epoch milliseconds."""
    writing = [one.name for one in COMMANDS.values() if one.writes]
    mine = JournalEntry.objects.filter(session=session, actor=actor, command__in=writing, at__gt=since)
    return mine.order_by().values_list("at", flat=True)


@writes(
    session=UUIDField(),
    state=JSONField(),
    status=CharField(),
    revision=PositiveIntegerField(),
    protocol_copy=CharField(),
)
def keep(session: Any, **columns: Any) -> UpdateQuery:
    return update(Session.objects.filter(pk=session), **columns)


@writes(
    session_id=UUIDField(),
    revision=PositiveIntegerField(),
    actor=CharField(),
    command=CharField(),
    key=UUIDField(),
    fingerprint=CharField(),
    arguments=JSONField(),
    events=JSONField(),
    at=BigIntegerField(),
)
def note(**columns: Any) -> InsertQuery:
    return insert(JournalEntry(**columns))
