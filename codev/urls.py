"""Every URL of the product."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from . import mail_service

# The operator signs in as everyone does, with the same limits on attempts.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# A second factor is taken away by commands alone, which write it down; a provider is described by the environment.
for app in ("mfa", "socialaccount"):
    admin.site.unregister(filter(admin.site.is_registered, apps.get_app_config(app).get_models()))

# What middleware raises: a fault that passes is none of ours.
handler500 = "sessions.views.answers.failed"

urlpatterns = [
    # What is asked for most comes first: an address is compared with one pattern after the other.
    path("", include("sessions.urls")),
    # An account is joined to a provider's by its address alone, as it signs in there: nobody joins or parts them here.
    path("accounts/3rdparty/", RedirectView.as_view(pattern_name="groups:account"), name="socialaccount_connections"),
    path("accounts/3rdparty/signup/", RedirectView.as_view(pattern_name="account_login"), name="socialaccount_signup"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("groups.urls")),
    *mail_service.routes(settings.CODEV_ANYMAIL),
]
