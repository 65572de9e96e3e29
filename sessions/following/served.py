"""Marked ideas: what a client may let their authors know, and what authors have been told. Never who, nor when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.models import Participant, Seat

from .. import keepsakes
from ..models import Contribution, Served, Session


class Telling(StrEnum):
    """How it stands between a client and the author of an idea."""

    NO = ""  # its author is nobody who could be told
    MAY = "may"
    ASKED = "asked"
    TOLD = "told"


def marked_by(client: Participant, sessions: Collection[UUID]) -> QuerySet[Contribution]:
    """What others wrote for a client in these sessions, once over, and the client marked."""
    shown = Contribution.objects.shown().filter(round__client=client, session__in=sessions)
    marked = shown.exclude(mark="").filter(session__status=Session.Status.CLOSED)
    listed = marked.select_related("author", "round", "session__cycle").defer("session__state")
    return listed.order_by("-session__scheduled_at", "-session__number", "round__number", "written_at", "id")


def is_somebody(one: Contribution) -> bool:
    """Whether there is an author who could be told: a member still, neither an account nor the client."""
    author, client = one.author, one.round.client_id if one.round else None
    return author is not None and author.pk != client and author.removed_at is None


def tellings(ideas: Iterable[Contribution]) -> dict[UUID, Telling]:
    """How it stands with each of a client's marked ideas; two queries for however many."""
    ideas = list(ideas)
    asked = Served.objects.filter(contribution__in=[one.pk for one in ideas])
    known, told = set(asked.values_list("pk", flat=True)), set(asked.told().values_list("pk", flat=True))
    return {one.pk: _telling(one, known, told) for one in ideas}


def _telling(one: Contribution, asked: Collection[UUID], told: Collection[UUID]) -> Telling:
    if one.pk in asked:
        return Telling.TOLD if one.pk in told else Telling.ASKED
    return Telling.MAY if is_somebody(one) else Telling.NO


def told_to(author: Participant, held: Collection[Seat]) -> QuerySet[Contribution]:
    """The author's own ideas that served, as far as this browser opens them, in the order in which one wrote them."""
    seats = [one.pk for one in held if one.participant_id == author.pk and one.is_admitted]
    here = Q(session__in=keepsakes.opened_by(held, author)) | Q(seat_id__in=seats)
    told = Served.objects.filter(contribution__author=author).told()
    mine = Contribution.objects.filter(here, author=author, pk__in=told.values("pk"))
    return mine.select_related("session__cycle", "served").defer("session__state").order_by("written_at", "id")
