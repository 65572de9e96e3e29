"""What is kept of a session's mirror once its airtime is forgotten: counts, and who may look."""

from __future__ import annotations

from django.db import models

from groups.models import User

from .session import Session


class KeptMirror(models.Model):
    """Milliseconds and counts a step of one session (mirror/shapes.py): no person, no instant, no order (decision 063).

    `share`: in a word how the floor was shared, "" where nothing is said of it. `guides`: the accounts that did
    anything in the session, as the journal loses the entries of the floor.
    """

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="mirror")
    figures = models.JSONField()
    share = models.CharField(max_length=16, blank=True)
    guides = models.ManyToManyField(User, related_name="kept_mirrors")

    def __str__(self) -> str:
        return str(self.session_id)
