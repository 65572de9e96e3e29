"""Every URL of the product."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from codev import ops

# The operator signs in as everyone does, with the same limits on attempts.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Whatever no view answered, an error of the middleware too: a fault that passes is none of ours.
handler500 = "sessions.views.answers.failed"

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/", ops.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("metrics", ops.metrics, name="metrics"),
    path("", include("groups.urls")),
    path("", include("sessions.urls")),
]
