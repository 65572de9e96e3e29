"""The second step of signing in, as tests take it, or do not."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from groups.models import User
from groups.second_factor import seal, unseal


def in_one_step(http: Client) -> Client:
    """The same browser, whose account gave a password or a mailed code, and no more."""
    browser = http.session
    browser.pop("second_step", None)
    browser.save()
    return http


def give_app(user: User) -> Authenticator:
    """An app that shows codes, as if it had been set up some day. Its key is random, as a code counts once."""
    data = {"secret": seal(auth.generate_totp_secret())}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def shown(app: Authenticator) -> str:
    """The code that the app shows now."""
    return code_of(unseal(app.data["secret"]))


def code_of(secret: str, ahead: int = 0) -> str:
    """The code that an app with this key shows now, or so many codes ahead."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + ahead))
