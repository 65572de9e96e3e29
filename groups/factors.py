"""The second step of signing in: whether this browser took it, and where somebody is led who has to.

It is asked of whoever looks at what is HR's, an administrator's or the operator's; offered to everybody else.
"""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from .errors import NotAllowed
from .models import User

# Keys of Django's session of a browser.
STEP = "second_step"
WANTED = "wanted"
ALONE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# By a factor that the account has here; by a demonstration's link; by the provider that the account signs in at.
How = Literal["own", "demo", "provider"]


class SecondStepMissing(NotAllowed):
    """Whoever signed in has the role, and took one step only: guards lead to the other."""

    def __init__(self) -> None:
        super().__init__("second_step_missing")


def has_factor(user: User) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, type__in=ALONE).exists())


def count_as_done(browser: SessionBase, user: User, how: How) -> None:
    """Note in this browser that this account took the second step."""
    browser[STEP] = {"user": user.pk, "how": how}


def is_done(browser: SessionBase, user: User) -> bool:
    """Whether this account took it in this browser, and has not lost what it took it with."""
    step: dict[str, Any] = browser.get(STEP, {})
    # Somebody else may have begun to sign in here, and got no further.
    if step.get("user") != user.pk:
        return False
    if step["how"] == "own":
        return has_factor(user)
    return bool(step["how"] == "provider" or settings.CODEV_DEMO)


def check_done(request: HttpRequest) -> None:
    """Raise SecondStepMissing for an account that took one step only."""
    if not (isinstance(request.user, User) and is_done(request.session, request.user)):
        raise SecondStepMissing


def lead_to(request: HttpRequest, wanted: str) -> HttpResponseRedirect:
    """To the page that says why, and on to what was wanted."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(f"{reverse('groups:second_step')}?{urlencode({'next': wanted if safe else '/'})}")


def note_used(request: HttpRequest, user: User, **more: Any) -> None:
    """A factor was used to sign in here, or to confirm who it is."""
    count_as_done(request.session, user, "own")


def note_added(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """Whoever just set a factor up holds it: nothing is asked again to see the recovery codes."""
    if authenticator.type in ALONE:
        record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)
        count_as_done(request.session, user, "own")
