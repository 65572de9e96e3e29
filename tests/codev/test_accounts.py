"""Signing in: by a code that comes by mail, or with a password."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.fixtures import Settings

from groups.models import User
from tests.mails import code_in, delivered

pytestmark = pytest.mark.django_db
PASSWORD = "trois petits chats verts"


@pytest.fixture
def claire() -> User:
    """A facilitator with a password and an address that she has confirmed."""
    user = User.objects.create_user("claire@example.org", PASSWORD, name="Claire")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def omar() -> User:
    """Invited a minute ago: an account, and nothing confirmed."""
    return User.objects.create_user("omar@example.org", name="Omar")


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def mailed_code() -> str:
    (message,) = delivered()
    return code_in(message)


def test_code_by_mail_signs_in(client: Client, omar: User) -> None:
    client.post("/accounts/login/code/", {"email": omar.email})
    assert signed_in(client) is None
    answer = client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client) == str(omar.pk)


def test_wrong_code_does_not(client: Client, omar: User) -> None:
    client.post("/accounts/login/code/", {"email": omar.email})
    client.post("/accounts/login/code/confirm/", {"code": "WRONG-1"})
    assert signed_in(client) is None


def test_code_is_asked_for_unknown_address_alike_and_nothing_is_sent(client: Client) -> None:
    answer = client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/code/confirm/")
    assert delivered() == []


def test_password_signs_in(client: Client, claire: User) -> None:
    answer = client.post("/accounts/login/", {"login": claire.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client) == str(claire.pk)


def test_wrong_password_says_so_and_shows_the_form_again(client: Client, claire: User) -> None:
    answer = client.post("/accounts/login/", {"login": claire.email, "password": "quatre petits chats"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="errorlist' in page
    assert '<details class="card" open>' in page
    assert signed_in(client) is None


def test_password_of_an_unconfirmed_address_asks_for_a_code(client: Client) -> None:
    User.objects.create_user("ana@example.org", PASSWORD, name="Ana")
    client.post("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert signed_in(client) is None
    client.post("/accounts/confirm-email/", {"code": mailed_code()})
    assert signed_in(client)


def test_disabled_account_does_not_sign_in(client: Client, claire: User) -> None:
    User.objects.filter(pk=claire.pk).update(is_active=False)
    client.post("/accounts/login/", {"login": claire.email, "password": PASSWORD})
    assert signed_in(client) is None


def test_signing_out_is_a_post(client: Client, claire: User) -> None:
    client.force_login(claire)
    client.get("/accounts/logout/")
    assert signed_in(client) == str(claire.pk)
    client.post("/accounts/logout/")
    assert signed_in(client) is None


NEWCOMER = {"email": "marc@example.org", "name": "Marc", "password1": PASSWORD}


def test_sign_up_is_closed(client: Client) -> None:
    client.post("/accounts/signup/", NEWCOMER)
    assert User.objects.count() == 0
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()


def test_sign_up_opens_by_a_setting(client: Client, settings: Settings) -> None:
    settings.CODEV_OPEN_SIGNUP = True
    assert "/accounts/signup/" in client.get("/accounts/login/").content.decode()
    client.post("/accounts/signup/", NEWCOMER)
    assert [(user.email, user.name) for user in User.objects.all()] == [("marc@example.org", "Marc")]
    assert signed_in(client) is None
    client.post("/accounts/confirm-email/", {"code": mailed_code()})
    assert signed_in(client)


def test_operator_signs_in_as_everyone_does(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"].startswith("/accounts/login/")


def test_password_is_kept_with_argon2() -> None:
    from codev import settings as product

    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
