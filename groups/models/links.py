"""How participants come in without an account: a personal link, or a session’s code, makes seats in browsers."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models

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
    `label` is what device_words made of the browser.
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

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    @staticmethod
    def is_ready_for(charter: Charter | int) -> models.Q:
        """Whether this version was accepted by the participant, or here at the door: as a condition."""
        by_the_person = CharterAcceptance.objects.filter(charter=charter, participant=models.OuterRef("participant"))
        return models.Q(accepted=charter) | models.Q(models.Exists(by_the_person))

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

    def is_for(self, session_id: uuid.UUID) -> bool:
        """Whether it may come to this session at all."""
        return self.is_member or self.session_id == session_id

    def has_accepted(self, charter: Charter) -> bool:
        """Whether this version was accepted by the participant, or here at the door."""
        return self.accepted_id == charter.pk or self.participant.has_accepted(charter)
