"""What the server keeps of each browser: Django's own sessions in the database, found by a compiled query."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from .compiled import reads


@reads(key=CharField(), now=DateTimeField())
def kept(key: Any, now: Any) -> QuerySet[Session, str]:
    """What is kept under a key that has not run out."""
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data", flat=True)


class SessionStore(db.SessionStore):
    """Django's, whose `load` every request needs first."""

    def load(self) -> dict[str, Any]:
        found = kept.first(key=self.session_key, now=timezone.now())
        if found is None:
            # As Django does: a key that somebody made up must not become a browser's.
            self._session_key = None
            return {}
        return self.decode(found)
