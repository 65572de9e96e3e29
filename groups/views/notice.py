"""What is kept of people, who reads it and for how long: for everybody, before the first time as well as after."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groups.models.people import ATTENDANCE_YEARS, RETENTION_DAYS


@never_cache
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """Whom it names is the operator's to say (CODEV_OPERATOR, CODEV_PRIVACY_CONTACT); docs/privacy says the rest."""
    named = {"operator": settings.CODEV_OPERATOR, "contact": settings.CODEV_PRIVACY_CONTACT}
    return render(request, "groups/notice.html", named | {"days": RETENTION_DAYS, "years": ATTENDANCE_YEARS})
