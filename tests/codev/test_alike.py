"""Whoever signs in learns nothing of who has an account: not from what is answered, nor from how long it takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from groups.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "trois petits chats verts"
ASK, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"
# Confirmed, unconfirmed, and invited a minute ago: as long as that of nobody, as pages repeat what was typed.
KNOWN = ("alba@example.org", "omar@example.org", "lina@example.org")
UNKNOWN = "nora@example.org"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by each hash of a password, which takes longest of all."""
    seen: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(hasher.algorithm)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return seen


@pytest.fixture(autouse=True)
def accounts(settings: Settings) -> None:
    """One of each kind, and sign-up open to all."""
    settings.CODEV_OPEN_SIGNUP = True
    cache.clear()
    for email in KNOWN:
        is_invited = email == KNOWN[2]
        user = User.objects.create_user(email, None if is_invited else PASSWORD, name="Somebody")
        if not is_invited:
            EmailAddress.objects.create(user=user, email=email, verified=email == KNOWN[0], primary=True)


def asking(http: Client, email: str) -> HttpResponse:
    return http.post(ASK, {"email": email})


def asking_again(http: Client, email: str) -> HttpResponse:
    asking(http, email)
    return http.post(CONFIRM, {"action": "resend"})


def looking_at_the_page_of_the_code(http: Client, email: str) -> HttpResponse:
    asking(http, email)
    return http.get(CONFIRM)


def typing_a_wrong_code(http: Client, email: str) -> HttpResponse:
    asking(http, email)
    return http.post(CONFIRM, {"code": "WRNG-WRNG"})


def typing_a_last_wrong_code(http: Client, email: str) -> HttpResponse:
    for _ in range(2):
        typing_a_wrong_code(http, email)
    return http.post(CONFIRM, {"code": "WRNG-WRNG"})


def typing_a_wrong_password(http: Client, email: str) -> HttpResponse:
    return http.post("/accounts/login/", {"login": email, "password": "quatre petits chats"})


def asking_for_a_new_password(http: Client, email: str) -> HttpResponse:
    return http.post("/accounts/password/reset/", {"email": email})


def joining(http: Client, email: str) -> HttpResponse:
    return http.post("/accounts/signup/", {"email": email, "name": "Somebody", "password1": PASSWORD})


def joining_and_asking_again(http: Client, email: str) -> HttpResponse:
    joining(http, email)
    return http.post("/accounts/confirm-email/", {"action": "resend"})


def joining_and_typing_a_wrong_code(http: Client, email: str) -> HttpResponse:
    joining(http, email)
    return http.post("/accounts/confirm-email/", {"code": "WRNG-WRNG"})


AFTER_JOINING = (joining_and_asking_again, joining_and_typing_a_wrong_code)
WAYS = [
    joining,
    joining_and_asking_again,
    joining_and_typing_a_wrong_code,
    asking,
    asking_again,
    looking_at_the_page_of_the_code,
    typing_a_wrong_code,
    typing_a_last_wrong_code,
    typing_a_wrong_password,
    asking_for_a_new_password,
]
# Begin and end of transactions are left out: to join is one where there is an account.
STATEMENT = re.compile(r'(SELECT|INSERT|UPDATE|DELETE)(?: .*? (?:FROM|INTO)| INTO|) "(\w+)"')
Way = Callable[[Client, str], HttpResponse]


def answered(way: Way, email: str) -> tuple[object, Counter[str]]:
    """What a stranger sees, with the address taken out, and which tables were asked and written, how often."""
    http = Client()
    http.get("/accounts/login/")
    with CaptureQueriesContext(connection) as asked:
        answer = way(http, email)
    page = re.sub(r'"\w{64}"', "", answer.content.decode().replace(email, ""))
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
    cookies = {name: {**morsel, "expires": "", "value": len(morsel.value)} for name, morsel in http.cookies.items()}
    statements = (STATEMENT.match(query["sql"]) for query in asked)
    return (answer.status_code, headers, cookies, page), Counter(" ".join(one.groups()) for one in statements if one)


@pytest.mark.parametrize("way", WAYS)
def test_an_account_is_answered_like_none_and_asks_as_much(way: Way, hashed: list[str]) -> None:
    found, hashes = {}, {}
    for email in (UNKNOWN, *KNOWN):
        hashed.clear()
        found[email], hashes[email] = answered(way, email), len(hashed)
    assert {*hashes.values()} == {int(way in {joining, *AFTER_JOINING, typing_a_wrong_password})}
    for email in KNOWN:
        (seen, asked), (seen_of_none, asked_of_none) = found[email], found[UNKNOWN]
        assert seen == seen_of_none
        assert asked - asked_of_none == asked_of_none - asked == Counter(), email
    assert found[UNKNOWN][1].total() > 2
