"""How many wrong codes a browser may try, and all of an address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from sessions.views import attempts

ADDRESS = "192.0.2.7"


@pytest.fixture(autouse=True)
def _two_may_be_tried(settings: Settings) -> Iterator[None]:
    settings.CODEV_CODE_ATTEMPTS = 2
    yield
    cache.clear()


def asked(browser: str = "amina", address: str = ADDRESS) -> HttpRequest:
    request = RequestFactory().post("/join/", REMOTE_ADDR=address)
    request.COOKIES["csrftoken"] = browser
    return request


def test_two_wrong_codes_use_a_browser_up_and_nobody_else() -> None:
    attempts.note(asked(), "room")
    assert not attempts.are_used_up(asked(), "room")
    attempts.note(asked(), "room")
    assert attempts.are_used_up(asked(), "room")
    assert not attempts.are_used_up(asked(), "pairing")
    for other in (asked("bruno"), asked(address="192.0.2.8")):
        assert not attempts.are_used_up(other, "room")


def test_who_throws_cookies_away_uses_the_address_up() -> None:
    for number in range(20):
        assert not attempts.are_used_up(asked(f"browser {number}"), "room")
        attempts.note(asked(f"browser {number}"), "room")
    assert attempts.are_used_up(asked("one more"), "room")
    assert not attempts.are_used_up(asked(address="192.0.2.8"), "room")


def test_a_count_whose_window_ends_meanwhile_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *args: False)
    attempts.note(asked(), "room")
    assert not attempts.are_used_up(asked(), "room")
    attempts.note(asked(), "room")
    assert attempts.are_used_up(asked(), "room")
