"""Content keys: where they are kept, for how long they are remembered, rotated and destroyed."""

from __future__ import annotations

import base64
import os
import uuid
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django import DjangoAssertNumQueries, Settings

from codev.sealing import KeyGone
from sessions.models import (
    ContentKey,
)
from sessions.models import keys as keys_module


def master() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def test_keys_are_kept_in_their_own_database(owner: uuid.UUID) -> None:
    assert ContentKey.objects.get(pk=owner)._state.db == "keys"
    assert "codev_sessions_contentkey" in connections["keys"].introspection.table_names()
    assert "codev_sessions_contentkey" not in connections["default"].introspection.table_names()


def test_the_key_itself_is_not_in_its_row(owner: uuid.UUID) -> None:
    assert ContentKey.objects.key_of(owner) not in bytes(ContentKey.objects.get(pk=owner).wrapped)


def test_an_owner_has_one_key_of_its_own(owner: uuid.UUID) -> None:
    other = uuid.uuid4()
    ContentKey.objects.make(other)
    assert ContentKey.objects.key_of(owner) == ContentKey.objects.key_of(owner)
    assert ContentKey.objects.key_of(owner) != ContentKey.objects.key_of(other)


def test_a_key_is_read_once_a_minute(
    owner: uuid.UUID, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = 1000.0
    monkeypatch.setattr(keys_module, "time", SimpleNamespace(monotonic=lambda: now))
    with django_assert_num_queries(1, connection=connections["keys"]):
        ContentKey.objects.key_of(owner)
        now = 1059.9
        ContentKey.objects.key_of(owner)
    now = 1060.0
    with django_assert_num_queries(1, connection=connections["keys"]):
        ContentKey.objects.key_of(owner)


def test_few_keys_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "CACHE_SIZE", 2)
    owners = [uuid.uuid4() for _ in range(3)]
    for owner in owners:
        keys_module.cache.put(owner, b"key", keys_module.time.monotonic())
    assert [keys_module.cache.get(owner) for owner in owners] == [None, b"key", b"key"]


@pytest.mark.django_db
def test_who_has_no_key_is_told_so() -> None:
    nobody = uuid.uuid4()
    with pytest.raises(KeyGone, match=str(nobody)):
        ContentKey.objects.key_of(nobody)


def test_a_destroyed_key_is_gone_at_once_in_this_process(owner: uuid.UUID) -> None:
    ContentKey.objects.key_of(owner)
    ContentKey.objects.destroy(owner)
    with pytest.raises(KeyGone):
        ContentKey.objects.key_of(owner)
    row = ContentKey.objects.get(pk=owner)
    assert bytes(row.wrapped) == b""
    assert row.destroy_intended_at is not None


def test_an_intent_alone_already_closes(owner: uuid.UUID) -> None:
    ContentKey.objects.filter(pk=owner).update(destroy_intended_at="2026-01-01T00:00:00Z")
    with pytest.raises(KeyGone):
        ContentKey.objects.key_of(owner)


def test_destroying_again_finishes_and_changes_no_instant(owner: uuid.UUID) -> None:
    ContentKey.objects.destroy(owner)
    before = ContentKey.objects.filter(pk=owner).values().get()
    ContentKey.objects.destroy(owner)
    assert ContentKey.objects.filter(pk=owner).values().get() == before


def test_rotation_lets_the_old_master_go(owner: uuid.UUID, settings: Settings) -> None:
    key = ContentKey.objects.key_of(owner)
    new = master()
    settings.CODEV_CONTENT_KEYS = [new, *settings.CODEV_CONTENT_KEYS]
    out = StringIO()
    call_command("rotate_content_keys", stdout=out)
    assert out.getvalue().startswith("Content keys sealed under the newest key: 1\n")
    settings.CODEV_CONTENT_KEYS = [new]
    keys_module.cache.clear()
    assert ContentKey.objects.key_of(owner) == key


def test_rotation_goes_on_past_what_cannot_be_read_and_names_it(owner: uuid.UUID, settings: Settings) -> None:
    lost, after = uuid.uuid4(), uuid.uuid4()
    ContentKey.objects.create(owner=lost, wrapped=b"\x01" + b"?" * 60)
    ContentKey.objects.make(after)
    key, wrapped = ContentKey.objects.key_of(after), bytes(ContentKey.objects.get(pk=lost).wrapped)
    settings.CODEV_CONTENT_KEYS = [master(), *settings.CODEV_CONTENT_KEYS]
    for _ in range(2):
        with pytest.raises(CommandError, match=f"content key of {lost}") as told:
            call_command("rotate_content_keys", stdout=StringIO())
        assert str(told.value).count("content key of") == 1
    settings.CODEV_CONTENT_KEYS = settings.CODEV_CONTENT_KEYS[:1]
    keys_module.cache.clear()
    assert ContentKey.objects.key_of(after) == key
    assert bytes(ContentKey.objects.get(pk=lost).wrapped) == wrapped


def test_rotation_leaves_destroyed_keys_destroyed(owner: uuid.UUID) -> None:
    ContentKey.objects.destroy(owner)
    assert ContentKey.objects.rewrap_all() == (0, [])
    assert bytes(ContentKey.objects.get(pk=owner).wrapped) == b""
