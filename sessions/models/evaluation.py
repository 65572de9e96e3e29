"""What people answer to evaluations, until it is published; and what is published, which tells of nobody."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models

from groups.models import Participant

from .keys import SealedText
from .session import Session


class Evaluation(models.Model):
    """One person's answers to one of the two forms (`kind`) after a session, from 1 to 5 by sentence, sealed.

    No instant, and an id that tells no order. `seat_id` is the device that wrote it last. The row is deleted as the
    means are published, or are not, for want of answers (decision 062).
    """

    class Kind(models.TextChoices):
        SESSION = "session"
        BENEFITS = "benefits"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="evaluations")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="evaluations")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    seat_id = models.UUIDField(editable=False)  # no foreign key: seats go, and this says no more then
    sealed_text = models.BinaryField(editable=False)

    text = SealedText("sealed_text")
    key_owner = "session_id"

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "kind", "participant"), name="one_evaluation_a_person"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def answers(self) -> dict[str, int]:
        """By sentence. Raises SealBroken where they cannot be opened, KeyGone for good."""
        found: dict[str, int] = json.loads(self.text)
        return found

    @answers.setter
    def answers(self, given: dict[str, int]) -> None:
        self.text = json.dumps(given)


class PublishedEvaluation(models.Model):
    """The means of a form after a session, by sentence, to the half point: written once, and never again.

    A sentence that too few answered is not among them; where that is so of all there is no row.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="published_evaluations")
    kind = models.CharField(max_length=16, choices=Evaluation.Kind.choices)
    means: Any = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "kind"), name="published_once"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind}"
