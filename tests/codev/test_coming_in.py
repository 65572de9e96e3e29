"""What protects the way in: a browser's key changes, codes run out, guesses are limited, pages cannot be weighed."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from groups.models import User

pytestmark = pytest.mark.django_db
LOGIN, ASK, CONFIRM = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def claire() -> User:
    cache.clear()  # attempts are counted there
    return User.objects.create_user("claire@example.org", name="Claire")


def ask_for_code(http: Client, email: str) -> str:
    http.post(ASK, {"email": email})
    found = re.search(r"^[A-Z0-9-]{6,12}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[0]


def is_signed_in(http: Client) -> bool:
    return "_auth_user_id" in http.session


def test_signing_in_changes_the_browsers_key(client: Client, claire: User) -> None:
    """Somebody who prepared the browser knows the key of before, and is not signed in by it."""
    code = ask_for_code(client, claire.email)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(CONFIRM, {"code": code})
    assert is_signed_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_signed_in(other)


@pytest.mark.parametrize(("later", "opens"), [(14, True), (16, False)])
def test_a_code_lasts_a_quarter_of_an_hour(client: Client, claire: User, later: int, opens: bool) -> None:
    code = ask_for_code(client, claire.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=later), tick=False):
        client.post(CONFIRM, {"code": code})
    assert is_signed_in(client) is opens


def test_a_code_is_guessed_three_times_and_no_more(client: Client, claire: User) -> None:
    code = ask_for_code(client, claire.email)
    for guess in ("WRONG-1", "WRONG-2", "WRONG-3"):
        client.post(CONFIRM, {"code": guess})
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_a_code_is_its_browsers_and_works_once(client: Client, claire: User) -> None:
    code, other = ask_for_code(client, claire.email), Client()
    ask_for_code(other, claire.email)
    other.post(CONFIRM, {"code": code})
    client.post(CONFIRM, {"code": code})
    assert (is_signed_in(other), is_signed_in(client)) == (False, True)
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_passwords_are_not_tried_without_end(client: Client, claire: User) -> None:
    claire.set_password("trois petits chats verts")
    claire.save()
    for guess in range(12):
        client.post(LOGIN, {"login": claire.email, "password": f"quatre petits chats {guess}"})
    client.post(LOGIN, {"login": claire.email, "password": "trois petits chats verts"})
    assert not is_signed_in(client)


def test_cookies_stay_with_their_site(client: Client, claire: User) -> None:
    client.get(LOGIN)
    ask_for_code(client, claire.email)
    cookies = {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()}
    assert cookies == {settings.SESSION_COOKIE_NAME: (True, "Lax"), settings.CSRF_COOKIE_NAME: ("", "Lax")}


def test_a_compressed_page_has_another_length_and_token_each_time(client: Client) -> None:
    """What is reflected into a page cannot be weighed against its token (BREACH)."""
    pages = [client.get(LOGIN, headers={"Accept-Encoding": "gzip"}) for _ in range(20)]
    assert {page["Content-Encoding"] for page in pages} == {"gzip"}
    assert len({len(page.content) for page in pages}) > 5
    tokens = [re.findall(r'"X-CSRFToken": "(\w+)"', gzip.decompress(page.content).decode()) for page in pages]
    assert len({token for (token,) in tokens}) == len(pages)
