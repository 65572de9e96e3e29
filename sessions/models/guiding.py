"""What facilitators write while they facilitate: a prompt of their own that all see, and notes that they alone read."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from groups.models import User

from .keys import SealedText
from .session import Session


class OwnPrompt(models.Model):
    """The words that all are shown as a prompt, while they are shown; a prompt of the protocol has no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="own_prompts")
    sealed_text = models.BinaryField(editable=False)

    text = SealedText("sealed_text")
    key_owner = "session_id"

    class Meta:
        # As the model was called FreePrompt: no installation has to rename a table.
        db_table = "codev_sessions_freeprompt"
        constraints = (models.UniqueConstraint(fields=("session",), name="one_free_prompt_at_a_time"),)

    def __str__(self) -> str:
        return str(self.id)


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    """Private notes."""

    def by(self, user: User | None) -> PrivateNoteQuerySet:
        """Those of this user, which nobody else may see."""
        return self.filter(user=user) if user is not None else self.none()


class PrivateNote(models.Model):
    """What somebody who facilitates notes for nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="private_notes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed_text = models.BinaryField(editable=False)
    written_at = models.DateTimeField()

    text = SealedText("sealed_text")
    key_owner = "session_id"
    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        ordering = ("session_id", "written_at", "id")

    def __str__(self) -> str:
        return str(self.id)
