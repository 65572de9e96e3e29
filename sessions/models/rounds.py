"""What people ask about afterwards: rounds, steps as they ran, speaking turns, attendance.

Phase runs, turns and attendance follow from the journal and can be rebuilt from it.
"""

from __future__ import annotations

import uuid

from django.db import models

from groups.models import Participant

from .keys import SealedText
from .session import Session


class Round(models.Model):
    """One client's turn through the steps: what it is about, and the client's synthesis of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    # Protected: deleting a person must not take along what others wrote in that round.
    client = models.ForeignKey(Participant, models.PROTECT, related_name="rounds_as_client")
    # None, not an empty text, until something was worded: a subject is copied only into what is None.
    sealed_headline = models.BinaryField(null=True, editable=False)
    sealed_question = models.BinaryField(null=True, editable=False)
    sealed_synthesis = models.BinaryField(null=True, editable=False)

    headline = SealedText("sealed_headline")
    question = SealedText("sealed_question")
    synthesis = SealedText("sealed_synthesis")
    key_owner = "session_id"

    class Meta:
        ordering = ("session_id", "number")
        constraints = (models.UniqueConstraint(fields=("session", "number"), name="rounds_are_numbered"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.number}"


class PhaseRun(models.Model):
    """One stay in one step of the agenda; going back to a step makes another. Indexes and rounds count from 0."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="phase_runs")
    index = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=40)
    round_number = models.PositiveSmallIntegerField(null=True)
    planned_ms = models.PositiveIntegerField()
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("session_id", "entered_at", "id")

    def __str__(self) -> str:
        return f"{self.session_id} {self.index}"


class SpeakingTurn(models.Model):
    """That somebody had the floor, from when to when."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speaking_turns")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    index = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("session_id", "started_at", "id")

    def __str__(self) -> str:
        return f"{self.session_id} {self.index}"


class Attendance(models.Model):
    """That somebody was admitted to a session, when, and when gone for good, if before the end. HR sees it."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("session_id", "arrived_at", "id")
        constraints = (models.UniqueConstraint(fields=("session", "participant"), name="attends_once"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.participant_id}"


class Presence(models.Model):
    """When a device was last heard of and what it showed. Never part of state, revision or journal.

    `actor` is `Actor.key`. `participant` stays empty for accounts, and for a guest until admitted. `opens_all`: by the
    rule of before devices were proven this one opens all that is its participant's of this session (decision 046).
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="presences")
    actor = models.CharField(max_length=48)
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="+")
    first_seen_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField()
    opens_all = models.BooleanField(default=False)
    shown_revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "actor"), name="one_presence_an_actor"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.actor}"
