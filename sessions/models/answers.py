"""Who said beforehand whether he comes to a session: for those alone who facilitate it, and in no figure."""

from __future__ import annotations

from django.db import models

from groups.models import Participant

from .session import Session


class Answer(models.Model):
    """A member's newest word: whether this one comes. No reason is asked."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    comes = models.BooleanField()
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("session_id", "participant_id")
        constraints = (models.UniqueConstraint(fields=("session", "participant"), name="one_answer_a_person"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.participant_id}"
