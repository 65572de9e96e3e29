"""Sessions: one meeting of a group each."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle

from ..rulebook import machine
from ..rulebook.protocol import protocol
from ..rulebook.protocol import settings as school_settings
from ..rulebook.state.agenda import reserved_minutes
from ..rulebook.state.state import State
from . import doors
from .keys import SealedText
from .protocols import ProtocolCopy, frozen, offer, offered

OPENS_BEFORE, LATE = timedelta(hours=1), timedelta(hours=12)


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions."""

    def with_code(self, code: str) -> Session | None:
        """The one that a code is of, with or without spaces, hyphens and capitals; it may be planned or over."""
        return self.filter(room_code_hash__in=doors.code_hashes(code)).first()

    def with_screen(self, secret: uuid.UUID) -> Session | None:
        """The one whose room screen a link's secret opens."""
        return self.filter(screen_secret_hash=doors.screen_hash(secret)).first()

    def reseal_doors(self) -> tuple[int, list[uuid.UUID]]:
        """Seal every room code and screen's secret again under the newest of CODEV_CONTENT_KEYS.

        How many sessions' were, and whose open under none of them; those are left as they are.
        """
        count, unread = 0, []
        for session in self.defer("state").iterator():
            code, secret = session.room_code, session.screen_secret
            if code and secret:
                session.room_code, session.screen_secret = code, secret
                session.place, session.call_url = session.place, session.call_url
                session.save(update_fields=(*doors.COLUMNS, *doors.WHERE))
                count += 1
            else:
                unread.append(session.pk)
        return count, unread


