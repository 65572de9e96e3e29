"""What the operator may look at: when sessions were and how far they got, never what was said, by whom, or about whom.

Rounds, speaking turns and everything written are left out on purpose, and nothing here can be changed.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import admin
from django.http import HttpRequest

from groups.operators import ReadOnlyAdmin, Watched

from .models import Attendance, ContentKey, JournalEntry, PhaseRun, Session


class ReadOnlyInline(admin.TabularInline):
    """Rows that follow from the journal: changed here, they would no longer say what it says."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class PhaseRunInline(ReadOnlyInline):
    model = PhaseRun
    fields = ("index", "step", "round_number", "planned_ms", "entered_at", "left_at")


class AttendanceInline(ReadOnlyInline):
    """Who attended, from when."""

    model = Attendance
    fields = ("participant", "arrived_at")


@admin.register(Session)
class SessionAdmin(Watched, ReadOnlyAdmin):
    """Without `state`, which says who speaks, and `screen_secret`, which opens the room screen."""

    of_groups = "cycles__sessions__in"

    list_display = ("id", "group", "number", "status", "scheduled_at", "minutes", "protocol_key", "revision")
    list_filter = ("status", "protocol_key")
    list_select_related = ("cycle__group",)
    search_fields = ("id", "cycle__group__name")
    fields = (*list_display, "planned_rounds", "created_at")
    inlines = (PhaseRunInline, AttendanceInline)

    @admin.display(ordering="cycle__group__name")
    def group(self, session: Session) -> str:
        return session.cycle.group.name


@admin.register(JournalEntry)
class JournalEntryAdmin(Watched, ReadOnlyAdmin):
    """Which command was accepted when, and from whom; not its arguments, which name other people."""

    of_groups = "cycles__sessions__journal__in"

    list_display = ("session_id", "revision", "actor", "command", "accepted_at")
    list_filter = ("command",)
    search_fields = ("session__id",)
    ordering = ("-at", "-id")
    fields = list_display

    @admin.display(ordering="at")
    def accepted_at(self, entry: JournalEntry) -> datetime:
        return datetime.fromtimestamp(entry.at / 1000, UTC)


@admin.register(ContentKey)
class ContentKeyAdmin(ReadOnlyAdmin):
    """That a key exists or was destroyed; never the key."""

    list_display = ("owner", "created_at", "destroy_intended_at", "destroyed_at")
    fields = list_display
