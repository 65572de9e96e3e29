"""How many wrong codes a browser may try, and all of an address."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from sessions.views import attempts

ADDRESS = "192.0.2.7"


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_may_be_tried(settings: Settings) -> None:
    settings.CODEV_CODE_ATTEMPTS = 2


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


def test_all_addresses_of_a_network_are_one() -> None:
    """Whoever has one address of IPv6 has 2⁶⁴ of them."""
    for number in range(20):
        attempts.note(asked(f"browser {number}", f"2001:db8:1:2::{number + 1:x}"), "room")
    assert attempts.are_used_up(asked("one more", "2001:db8:1:2:ffff::1"), "room")
    assert not attempts.are_used_up(asked("one more", "2001:db8:1:3::1"), "room")


def test_a_count_whose_window_ends_meanwhile_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    add, is_there = cache.add, iter([True, False] * 2)
    monkeypatch.setattr(cache, "add", lambda *args: not next(is_there, False) and add(*args))
    attempts.note(asked(), "room")
    assert not attempts.are_used_up(asked(), "room")
    attempts.note(asked(), "room")
    assert attempts.are_used_up(asked(), "room")
