"""How many wrong codes an address may try."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from sessions.views import attempts

ADDRESS = "192.0.2.7"


@pytest.fixture(autouse=True)
def _two_may_be_tried(settings: Settings) -> Iterator[None]:
    settings.CODEV_CODE_ATTEMPTS = 2
    yield
    cache.clear()


def test_two_wrong_codes_use_an_address_up_and_no_other() -> None:
    attempts.note(ADDRESS)
    assert not attempts.are_used_up(ADDRESS)
    attempts.note(ADDRESS)
    assert [attempts.are_used_up(one) for one in (ADDRESS, "192.0.2.8")] == [True, False]


def test_a_count_whose_window_ends_meanwhile_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *args: False)
    attempts.note(ADDRESS)
    assert not attempts.are_used_up(ADDRESS)
    attempts.note(ADDRESS)
    assert attempts.are_used_up(ADDRESS)
