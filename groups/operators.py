"""How the operator comes into the admin, and that each page that shows rows of groups is a line in their ledgers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from . import factors
from .commands import record_look
from .models import Group, Shown, User


def _may_enter(request: HttpRequest) -> bool:
    """The operator, once the second step was taken: at each page of the admin."""
    user = request.user
    is_operator = isinstance(user, User) and user.is_active and user.is_staff
    return is_operator and factors.is_done(request.session, cast(User, user))


def _let_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """In place of Django's own form: who is no operator, or not signed in, does not come so far (`codev/urls.py`)."""
    wanted = request.GET.get("next") or "/admin/"
    return redirect("/admin/") if _may_enter(request) else factors.lead_to(request, wanted)


admin.site.has_permission = _may_enter  # type: ignore[method-assign]
admin.site.login = _let_in  # type: ignore[method-assign]


class Watched(admin.ModelAdmin):
    """Rows of groups: each page that shows some is a line in these groups' ledgers, before it is shown.

    `of_groups` is how groups are found by such rows.
    """

    of_groups = "pk__in"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What pages of one row ask for: its form, its history, its deletion."""
        found = super().get_object(request, object_id, from_field)
        self._record(request, [found.pk] if found else [])
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, or the question whether those chosen are to go; both are drawn only after this."""
        answer = super().changelist_view(request, extra_context)
        context = getattr(answer, "context_data", None) or {}
        rows = context["cl"].result_list if "cl" in context else context.get("queryset", ())
        self._record(request, [row.pk for row in rows])
        return answer

    def _record(self, request: HttpRequest, rows: Collection[Any]) -> None:
        # Django would send the page to who asks what may be asked (OPTIONS).
        if request.method not in ("GET", "HEAD", "POST"):
            raise PermissionDenied
        # Nothing is shown to who asks for the headers alone.
        if rows and request.method != "HEAD":
            groups = Group.objects.filter(**{self.of_groups: rows}).distinct()
            record_look(groups=groups, by=cast(User, request.user), what=Shown.OPERATOR)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the product's own commands write.

    Django asks these permissions of all that a deletion would take along, too: a group, which has cycles and a charter,
    cannot be deleted from the admin.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
