"""What the operator may look after: people and their access, never what a group says, never a way in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from .commands.bells import ring_group, ring_person
from .models import (
    AccessLedger,
    Charter,
    Cycle,
    Group,
    GroupFacilitator,
    Organisation,
    OrganisationRole,
    Participant,
    PersonalLink,
    Seat,
    User,
)


class RoleInline(admin.TabularInline):
    model = OrganisationRole
    extra = 0
    autocomplete_fields = ("user",)


class FacilitatorInline(admin.TabularInline):
    model = GroupFacilitator
    extra = 0
    autocomplete_fields = ("user",)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the product's own commands write.

    Django asks these permissions of all that a deletion would take along, too: an organisation or group with looks in
    the access ledger, cycles or members cannot be deleted from the admin, and the ledger stays whole.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    # No password: a mailed code opens every active account, so the operator need set, and know, nobody's.
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "user_permissions", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")

    def save_model(self, request: HttpRequest, obj: User, form: object, change: bool) -> None:
        """An account that was disabled loses its open pages at once; one that was renamed is named anew on others'."""
        # Whatever changed: the pages of an account that is as before stay open.
        super().save_model(request, obj, form, change)
        _ring([obj.pk], _groups_of([obj.pk]))

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        user_ids = [obj.pk]  # deleting empties it
        groups = _groups_of(user_ids)
        super().delete_model(request, obj)
        _ring(user_ids, groups)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        user_ids = list(queryset.values_list("pk", flat=True))
        groups = _groups_of(user_ids)
        super().delete_queryset(request, queryset)
        _ring(user_ids, groups)


def _groups_of(user_ids: Collection[int]) -> set[UUID]:
    """Those that these accounts facilitate, and whose pages name them."""
    return set(GroupFacilitator.objects.filter(user__in=user_ids).values_list("group_id", flat=True))


def _ring(user_ids: Iterable[int], groups: Iterable[UUID]) -> None:
    for user_id in user_ids:
        ring_person(user_id)
    for group in groups:
        ring_group(group)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "is_demo", "created_at")
    search_fields = ("name",)
    inlines = (RoleInline,)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    list_display = ("name", "organisation", "created_at")
    list_select_related = ("organisation",)
    search_fields = ("name",)
    readonly_fields = ("organisation",)
    inlines = (FacilitatorInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A group comes with its charter and cycle: its command makes all three.
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Whoever facilitates no more, or in another part, sees it at once."""
        # Before and after: those who were taken off are only in the first.
        before = set(form.instance.facilitators.values_list("user", flat=True))
        super().save_formset(request, form, formset, change)
        _ring(before | set(form.instance.facilitators.values_list("user", flat=True)), [form.instance.pk])


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    list_display = ("name", "group", "position", "removed_at")
    list_select_related = ("group",)
    search_fields = ("name", "email")


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = ("group", "number", "starts_on", "ends_on")
    list_select_related = ("group",)


@admin.register(Charter)
class CharterAdmin(ReadOnlyAdmin):
    list_display = ("group", "number", "created_at")
    list_select_related = ("group",)
    fields = ("group", "number", "created_at")  # not the text: it is the group's own


@admin.register(PersonalLink)
class PersonalLinkAdmin(ReadOnlyAdmin):
    list_display = ("participant", "created_at", "revoked_at")
    list_select_related = ("participant",)
    # Not the hash: nothing here may help to come in by somebody's link.
    fields = ("participant", "created_at", "revoked_at")


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    list_display = ("participant", "label", "created_at", "revoked_at")
    list_select_related = ("participant",)
    fields = ("participant", "label", "created_at", "revoked_at")


@admin.register(AccessLedger)
class AccessLedgerAdmin(ReadOnlyAdmin):
    list_display = ("group", "name", "looked_at", "what")
    list_select_related = ("group",)
    list_filter = ("what",)
    fields = ("organisation", "group", "user", "name", "looked_at", "what")
