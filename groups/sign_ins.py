"""Who signs in, fails to, signs out or changes how: lines of the log, with an account's number and never an address.

An attempt that fails names nobody: it says where from, as a fingerprint that tells one place from another.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger("codev.sign_ins")


def _signed_in(request: HttpRequest | None, user: Any, **_: Any) -> None:
    logger.info("Account %s signed in, %s", user.pk, _place(request))


def _failed(request: HttpRequest | None = None, **_: Any) -> None:
    logger.warning("Nobody signed in, %s", _place(request))


def _signed_out(request: HttpRequest | None, user: Any, **_: Any) -> None:
    if user is not None:
        logger.info("Account %s signed out", user.pk)


def _new_password(user: Any, **_: Any) -> None:
    logger.info("Account %s has a new password", user.pk)


def _new_address(user: Any, **_: Any) -> None:
    logger.info("Account %s has a new address", user.pk)


def _new_factor(user: Any, **_: Any) -> None:
    logger.info("Account %s has another second step", user.pk)


def _place(request: HttpRequest | None) -> str:
    try:
        address = str(get_adapter(request).get_client_ip(request)) if request else ""
    except PermissionDenied:  # no address at all, as where a program signs somebody in
        address = ""
    if not address:
        return "from nowhere"
    return "from " + salted_hmac("codev.sign_ins", address).hexdigest()[:12]


def connect() -> None:
    """Once a process, when all applications are there."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_login_failed.connect(_failed)
    auth.user_logged_out.connect(_signed_out)
    account.password_changed.connect(_new_password)
    account.password_set.connect(_new_password)
    account.password_reset.connect(_new_password)
    account.email_changed.connect(_new_address)
    for changed in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
        changed.connect(_new_factor)
    mfa.authentication_failed.connect(_failed)
