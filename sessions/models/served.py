"""« Votre idée a servi »: that a client lets the author of a marked idea know, who learns it later, and no more."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    CASCADE,
    DO_NOTHING,
    SET_NULL,
    BooleanField,
    Count,
    Exists,
    ForeignKey,
    Model,
    OneToOneField,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from groups.models import RetentionWarning

from .journal import JournalEntry
from .session import Session
from .writing import Contribution


def openings() -> QuerySet[JournalEntry]:
    """When the doors of sessions were opened, by the journal; what was put down afterwards had no door."""
    return JournalEntry.objects.filter(command="open", session__was_on_paper=False)


def announcements() -> QuerySet[RetentionWarning]:
    """That people were told of the end of what was written in their cycle."""
    return RetentionWarning.objects.exclude(sent_at=None)


class ServedQuerySet(QuerySet["Served"]):
    """Ideas that clients say have served."""

    def told(self) -> ServedQuerySet:
        """Those whose authors know by now: of what still stands, and is still marked."""
        contribution = "contribution__"
        idea = {"withdrawn_at": None, "kept_at": None, "hidden_at": None}
        standing = self.filter(**{contribution + name: value for name, value in idea.items()})
        return standing.exclude(contribution__mark="").filter(self.is_told())

    @staticmethod
    def is_told() -> Q:
        """As a condition: the group has opened another session since, or was told that what was written will end."""
        before = openings().filter(session=OuterRef(OuterRef("after"))).order_by("-at").values("at")[:1]
        group = OuterRef("session__cycle__group")
        later = openings().filter(session__cycle__group=group, at__gt=Coalesce(Subquery(before), 0))
        told: Any = announcements().filter(cycle=OuterRef("session__cycle")).order_by()
        count = told.values("cycle").annotate(count=Count("pk")).values("count")
        return Q(Exists(later)) | Q(warned__lt=Coalesce(Subquery(count), 0))


class Served(Model):
    """That the author of an idea is to be told: there is a row from the client's press on, until it is undone.

    No instant stands here, nor an id that counts: `after`, the session that the group had opened last, and `warned`,
    how many times its people had been told of the end of what was written, say which occasion comes next (decision
    060). `is_read`: its author has read it.
    """

    # It goes with its session, and with whoever is erased. Nor asked for by what deletes an idea in a session: one that
    # was kept there was never marked.
    contribution = OneToOneField(Contribution, DO_NOTHING, primary_key=True, db_constraint=False, related_name="served")
    session = ForeignKey(Session, CASCADE, related_name="+")
    after = ForeignKey(Session, SET_NULL, null=True, editable=False, related_name="+")
    warned = PositiveSmallIntegerField(default=0, editable=False)
    is_read = BooleanField(default=False)

    objects = ServedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