class Session(models.Model):
    """One meeting of a group. `state` is written and read by machine.py alone; `status` repeats it for lists.

    `settings` holds what the school decided otherwise than the protocol's file; `was_left_open` that nobody closed it
    in time, `is_end_estimated` that nobody said since when it ended; `was_on_paper` that it was recorded afterwards.
    `time_zone` is by whose clocks it was planned; `place` and `call_url` say where one meets, sealed as the doors are,
    as a link to a call is a door too; `calendar_sequence` counts what calendars were told of it, the last time at
    `calendar_changed_at` (None for when it was planned).
    `room_code` and `screen_secret` open its doors: hashed and sealed (doors.py, decision 009).
    `called_off_word` is what its group is told as it is called off, sealed under its content key.
    `held_minutes` and `consultations` say how long it lasted and in how many rounds, once closed (decision 027);
    `attended` who was gone meanwhile, and when all rested, by ids and epoch milliseconds (decision 064).
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        RUNNING = "running", _("under way")
        CLOSED = "closed", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Modality(models.TextChoices):
        IN_ROOM = "in_room", _("In a room")
        REMOTE = "remote", _("At a distance")
        HYBRID = "hybrid", _("Hybrid: some of you in a room, some at a distance")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    scheduled_at = models.DateTimeField(_("date and time"))
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, default="")
    sealed_place = models.BinaryField(default=b"", editable=False)
    place = doors.SealedText("place")
    sealed_call_url = models.BinaryField(default=b"", editable=False)
    call_url = doors.SealedText("call_url")
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(null=True, editable=False)
    key_owner = "id"
    sealed_called_off_word = models.BinaryField(null=True, editable=False)
    called_off_word = SealedText("sealed_called_off_word")
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"))
    planned_rounds = models.PositiveSmallIntegerField(_("number of clients"))
    protocol_key = models.CharField(_("protocol"), max_length=40)
    modality = models.CharField(max_length=16, choices=Modality.choices, default=Modality.IN_ROOM)
    is_everyone_client = models.BooleanField(_("everybody will be client today"), default=False)
    settings = models.JSONField(default=dict, blank=True)
    protocol_copy = models.ForeignKey(ProtocolCopy, models.PROTECT, null=True, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.PLANNED)
    revision = models.PositiveIntegerField(default=0)
    state = models.JSONField()
    room_code_hash = models.CharField(max_length=doors.HASH_LENGTH, unique=True, editable=False)
    sealed_room_code = models.BinaryField()
    room_code = doors.DoorSecret("room_code", lambda code: doors.code_hashes(code)[0])
    was_left_open = models.BooleanField(default=False, editable=False)
    is_end_estimated = models.BooleanField(default=False, editable=False)
    was_on_paper = models.BooleanField(default=False, editable=False)
    held_minutes = models.PositiveIntegerField(null=True, editable=False)
    consultations = models.PositiveSmallIntegerField(null=True, editable=False)
    attended = models.JSONField(null=True, editable=False)
    screen_secret_hash = models.CharField(max_length=doors.HASH_LENGTH, db_index=True, editable=False)
    sealed_screen_secret = models.BinaryField()
    screen_secret = doors.DoorSecret("screen_secret", doors.screen_hash)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("-scheduled_at",)
        constraints = (
            # One that was called off keeps the number that it had; the next ones move up.
            models.UniqueConstraint(
                fields=("cycle", "number"), condition=~models.Q(status="cancelled"), name="sessions_are_numbered"
            ),
        )
        indexes = (
            # All that lists and figures choose and count by: rows are wide, as each holds its whole state.
            models.Index(
                fields=(
                    *("cycle", "scheduled_at", "number", "status"),
                    *("held_minutes", "consultations", "is_end_estimated", "time_zone", "id"),
                ),
                name="sessions_by_cycle_and_date",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.room_code_hash:
            self.new_doors()
        super().save(*args, **kwargs)

    def new_doors(self) -> None:
        """Another room code, another link for room screens; saving is the caller's. The old ones open nothing then."""
        self.room_code, self.screen_secret = doors.new_code(), uuid.uuid4()

    @property
    def told_at(self) -> datetime:
        """Since when it is as calendars are told that it is."""
        return self.calendar_changed_at or self.created_at

    @property
    def zone(self) -> ZoneInfo:
        """By whose clocks its hours are told."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def planned_end(self) -> datetime:
        """When it ends if it keeps to its minutes: with the break that its agenda reserves beside them."""
        reserved = reserved_minutes(minutes=self.minutes, modality=self.modality)
        return self.scheduled_at + timedelta(minutes=self.minutes + reserved)

    @property
    def is_at_hand(self) -> bool:
        """Whether one meets in its room: not while it is planned for another day or hour, nor once it is called off."""
        if self.status == self.Status.PLANNED:
            return self.scheduled_at - OPENS_BEFORE <= timezone.now() < self.scheduled_at + LATE
        return self.status != self.Status.CANCELLED

    @property
    def page(self) -> str:
        """Where lists lead: to its room, or to what is known of it before."""
        return reverse("sessions:session" if self.is_at_hand else "sessions:planned", args=[self.pk])

    @property
    def is_enterable(self) -> bool:
        """Whether its room code lets people in: while it is open or running."""
        return self.status in (self.Status.OPEN, self.Status.RUNNING)

    @property
    def protocol(self) -> protocol.Protocol:
        """The frozen protocol; sessions planned by a version that froze none yet go by the file until they open."""
        return frozen(self.protocol_copy_id) if self.protocol_copy_id else offer(self.protocol_key)

    def freeze_protocol(self) -> None:
        """Keep the protocol as it stands now, with the school's choices, whatever becomes of its file.

        Raises KeyError where it is not offered, ProtocolError for a choice that it cannot have. Saving is the caller's.
        """
        document = protocol.load_document(offered()[self.protocol_key])
        self.protocol_copy = ProtocolCopy.of(school_settings.configured(document, self.settings))

    def load(self) -> State:
        """The state. Raises ValueError for a document of a version that this one does not know."""
        return machine.load(self.state, self.protocol)

    def keep(self, state: State) -> None:
        """Take over a state; saving is the command's."""
        self.state = machine.dump(state)
        self.status = state.status
