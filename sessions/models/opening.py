"""What people bring to an opening: what became of commitments, subjects, and votes while a vote lasts."""

from __future__ import annotations

import uuid

from django.db import models

from groups.models import Participant

from .keys import SealedText
from .rounds import Round
from .session import Session
from .writing import Commitment


class CommitmentReport(models.Model):
    """What a former client says of one commitment in a later session.

    `state` is empty for « not today », `was` the commitment's state before this session. `is_noted`: said aloud, and
    noted by who drives. `is_shared`: the group may read the commitment's words too. The report's own words are sealed
    under the key of the session in which they are said, not of the commitment's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="reports")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reports")
    state = models.CharField(max_length=16, choices=Commitment.State.choices, blank=True)
    was = models.CharField(max_length=16, choices=Commitment.State.choices)
    is_shared = models.BooleanField(default=False)
    is_noted = models.BooleanField(default=False)
    sealed_text = models.BinaryField(null=True, editable=False)
    reported_at = models.DateTimeField()

    text = SealedText("sealed_text")
    key_owner = "session_id"

    class Meta:
        ordering = ("session_id", "reported_at", "id")
        constraints = (models.UniqueConstraint(fields=("session", "commitment"), name="reports_once_a_session"),)

    def __str__(self) -> str:
        return str(self.id)


class SubjectQuerySet(models.QuerySet["Subject"]):
    """Subjects."""

    def standing(self) -> SubjectQuerySet:
        """Those that are still proposed."""
        return self.filter(withdrawn_at=None)

    def untaken(self) -> SubjectQuerySet:
        """Those of sessions that are over whose authors were not client then, nor since."""
        since = {"session__scheduled_at__gte": models.OuterRef("session__scheduled_at")}
        turns = Round.objects.filter(client=models.OuterRef("participant"), **since)
        return self.standing().filter(~models.Exists(turns), session__status=Session.Status.CLOSED)


class Subject(models.Model):
    """What somebody would bring as client; its id is the browser's. Weights go from 1 to 3, None while unweighed.

    `votes` is a total, once the vote is over; None before.
    """

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(Session, models.CASCADE, related_name="subjects")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="subjects")
    is_noted = models.BooleanField(default=False)
    sealed_title = models.BinaryField(editable=False)
    sealed_question = models.BinaryField(editable=False)
    stakes = models.PositiveSmallIntegerField(null=True)
    intensity = models.PositiveSmallIntegerField(null=True)
    urgency = models.PositiveSmallIntegerField(null=True)
    votes = models.PositiveSmallIntegerField(null=True)
    proposed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    title = SealedText("sealed_title")
    question = SealedText("sealed_question")
    key_owner = "session_id"
    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ("session_id", "proposed_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "participant"),
                # Withdrawn ones stay as rows: whoever took a subject back may propose another.
                condition=models.Q(withdrawn_at=None),
                name="one_standing_subject_a_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Vote(models.Model):
    """Votes of one person for one subject, or, without a subject, that this person does not vote.

    Nobody but the voter is shown them, and who drives those that were said aloud (`is_noted`). They are deleted when
    the vote ends (decision 016).
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="single_votes")
    subject = models.ForeignKey(Subject, models.CASCADE, null=True, related_name="single_votes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    count = models.PositiveSmallIntegerField()
    is_noted = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "participant"), name="votes_once_a_subject"),)

    def __str__(self) -> str:
        return str(self.pk)
