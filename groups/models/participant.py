"""Who takes part in a group, and which charter each has accepted or declined."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..naming import CALLED_MAX, proposed
from .group import Charter, Group
from .people import User


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Participants of groups."""

    def current(self) -> ParticipantQuerySet:
        """The group's members: neither removed nor at a session's door alone."""
        return self.filter(removed_at=None, is_knocking=False)

    def gone(self) -> ParticipantQuerySet:
        """Those who were removed and may come back."""
        return self.exclude(removed_at=None).filter(erased_at=None, is_knocking=False)

    def or_gone(self) -> ParticipantQuerySet:
        """Members, and those."""
        return self.filter(erased_at=None, is_knocking=False)

    def or_knocking(self) -> ParticipantQuerySet:
        """Members, and who waits at a door of one of the group's sessions under a new name."""
        return self.filter(removed_at=None)


class Participant(models.Model):
    """A member of a group, with or without an e-mail address, never an account: which one it is, same_person.py keeps.

    Removing keeps the row, so that past sessions still know who was there. Who came by a room code under a new name
    `is_knocking` until somebody lets that one in: no member, counted nowhere, without a place (decision 047).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="participants")
    name = models.CharField(_("name"), max_length=80)
    # As was said by the person or the facilitator; "" for what is proposed from the name.
    called = models.CharField(_("what to call them"), max_length=CALLED_MAX, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True)
    # Since when this address stands, None for as long as this person is here: it proves nothing of what was before.
    email_since = models.DateTimeField(null=True, blank=True, editable=False)
    # In which mails are written to this person; "" for the server's.
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    position = models.PositiveSmallIntegerField()  # the place in the circle, from 1; 0 for who only knocks
    is_knocking = models.BooleanField(default=False, editable=False)
    # What somebody who left may read of the ledger lies between the two.
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    # Who had everything erased is nobody any more, and is not brought back.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            # Two people may have one name as long as they are called differently. Of current ones: who was removed
            # leaves both free, and who only knocks takes none. On SQLite it misses capitals with accents, which
            # pasting.first_fault compares.
            models.UniqueConstraint(
                "group",
                Lower("name"),
                Lower("called"),
                condition=models.Q(removed_at=None, is_knocking=False),
                name="current_participants_told_apart",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def known_as(self) -> str:
        """What to call this person, before it is told apart from others."""
        return self.called or proposed(self.name)

    def has_accepted(self, charter: Charter) -> bool:
        """Whether this very version was accepted."""
        return charter.acceptances.filter(participant=self).exists()


class CharterAcceptance(models.Model):
    """That a participant accepted a version: on a device, or aloud before a facilitator or the scribe (`is_oral`)."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="acceptances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(auto_now_add=True)
    # A facilitator has an account, a scribe is a participant: one of the two, or neither once it was deleted.
    heard_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    heard_by_participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    is_oral = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("charter", "participant"), name="accepted_once"),)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.charter_id}"

    @property
    def witness(self) -> str:
        """The name of who heard it said aloud; "" where it was not, or where that one is no longer known."""
        return str(self.heard_by or self.heard_by_participant or "")


class DeclineQuerySet(models.QuerySet["CharterDecline"]):
    """Charters that somebody declined."""

    def standing(self) -> DeclineQuerySet:
        """Those that were not accepted since, on whatever device or aloud."""
        same = {"charter": models.OuterRef("charter"), "participant": models.OuterRef("participant")}
        return self.filter(~models.Exists(CharterAcceptance.objects.filter(**same)))


class CharterDecline(models.Model):
    """That a participant declined a version: for the group's facilitators alone, and whoever declined (decision 051).

    A table of its own, so that nothing that asks who accepted can tell. `seat`: the device on which it was said.
    """

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="declines")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="declines")
    seat = models.ForeignKey("codev_groups.Seat", models.SET_NULL, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(auto_now_add=True)

    objects = DeclineQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("charter", "participant"), name="declined_once"),)

    def __str__(self) -> str:
        return str(self.pk)
