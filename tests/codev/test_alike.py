"""Whoever signs in learns nothing of who has an account: not from what is answered, nor from how long it takes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

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


def by_a_code(http: Client, email: str) -> Iterator[HttpResponse]:
    yield http.post(ASK, {"email": email})
    yield http.get(CONFIRM)
    yield http.post(CONFIRM, {"code": "WRNG-WRNG"})
    yield http.post(CONFIRM, {"action": "resend"})
    yield http.post(ASK, {"email": email})  # while a code is waited for
    for _ in range(2):
        yield http.post(CONFIRM, {"code": "WRNG-WRNG"})
    yield http.get(CONFIRM)


def by_a_wrong_password(http: Client, email: str) -> Iterator[HttpResponse]:
    yield http.post("/accounts/login/", {"login": email, "password": "quatre petits chats"})


def by_a_new_password(http: Client, email: str) -> Iterator[HttpResponse]:
    yield http.post("/accounts/password/reset/", {"email": email})
    yield http.get("/accounts/password/reset/done/")


def by_joining(http: Client, email: str) -> Iterator[HttpResponse]:
    yield http.post("/accounts/signup/", {"email": email, "name": "Somebody", "password1": PASSWORD})
    yield http.post("/accounts/confirm-email/", {"action": "resend"})
    yield http.post("/accounts/confirm-email/", {"code": "WRNG-WRNG"})


WAYS = [by_a_code, by_a_wrong_password, by_a_new_password, by_joining]
Way = Callable[[Client, str], Iterator[HttpResponse]]
# Begin and end of transactions are left out: to join is one where there is an account.
STATEMENT = re.compile(r'(SELECT|INSERT|UPDATE|DELETE)(?: .*? (?:FROM|INTO)| INTO|) "(\w+)"')
Way = Callable[[Client, str], HttpResponse]


def answered(way: Way, email: str) -> tuple[list[object], Counter[str]]:
    """What a stranger sees, with the address taken out, and which tables were asked and written, how often."""
    http = Client()
    http.get("/accounts/login/")
    with CaptureQueriesContext(connection) as asked:
        seen = [seen_of(answer, http, email) for answer in way(http, email)]
    statements = (STATEMENT.match(query["sql"]) for query in asked)
    return seen, Counter(" ".join(one.groups()) for one in statements if one)


def seen_of(answer: HttpResponse, http: Client, email: str) -> object:
    page = re.sub(r'"\w{64}"', "", answer.content.decode().replace(email, ""))
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
    cookies = {name: {**morsel, "expires": "", "value": len(morsel.value)} for name, morsel in http.cookies.items()}
    return answer.status_code, headers, cookies, page


@pytest.mark.parametrize("way", WAYS)
def test_an_account_is_answered_like_none_and_asks_as_much(way: Way, hashed: list[str]) -> None:
    found, hashes = {}, {}
    for email in (UNKNOWN, *KNOWN):
        hashed.clear()
        found[email], hashes[email] = answered(way, email), len(hashed)
    assert {*hashes.values()} == {int(way in {by_joining, by_a_wrong_password})}
    for email in KNOWN:
        (seen, asked), (seen_of_none, asked_of_none) = found[email], found[UNKNOWN]
        assert seen == seen_of_none
        assert asked - asked_of_none == asked_of_none - asked == Counter(), email
    assert found[UNKNOWN][1].total() > 2
