"""The second step: how it is set up, taken, kept, and asked of whoever looks at what is a role's."""

from __future__ import annotations

import base64
import json
import re
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from groups import factors
from groups.models import User
from groups.second_factor import unseal
from tests.mails import delivered
from tests.second_step import code_of, give_app, in_one_step, shown

from .conftest import Arrive, Atelier

PASSWORD = "trois petits chats verts"
ORGANISATION = "/organisations/{}/"


@pytest.fixture
def agnes(atelier: Atelier) -> User:
    """The administrator, with a password and a confirmed address."""
    atelier.agnes.set_password(PASSWORD)
    atelier.agnes.save()
    EmailAddress.objects.create(user=atelier.agnes, email=atelier.agnes.email, verified=True, primary=True)
    return atelier.agnes


def sign_in(http: Client, user: User) -> Any:
    return http.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def is_in(http: Client) -> bool:
    return "_auth_user_id" in http.session


@pytest.mark.django_db(transaction=True)
def test_an_administrator_is_led_to_set_it_up_and_comes_back_to_what_was_wanted(agnes: User, atelier: Atelier) -> None:
    http, wanted = Client(), ORGANISATION.format(atelier.organisation.pk)
    sign_in(http, agnes)
    why = http.get(wanted, follow=True)
    assert why.redirect_chain == [(f"/account/second-step/?next={wanted.replace('/', '%2F')}", 302)]
    assert b"/accounts/2fa/totp/activate/" in why.content
    confirm = http.get("/accounts/2fa/totp/activate/")
    assert confirm.url.startswith("/accounts/reauthenticate/")
    http.post(confirm.url, {"password": PASSWORD})
    page = http.get("/accounts/2fa/totp/activate/").content.decode()
    assert "data:" not in page
    assert '<path d="M' in page
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]  # type: ignore[index]
    kept = http.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    codes = http.get(kept.url)
    assert (kept.url, codes.status_code) == ("/accounts/2fa/recovery-codes/", 200)
    assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
    assert http.get("/account/second-step/done/").url == wanted
    assert http.get(wanted).status_code == 200
    assert [(message.to, "application" in message.body) for message in delivered()] == [([agnes.email], True)]


def test_signing_in_takes_both_steps_and_a_code_works_once(agnes: User, atelier: Atelier) -> None:
    app = give_app(agnes)
    http, other = Client(), Client()
    assert sign_in(http, agnes).url == "/accounts/2fa/authenticate/"
    assert not is_in(http)
    http.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_in(http)
    code = shown(app)
    http.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(http)
    assert http.get(ORGANISATION.format(atelier.organisation.pk)).status_code == 200
    sign_in(other, agnes)
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(other)


def test_a_recovery_code_opens_once(agnes: User, arrive: Arrive) -> None:
    give_app(agnes)
    http = arrive(agnes)
    http.post("/accounts/reauthenticate/", {"password": PASSWORD})
    http.post("/accounts/2fa/recovery-codes/generate/")
    code = re.search(rb"<code>(\d{8})</code>", http.get("/accounts/2fa/recovery-codes/").content)[1].decode()  # type: ignore[index]
    tries = [Client(), Client()]
    for one in tries:
        sign_in(one, agnes)
        one.post("/accounts/2fa/authenticate/", {"code": code})
    assert [is_in(one) for one in tries] == [True, False]


def test_a_browser_that_signed_in_before_is_asked_for_the_factor_alone(
    agnes: User, atelier: Atelier, arrive: Arrive
) -> None:
    http, wanted = in_one_step(arrive(agnes)), ORGANISATION.format(atelier.organisation.pk)
    app = give_app(agnes)
    asked = http.get(wanted, follow=True)
    assert asked.request["PATH_INFO"] == "/accounts/2fa/reauthenticate/"
    back = http.post(f"/accounts/2fa/reauthenticate/?next={wanted}", {"code": shown(app), "next": wanted})
    assert (back.url, http.get(wanted).status_code) == (wanted, 200)
    # Whoever does without it again is led to set one up again.
    Authenticator.objects.all().delete()
    assert http.get(wanted).url.startswith("/account/second-step/")


def test_facilitators_are_asked_nothing(atelier: Atelier, arrive: Arrive) -> None:
    http = in_one_step(arrive(atelier.amina))
    pages = ["/", atelier.group.get_absolute_url(), ORGANISATION.format(atelier.organisation.pk), "/account/"]
    assert [http.get(page).status_code for page in pages] == [200] * 4


def test_the_operator_s_pages_open_in_two_steps(db: None) -> None:
    olga = User.objects.create_superuser("olga@example.org", name="Olga")
    http = Client()
    http.force_login(olga)
    in_one_step(http)
    asked = http.get("/admin/codev_groups/user/", follow=True)
    assert asked.request["PATH_INFO"] == "/account/second-step/"
    assert asked.request["QUERY_STRING"] == "next=%2Fadmin%2Fcodev_groups%2Fuser%2F"
    assert http.post("/admin/login/", {"username": olga.email, "password": "x"}).status_code == 302
    assert http.get("/admin/").status_code == 302


@pytest.mark.parametrize("page", ["mfa/authenticator", "socialaccount/socialapp", "socialaccount/socialaccount"])
def test_the_operator_changes_no_factor_unseen(db: None, page: str) -> None:
    http = Client()
    http.force_login(User.objects.create_superuser("olga@example.org", name="Olga"))
    assert http.get("/admin/").status_code == 200
    assert http.get(f"/admin/{page}/").status_code == 404


def test_a_demonstration_s_step_ends_with_demonstrations(agnes: User, arrive: Arrive, settings: Settings) -> None:
    http = arrive(agnes)
    assert factors.is_done(http.session, agnes)
    settings.CODEV_DEMO = False
    assert not factors.is_done(http.session, agnes)


def test_a_step_is_of_the_account_that_took_it(agnes: User, atelier: Atelier) -> None:
    app = give_app(agnes)
    http = Client()
    sign_in(http, agnes)
    http.post("/accounts/2fa/authenticate/", {"code": shown(app)})
    give_app(atelier.hakim)
    assert not factors.is_done(http.session, atelier.hakim)


def test_secrets_are_sealed_and_sealed_again(agnes: User, settings: Settings) -> None:
    app = give_app(agnes)
    secret = unseal(app.data["secret"])
    assert secret not in json.dumps(app.data)
    newer = base64.urlsafe_b64encode(b"n" * 32).decode()
    older = settings.CODEV_CONTENT_KEYS
    settings.CODEV_CONTENT_KEYS = [newer, *older]
    call_command("rotate_content_keys", stdout=StringIO())
    settings.CODEV_CONTENT_KEYS = [newer]
    app.refresh_from_db()
    assert unseal(app.data["secret"]) == secret
    settings.CODEV_CONTENT_KEYS = older
    with pytest.raises(CommandError, match=f"second factor {app.pk}"):
        call_command("rotate_content_keys", stdout=StringIO())


def test_a_secret_that_no_key_opens_lets_nobody_in(agnes: User, settings: Settings) -> None:
    give_app(agnes)
    settings.CODEV_CONTENT_KEYS = [base64.urlsafe_b64encode(b"x" * 32).decode()]
    http = Client()
    sign_in(http, agnes)
    assert http.post("/accounts/2fa/authenticate/", {"code": code_of("")}).status_code == 200
    assert not is_in(http)
