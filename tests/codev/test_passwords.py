"""Passwords: what may be one, how it is changed, and what is asked again before an account's ways in change."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from groups.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "trois petits chats verts"
LONG = "  é un deux trois  quatre cinq six sept huit neuf dix onze douze treize quatorze "
LOGIN, CHANGE, RESET = "/accounts/login/", "/accounts/password/change/", "/accounts/password/reset/"


@pytest.fixture
def claire() -> User:
    cache.clear()  # attempts are counted there
    user = User.objects.create_user("claire@example.org", PASSWORD, name="Claire")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def http(client: Client, claire: User) -> Client:
    signs_in(client, PASSWORD)
    return client


def signs_in(http: Client, password: str) -> bool:
    http.post(LOGIN, {"login": "claire@example.org", "password": password})
    return "_auth_user_id" in http.session


def change(http: Client, new: str, old: str = PASSWORD) -> int:
    return http.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new}).status_code


@pytest.mark.parametrize("new", ["court", "sunshine12", "claire@example.org"])
def test_short_common_and_own_words_are_refused(http: Client, new: str) -> None:
    assert change(http, new) == 200
    assert not signs_in(Client(), new)


def test_a_long_one_of_any_signs_is_taken_as_it_was_given(http: Client) -> None:
    assert change(http, LONG) == 302
    assert [signs_in(Client(), given) for given in (LONG.strip(), LONG.upper(), LONG[:72], LONG)] == [False] * 3 + [
        True
    ]


def test_the_present_one_is_asked_for(http: Client) -> None:
    assert change(http, LONG, old="quatre petits chats") == 200
    assert signs_in(Client(), PASSWORD)


def test_it_is_masked_and_may_be_pasted(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert ('type="password"' in field, "current-password" in field, "onpaste" in page) == (True, True, False)


def test_a_new_address_asks_who_it_is(claire: User) -> None:
    """A browser whose account proved nothing lately is led to prove it first."""
    http = Client()
    http.force_login(claire)
    answer = http.post("/accounts/email/", {"action_add": "", "email": "autre@example.org"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert not EmailAddress.objects.filter(email="autre@example.org").exists()


def test_a_forgotten_one_is_set_anew_by_a_link_that_works_once(claire: User) -> None:
    Client().post(RESET, {"email": claire.email})
    (path,) = re.findall(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert [set_by(path, new) for new in (LONG, "cinq petits chats gris")] == [302, 200]
    assert [signs_in(Client(), given) for given in (PASSWORD, "cinq petits chats gris", LONG)] == [False, False, True]


def set_by(path: str, new: str) -> int:
    http = Client()
    answer = http.get(path)
    form = answer["Location"] if answer.status_code == 302 else path
    return http.post(form, {"password1": new, "password2": new}).status_code
