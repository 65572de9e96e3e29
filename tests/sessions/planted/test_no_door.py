"""Whoever has the databases has no door: every value of every table of a busy installation opens nothing.

Each value is tried by what looks it up (`WAYS`), and one of each column by real requests. So that the test can fail,
the true secrets are tried as well, and do open. None of them stands in a table or file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from codev.browsers import SessionStore
from codev.csrf import SECRETS
from groups.commands import prove_seat
from groups.models import CalendarFeed, Mail, PersonalLink
from groups.models.mail import fits
from groups.reminders import mailbox_of
from sessions.demo import people
from sessions.models import Pairing, Session
from sessions.sockets.identity import Claim, find
from tests.databases import in_files
from tests.sessions.planted import fields, routes, stored
from tests.sessions.planted.busy import Busy, begin


@pytest.fixture
def busy(transactional_db: None, settings: Settings) -> Busy:
    settings.CODEV_OPEN_SIGNUP, settings.CODEV_METRICS_TOKEN = True, "metrics-of-the-operator"
    settings.CODEV_CODE_ATTEMPTS = 1_000_000
    return begin()


CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
Opens = Callable[[Busy, str], bool]


def a_browser(_busy: Busy, value: str) -> bool:
    return bool(SessionStore(value).load())


def a_socket(busy: Busy, value: str) -> bool:
    claim = Claim(busy.house.ids["session_id"], is_screen=False, browser=value, wanted="")
    return find(claim)[0] is not None


def a_link(_busy: Busy, value: str) -> bool:
    return PersonalLink.objects.live().with_token(value).exists()


def a_feed(_busy: Busy, value: str) -> bool:
    return CalendarFeed.objects.live().with_token(value).exists()


def reminders(_busy: Busy, value: str) -> bool:
    return mailbox_of(value) is not None


def a_pairing(_busy: Busy, value: str) -> bool:
    return Pairing.objects.open().with_token(value).exists()


def a_room(_busy: Busy, value: str) -> bool:
    return Session.objects.with_code(value) is not None


def a_screen(_busy: Busy, value: str) -> bool:
    return Session.objects.with_screen(value) is not None  # type: ignore[arg-type]  # whatever was typed


def a_demo(_busy: Busy, value: str) -> bool:
    return people.read(value) is not None


def an_account(busy: Busy, value: str) -> bool:
    return busy.account.check_password(value)


def a_code(_busy: Busy, value: str) -> bool:
    return any(fits(one, value) for one in Mail.objects.all())


def a_device(busy: Busy, value: str) -> bool:
    with transaction.atomic():
        is_proven = prove_seat(seat=busy.seat, code=value)
        # A code ends by five wrong ones, which is tried elsewhere, and by a right one.
        transaction.set_rollback(True)
    return is_proven


def a_reset(busy: Busy, value: str) -> bool:
    return default_token_generator.check_token(busy.account, value)


def a_second_step(busy: Busy, value: str) -> bool:
    """As the page does that asks for it: an app's code, or a recovery code."""
    rows = Authenticator.objects.filter(user=busy.account, type__in=CODES)
    return any(one.wrap().validate_code(value) for one in rows)


# What looks a value up, and the secret that it has to find.
WAYS: dict[Opens, str] = {
    a_browser: "cookie of facilitator",
    a_socket: "cookie of client",
    a_link: "link",
    a_feed: "feed",
    reminders: "reminders",
    a_pairing: "pairing",
    a_room: "room code",
    a_screen: "screen",
    a_demo: "demo",
    an_account: "password",
    a_code: "mailed code",
    a_device: "device code",
    a_reset: "reset",
    a_second_step: "recovery code",
}
# Which way leads from each field that takes a secret. A new one needs a row, and a way if none looks it up yet.
ASKED: dict[str, Opens] = {
    "sessions.forms.door.CodeForm.code": a_room,
    "groups.views.devices.CodeForm.code": a_device,
    **dict.fromkeys(
        (
            "allauth.account.forms.LoginForm.password",
            "allauth.account.forms.ReauthenticateForm.password",
            "allauth.account.forms.ChangePasswordForm.oldpassword",
            # Chosen here, and asked for there.
            "allauth.account.forms.ChangePasswordForm.password1",
            "allauth.account.forms.ChangePasswordForm.password2",
            "allauth.account.forms.SetPasswordForm.password1",
            "allauth.account.forms.SetPasswordForm.password2",
            "allauth.account.forms.ResetPasswordKeyForm.password1",
            "allauth.account.forms.ResetPasswordKeyForm.password2",
        ),
        an_account,
    ),
    "groups.account_forms.ConfirmCodeForm.code": a_code,
    # All of the same kind.
    "groups.account_forms.ConfirmAddressForm.code": a_code,
    "allauth.account.forms.ConfirmPasswordResetCodeForm.code": a_code,
    "allauth.account.forms.VerifyPhoneForm.code": a_code,
    **dict.fromkeys(
        (
            "groups.second_factor_forms.SecondStepForm.code",
            "allauth.mfa.base.forms.ReauthenticateForm.code",
            "groups.second_factor_forms.ActivateForm.code",
        ),
        a_second_step,
    ),
}
# Signed by a passkey, anew each time, for what stands in the browser's sealed row: a table has its public half alone.
SIGNED = {
    f"{form}.credential"
    for form in (
        "allauth.mfa.webauthn.forms.LoginWebAuthnForm",
        "allauth.mfa.webauthn.forms.ReauthenticateWebAuthnForm",
        "allauth.mfa.webauthn.forms.SignupWebAuthnForm",
        "groups.second_factor_forms.PasskeyForm",
    )
}
# In no page: the admin of providers is closed.
CLOSED = {"allauth.socialaccount.admin.SocialAppForm.secret"}
# What stands in addresses as a secret, each tried below; and what does not.
ADDRESSED = {"token", "secret", "key"}
OPEN = {"command", "cycle_number", "kind", "uidb36", "app_label", "url", "sign_in_id", "pk", "provider_id"}
BY_REQUESTS = {"a cookie", "an address", "the room code", "the password", "the header"}


