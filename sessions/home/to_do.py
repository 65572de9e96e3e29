"""What is to be done in one group, in words, for who facilitates it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from groups.models import Group, User

from .of_facilitators import ends_to_say, never_opened, unsent_invitations
from .signing import to_countersign
from .viewer import Viewer, Waiting


def of_group(group: Group, by: User, members: Collection[Any]) -> list[Waiting]:
    """All of it; `members` as groups.queries reads them, which are asked nothing more."""
    viewer = Viewer(by, (), (), group)
    of_sessions = [*never_opened(viewer), *ends_to_say(viewer), *to_countersign(viewer)]
    return [*of_sessions, *unsent_invitations(viewer), *_of_members(group, members)]


def _of_members(group: Group, members: Collection[Any]) -> Iterator[Waiting]:
    if group.archived_at:
        return
    at = reverse("groups:invitations", args=[group.pk])
    if without := sum(not (one.has_link or one.devices) for one in members):
        words = ngettext("One person has no link yet.", "%(count)d people have no link yet.", without)
        yield Waiting(words % {"count": without}, at)
    if silent := sum(not one.accepted for one in members):
        words = ngettext(
            "One person has not accepted the charter.", "%(count)d people have not accepted the charter.", silent
        )
        yield Waiting(words % {"count": silent}, at)
