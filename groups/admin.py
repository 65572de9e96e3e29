"""What the operator may look after: people and their access, never what a group says, never a way in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_tasks_db.models import DBTaskResult

from .accounts import only_here
from .commands import begin_for_hr, prove_address, record_joined, remember_facilitated
from .commands.bells import ring_group, ring_person
from .models import (
    AccessLedger,
    Charter,
    Cycle,
    Group,
    GroupFacilitator,
    Mail,
    Organisation,
    OrganisationRole,
    Participant,
    PersonalLink,
    Role,
    Seat,
    Shown,
    User,
)
from .operators import ReadOnlyAdmin, Watched


class RoleInline(admin.TabularInline):
    model = OrganisationRole
    extra = 0
    autocomplete_fields = ("user",)


class FacilitatorInline(admin.TabularInline):
    model = GroupFacilitator
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    # No password: a mailed code opens every active account, so the operator need set, and know, nobody's.
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "user_permissions", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An account that was disabled loses its open pages at once; one that was renamed is named anew on others'."""
        # Before, where it can be: saving an address locks the account's row harder, as looks of its wait for.
        if change:
            prove_address(user=obj, address=obj.email)
        super().save_model(request, obj, form, change)
        if not change:
            prove_address(user=obj, address=obj.email)
        elif "email" in form.changed_data:
            only_here(request, obj)
        # Whatever changed: the pages of an account that is as before stay open.
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
    # What training organisations need is its administrators' to fill in, on the organisation's own page.
    exclude = (
        *("training_name", "training_number", "training_address"),
        *("signing_days", "counts_breaks", "attendance_years"),
    )
    inlines = (RoleInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Whoever works for HR from now on is looked for among the groups' members."""
        super().save_formset(request, form, formset, change)
        rows = [*formset.new_objects, *(row for row, _ in formset.changed_objects)]
        users = [row.user for row in rows if row.role == Role.HR]
        begin_for_hr(users=users, organisation=form.instance.pk)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        # The page that asks whether it is to go would list all groups, and whoever is in them.
        return False


@admin.register(Group)
class GroupAdmin(Watched):
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
        after = set(form.instance.facilitators.values_list("user", flat=True))
        named = User.objects.filter(pk__in=after - before)
        record_joined(group=form.instance, users=named, what=Shown.FACILITATES)
        remember_facilitated(group=form.instance, users=User.objects.filter(pk__in=before - after))
        _ring(before | after, [form.instance.pk])


@admin.register(Participant)
class ParticipantAdmin(Watched, ReadOnlyAdmin):
    of_groups = "participants__in"
    list_display = ("name", "group", "position", "removed_at")
    list_select_related = ("group",)
    search_fields = ("name", "email")


@admin.register(Cycle)
class CycleAdmin(Watched, ReadOnlyAdmin):
    of_groups = "cycles__in"
    list_display = ("group", "number", "starts_on", "ends_on")
    list_select_related = ("group",)
    fields = ("group", "number", "starts_on", "ends_on")  # not what it says of itself: those read it who pay for it


@admin.register(Charter)
class CharterAdmin(Watched, ReadOnlyAdmin):
    of_groups = "charters__in"
    list_display = ("group", "number", "created_at")
    list_select_related = ("group",)
    fields = ("group", "number", "created_at")  # not the text: it is the group's own


@admin.register(PersonalLink)
class PersonalLinkAdmin(Watched, ReadOnlyAdmin):
    of_groups = "participants__links__in"
    list_display = ("participant", "created_at", "revoked_at")
    list_select_related = ("participant",)
    # Not the hash: nothing here may help to come in by somebody's link.
    fields = ("participant", "created_at", "revoked_at")


@admin.register(Seat)
class SeatAdmin(Watched, ReadOnlyAdmin):
    of_groups = "participants__seats__in"
    list_display = ("participant", "label", "created_at", "revoked_at")
    list_select_related = ("participant",)
    fields = ("participant", "label", "created_at", "revoked_at")


@admin.register(AccessLedger)
class AccessLedgerAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "number", "name", "looked_at", "what")
    list_select_related = ("organisation",)
    list_filter = ("what",)
    # The group by its id: it may be gone.
    fields = ("organisation", "number", "group_id", "user", "name", "looked_at", "what", "year", "hash")


# What waits there are mails, and these say more of themselves.
admin.site.unregister(DBTaskResult)


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    # Neither whom they are for nor the hash of a code: that mails leave can be seen without.
    list_display = ("kind", "created_at", "attempts", "sent_at", "failed_at", "fault")
    list_filter = ("kind", "fault")
    fields = ("kind", "created_at", "expires_at", "attempts", "sent_at", "failed_at", "fault")
