"""How participants come in without an account: a personal link, or a session’s code, makes seats in browsers."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from django.db import models

from codev.instants import epoch_ms

from .group import Charter
from .participant import CharterAcceptance, Participant


def hash_of(token: str) -> str:
    """What is stored of a token: 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(models.QuerySet["PersonalLink"]):
    """Personal links."""

    def live(self) -> LinkQuerySet:
        """Those that still open the door."""
        # Removing a participant closes links and seats too. Both are asked, so that one made meanwhile opens nothing.
        return self.filter(revoked_at=None, participant__removed_at=None)

    def with_token(self, token: str) -> LinkQuerySet:
        """The one that this token belongs to, if any."""
        return self.filter(token_hash=hash_of(token))


class PersonalLink(models.Model):
    """One participant's way in, over and over, until revoked. The token itself is nowhere kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats."""

    def live(self) -> SeatQuerySet:
        """Those that may still act."""
        return self.filter(revoked_at=None, participant__removed_at=None)

    def let_in(self) -> SeatQuerySet:
        """Devices that are their participants': who only knocks in somebody's name adds none to it."""
        return self.live().exclude(link=None, admitted_at=None)

    def knocking(self, session_id: uuid.UUID) -> SeatQuerySet:
        """Guest seats of a session that nobody has admitted yet, oldest first. They see nothing and may do nothing."""
        return self.live().filter(session_id=session_id, link=None, admitted_at=None)

    def ready(self, session_id: uuid.UUID, charter: Charter | int) -> SeatQuerySet:
        """Those of them whose charter was accepted, by the participant or at the door."""
        return self.knocking(session_id).filter(Seat.is_ready_for(charter))


class Seat(models.Model):
    """A participant in one browser: a member seat by a personal link, else a guest seat of one session.

    `accepted` is the charter that a guest read at the door: it counts for the participant once the guest is admitted.
    `label` is what device_words made of the browser. `proven_at`: since when it is proven to be the participant's own
    (decision 046); what is private then opens as far back as `reaches_from`, all of it where that is None.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="seats")
    link = models.ForeignKey(PersonalLink, models.CASCADE, null=True, blank=True, related_name="seats")
    session_id = models.UUIDField(null=True, blank=True, editable=False)  # no foreign key: groups know no sessions
    admitted_at = models.DateTimeField(null=True, blank=True)
    accepted = models.ForeignKey("codev_groups.Charter", models.SET_NULL, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True, editable=False)
    reaches_from = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    @staticmethod
    def is_ready_for(charter: Charter | int) -> models.Q:
        """Whether this version was accepted by the participant, or here at the door: as a condition."""
        by_the_person = CharterAcceptance.objects.filter(charter=charter, participant=models.OuterRef("participant"))
        # Not null first: with the comparison alone, "no" would be null where it is read.
        here = models.Q(accepted__isnull=False, accepted=charter)
        return here | models.Q(models.Exists(by_the_person))

    @property
    def is_live(self) -> bool:
        """Whether it may still act, by its own row: one that closed as its participant left reads what is one's own."""
        return self.revoked_at is None

    @property
    def is_member(self) -> bool:
        """Whether a personal link made it: the group's pages and one's own things are open to it."""
        return self.link_id is not None

    @property
    def is_admitted(self) -> bool:
        """A personal link admits by itself; whoever came by a code waits for the facilitator."""
        return self.is_member or self.admitted_at is not None

    @property
    def owns_its_name(self) -> bool:
        """Whether it is sure that this device is the participant's: by a code anybody takes a name of the list."""
        return self.is_admitted or self.participant.is_knocking

    @property
    def is_proven(self) -> bool:
        """Whether what is private of its participant opens here at all."""
        return self.proven_at is not None

    @property
    def opens_from_ms(self) -> int | None:
        """Since when, in epoch milliseconds, what is private opens here; None where nothing does."""
        if not self.is_proven:
            return None
        return epoch_ms(self.reaches_from) if self.reaches_from else 0

    def opens(self, since: datetime) -> bool:
        """Whether something private that began then opens here, wherever it was written."""
        return self.is_proven and (self.reaches_from is None or since >= self.reaches_from)

    def reaches_further_than(self, other: Seat) -> bool:
        """Whether this one opens what that one does not."""
        mine, theirs = self.opens_from_ms, other.opens_from_ms
        return mine is not None and (theirs is None or mine < theirs)

    @property
    def is_address_new(self) -> bool:
        """Whether the participant's address opens less than this proven device does: it was typed since."""
        since = self.participant.email_since
        return self.is_proven and since is not None and (self.reaches_from is None or self.reaches_from < since)

    def is_for(self, session_id: uuid.UUID) -> bool:
        """Whether it may come to this session at all."""
        return self.is_member or self.session_id == session_id

    def has_accepted(self, charter: Charter) -> bool:
        """Whether this version was accepted by the participant, or here at the door."""
        return self.accepted_id == charter.pk or self.participant.has_accepted(charter)