def test_no_value_of_any_table_opens_a_door(busy: Busy) -> None:
    kept = stored.columns()
    assert {"django_session.session_data", "account_emailaddress.email", "codev_sessions_contentkey.wrapped"} <= {*kept}
    no_secret_stands_in(kept, busy)
    looked_up_in_vain(kept, busy)
    asked_in_vain(kept, busy)


def looked_up_in_vain(kept: dict[str, list[Any]], busy: Busy) -> None:
    values = stored.of_each_shape(kept, most=2)
    assert [(way.__name__, value) for way in WAYS for value in values if way(busy, value)] == []
    assert len(values) > 500
    assert {way.__name__ for way, secret in WAYS.items() if not way(busy, busy.secrets[secret])} == set()


def asked_in_vain(kept: dict[str, list[Any]], busy: Busy) -> None:
    newest = {next(stored.spelled(column[-1])) for column in kept.values() if column}
    newest = {one for one in newest if len(one) >= stored.SHORTEST}
    hashes = stored.of_each_shape({"": kept["codev_groups_user.password"]}, most=9)
    assert {*let_in(busy, newest), *signed_in(busy, sorted(hashes)[:20])} == set()
    assert {*let_in(busy, {*busy.secrets.values()}), *signed_in(busy, [busy.secrets["password"]])} == BY_REQUESTS


def test_whatever_asks_for_a_secret_is_tried() -> None:
    """Found by what fields are called, and by what stands in addresses instead of a row's id."""
    asked = {one for one in fields.of_pages() if SECRETS.search(one.rsplit(".", 1)[1].rstrip("12"))} - SIGNED - CLOSED
    wrong = [
        f"{one}: say in ASKED which way looks it up, and have one in WAYS if there is none" for one in asked - {*ASKED}
    ]
    wrong += [f"{one} in ASKED is no field that asks for a secret" for one in {*ASKED} - asked]
    wrong += [f"{one}: say in ADDRESSED or OPEN if it is a secret" for one in {*routes.IDS} ^ (ADDRESSED | OPEN)]
    assert not wrong, "\n".join(wrong)
    assert {*ASKED.values()} <= {*WAYS}


def no_secret_stands_in(kept: dict[str, list[Any]], busy: Busy) -> None:
    """Not as a part of a value either, nor in the files: Django's and allauth's own tables are among them."""
    whole = "\n".join(one for column in kept.values() for value in column for one in stored.spelled(value))
    files = in_files("default", "keys")
    # Any instant may hold six digits by chance; those of this one's own table hardly ever.
    own = [value for name, column in kept.items() if name.startswith("codev_groups_devicecode.") for value in column]
    assert busy.secrets["device code"] not in "\n".join(map(str, own))
    for name, secret in busy.secrets.items():
        if name == "device code":
            continue
        for spelling in (secret, secret.replace("-", "")):
            assert len(spelling) >= stored.SHORTEST
            assert spelling not in whole, name
            assert spelling.encode() not in files, name


def let_in(busy: Busy, values: set[str]) -> Iterator[str]:
    """By which requests any of these comes in."""
    home, door = reverse("sessions:home"), reverse("sessions:door")
    for value in sorted(values):
        http, plain = Client(), re.sub(r"[^ -~]", " ", value)
        http.cookies[configured.SESSION_COOKIE_NAME] = http.cookies[configured.CSRF_COOKIE_NAME] = plain
        bearer = {"authorization": f"Bearer {plain}"}
        if is_let_in(http.get(home, {"as": value}, headers=bearer)):
            yield "a cookie"
        if is_let_in(Client().get("/metrics", headers=bearer)):
            yield "the header"
        if is_let_in(Client().post(door, {"code": value[:20]})):
            yield "the room code"
        yield from ("an address" for path in addresses(busy, value) if is_let_in(Client().get(path)))


def addresses(busy: Busy, value: str) -> Iterator[str]:
    """Every address that holds a secret, with this in its place, where it can stand there."""
    for name, _path, kept in routes.patterns():
        if ADDRESSED & {*kept}:
            given = {one: value if one in ADDRESSED else user_pk_to_url_str(busy.account) for one in kept}
            with suppress(NoReverseMatch):
                yield reverse(name, kwargs=given)


def signed_in(busy: Busy, values: list[str]) -> Iterator[str]:
    for value in values:
        cache.clear()  # the limits are tried elsewhere
        sent = {"login": busy.account.email, "password": value}
        if is_let_in(Client().post(reverse("account_login"), sent)):
            yield "the password"


def is_let_in(answer: HttpResponse) -> bool:
    """Allauth's own pages say with 200, too, that something was wrong."""
    if answer.status_code == 302:
        return not answer["Location"].startswith(reverse("account_login"))
    return answer.status_code == 200 and not answer.request["PATH_INFO"].startswith("/accounts/")
