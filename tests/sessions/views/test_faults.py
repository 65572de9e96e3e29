"""While a fault lasts: 503 and when to try again, a calm page, what was typed kept; never 500, never half a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import redis
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from psycopg_pool import ConnectionPool, PoolTimeout
from pytest_django.fixtures import Settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from codev import faults
from sessions.models import Contribution
from tests.services import free_port
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification

WORDS = "Depuis quand ? " * 200
QUESTION = {"kind": "question", "text": WORDS}


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite may take no page more, as where the disk is full."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that other tests left free would be used first
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        connection.cursor().execute("PRAGMA max_page_count=1073741823")


@contextmanager
def stopped() -> Iterator[None]:
    """Whatever is asked of SQLite is broken off."""
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: 1, 1)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


def post_until_full(http: Client, path: str, fields: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
    """What is answered once the pages are used up that the database had set aside."""
    for _ in range(50):
        answer = http.post(path, {**fields, "key": str(uuid4()), "id": str(uuid4())}, headers=headers)
        if answer.status_code != 204:
            return answer
    raise AssertionError("never full")


@pytest.fixture
def bruno(evening: Evening) -> Client:
    clarification(evening)
    http = evening.browser("bruno", language="fr")
    http.raise_request_exception = False
    return http


def test_a_command_on_a_full_disk_is_answered_to_pages_and_programs_alike(evening: Evening, bruno: Client) -> None:
    path = evening.path("do/contribute/")
    with full_disk():
        page = post_until_full(bruno, path, QUESTION, {"HX-Request": "true"})
        revision = evening.session.revision
        program = post_until_full(bruno, path, QUESTION, {"Accept": "application/json"})

    assert (page.status_code, program.status_code) == (503, 503)
    assert {one["Retry-After"] for one in (page, program)} == {"5"}
    assert 'data-code="unavailable"' in page.content.decode()
    assert "Ce que vous avez écrit reste ici" in page.content.decode()
    assert program.json()["code"] == "unavailable"
    assert evening.session.revision == revision
    key = str(uuid4())
    assert [evening.post(bruno, "contribute", key=key, id=key, **QUESTION).status_code for _ in range(2)] == [204, 204]
    assert Contribution.objects.filter(pk=key).count() == 1


def test_a_page_says_calmly_that_it_comes_back(evening: Evening, bruno: Client) -> None:
    with stopped():
        answer = bruno.get(evening.path())

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert "Codev s’arrête un instant" in answer.content.decode()
    assert 'data-again="reload"' in answer.content.decode()


@pytest.mark.parametrize("debug", [False, True])
def test_a_browser_that_cannot_be_kept_is_told_so_too(evening: Evening, settings: Settings, debug: bool) -> None:
    """Also what fails beside the view, and where Django would show a page for developers."""
    settings.DEBUG = debug
    http = evening.browser("claire")
    http.raise_request_exception = False
    with stopped():
        answers = [
            http.get(path).status_code for path in (evening.path(), "/", evening.path("stage/"), "/join/?code=1")
        ]
    assert answers == [503, 503, 503, 503]


def test_a_form_comes_back_with_all_that_was_typed(evening: Evening) -> None:
    http = evening.browser("claire", language="fr")
    http.raise_request_exception = False
    path = f"/groups/{evening.group.pk}/people/?as=x"
    with stopped():
        typed = {"people": "Léa Martin\nÉlie <b>", "also": ["1", "2"], "csrfmiddlewaretoken": "token"}
        answer = http.post(path, typed, headers={"Origin": "http://testserver"})
        foreign = http.post(path, typed, headers={"Origin": "https://elsewhere.example"})

    # What another site sent must not come back as ours, with a button.
    assert "Léa Martin" not in foreign.content.decode()
    page = answer.content.decode()
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    assert answer.status_code == 503
    assert f'<form method="post" action="{path}">' in page
    assert [(name, unescape(value)) for name, value in sent] == [
        ("people", "Léa Martin\nÉlie <b>"), ("also", "1"), ("also", "2"), ("csrfmiddlewaretoken", "token"),
    ]  # fmt: skip


def test_no_page_holds_a_password(evening: Evening) -> None:
    http = Client(raise_request_exception=False)
    with stopped():
        answer = http.post("/accounts/login/", {"login": "claire@example.org", "password": "not to be shown"})

    assert answer.status_code == 503
    assert "not to be shown" not in answer.content.decode()
    assert "<form" not in answer.content.decode()


def no_server() -> None:
    psycopg.connect(f"host=127.0.0.1 port={free_port()} dbname=codev")


def no_connection_left() -> None:
    with ConnectionPool(f"host=127.0.0.1 port={free_port()}", min_size=0, max_size=1) as pool:
        pool.getconn(timeout=0.01)


def no_redis() -> None:
    redis.Redis(port=free_port(), retry=Retry(NoBackoff(), 0)).ping()


def no_room() -> None:
    with open("/dev/full", "w") as file:
        file.write("x")


@pytest.mark.parametrize("fail", [no_server, no_connection_left, no_redis, no_room])
def test_what_passes_is_told(fail: Callable[[], None]) -> None:
    with pytest.raises((psycopg.OperationalError, PoolTimeout, redis.RedisError, OSError)) as error:
        fail()
    assert faults.passes(error.value)


@pytest.mark.django_db
def test_what_does_not_pass_is_no_fault() -> None:
    with pytest.raises(OperationalError) as error, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert not faults.passes(error.value)
    assert not faults.passes(FileNotFoundError(2, "x"))
