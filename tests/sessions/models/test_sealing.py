"""Sealed text opens for its row, field and key alone; keys rotate, expire and can be destroyed."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Iterator
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, models
from pytest_django import DjangoAssertNumQueries, Settings

from codev.sealing import KeyGone, SealBroken, new_key, open_sealed, seal, unwrap, wrap
from sessions.models import (
    Commitment,
    CommitmentReport,
    ContentKey,
    Contract,
    Contribution,
    OwnPrompt,
    PrivateNote,
    SealedText,
    Subject,
    Vote,
)
from sessions.models import keys as keys_module

ROW = uuid.UUID("11111111-1111-4111-8111-111111111111")
OTHER = uuid.UUID("22222222-2222-4222-8222-222222222222")
# A round is called by its session and number.
WITH_WORDS = (Commitment, CommitmentReport, Contract, Contribution, OwnPrompt, PrivateNote, Subject, Vote)
SECRET = "Mon directeur ne m’écoute pas"


class Note:
    """A row with two sealed fields, without the table."""

    key_owner = "session_id"
    text = SealedText("sealed_text")
    title = SealedText("sealed_title")

    def __init__(self, session_id: uuid.UUID) -> None:
        self.pk = uuid.uuid4()
        self.session_id = session_id
        self.sealed_text: bytes | memoryview | None = None
        self.sealed_title: bytes | None = None


def master() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@pytest.fixture(autouse=True)
def _no_key_remembered() -> Iterator[None]:
    keys_module.cache.clear()
    yield
    keys_module.cache.clear()


@pytest.fixture
def owner(db: None) -> uuid.UUID:
    owner = uuid.uuid4()
    ContentKey.objects.make(owner)
    return owner


@pytest.mark.parametrize("text", ["", "Léa", "œuvre — « déjà » 🌿", "\x00", "é" * 20_000])
def test_a_sealed_text_opens_as_it_was(text: str) -> None:
    key = new_key()
    assert open_sealed(key, ROW, seal(key, ROW, text)) == text


def test_sealing_twice_gives_different_bytes() -> None:
    key = new_key()
    assert seal(key, ROW, SECRET) != seal(key, ROW, SECRET)


def test_the_text_is_not_in_the_bytes() -> None:
    assert SECRET.encode() not in seal(new_key(), ROW, SECRET)


def test_every_flipped_byte_is_noticed() -> None:
    key = new_key()
    blob = seal(key, ROW, "abc")
    for place in range(len(blob)):
        tampered = bytearray(blob)
        tampered[place] ^= 1
        with pytest.raises(SealBroken):
            open_sealed(key, ROW, bytes(tampered))


def test_every_truncation_is_noticed() -> None:
    key = new_key()
    blob = seal(key, ROW, "abc")
    for length in range(len(blob)):
        with pytest.raises(SealBroken):
            open_sealed(key, ROW, blob[:length])


def test_a_text_moved_to_another_row_does_not_open() -> None:
    key = new_key()
    with pytest.raises(SealBroken):
        open_sealed(key, OTHER, seal(key, ROW, SECRET))


def test_a_text_moved_to_another_field_does_not_open() -> None:
    key = new_key()
    with pytest.raises(SealBroken):
        open_sealed(key, ROW, seal(key, ROW, SECRET, "title"), "text")


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealBroken):
        open_sealed(new_key(), ROW, seal(new_key(), ROW, SECRET))


def test_the_error_names_the_row_and_nothing_else() -> None:
    key = new_key()
    with pytest.raises(SealBroken) as caught:
        open_sealed(key, OTHER, seal(key, ROW, SECRET))
    assert str(caught.value) == str(OTHER)
    assert caught.value.args == (str(OTHER),)
    assert caught.value.__suppress_context__


def test_a_wrapped_key_opens_for_its_owner_alone() -> None:
    key = new_key()
    blob = wrap(key, ROW)
    assert unwrap(blob, ROW) == key
    with pytest.raises(SealBroken, match=str(OTHER)):
        unwrap(blob, OTHER)


def test_a_sealed_text_is_no_wrapped_key(settings: Settings) -> None:
    """The labels keep the two apart, even under one key."""
    settings.CODEV_CONTENT_KEYS = [master()]
    blob = seal(base64.urlsafe_b64decode(settings.CODEV_CONTENT_KEYS[0]), ROW, SECRET)
    with pytest.raises(SealBroken):
        unwrap(blob, ROW)


def test_the_first_master_wraps_and_all_unwrap(settings: Settings) -> None:
    old, new, key = master(), master(), new_key()
    settings.CODEV_CONTENT_KEYS = [old]
    wrapped_before = wrap(key, ROW)
    settings.CODEV_CONTENT_KEYS = [new, old]
    assert unwrap(wrapped_before, ROW) == key
    wrapped_after = wrap(key, ROW)
    settings.CODEV_CONTENT_KEYS = [new]
    assert unwrap(wrapped_after, ROW) == key
    with pytest.raises(SealBroken):
        unwrap(wrapped_before, ROW)


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
    with pytest.raises(KeyGone, match=str(ROW)):
        ContentKey.objects.key_of(ROW)


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


def test_a_rows_text_is_sealed_when_assigned_and_opened_when_read(owner: uuid.UUID) -> None:
    note = Note(owner)
    note.text = SECRET
    assert note.sealed_text is not None
    assert SECRET.encode() not in bytes(note.sealed_text)
    assert note.text == SECRET


def test_what_a_database_driver_gives_back_opens_too(owner: uuid.UUID) -> None:
    note = Note(owner)
    note.text = SECRET
    assert note.sealed_text is not None
    note.sealed_text = memoryview(bytes(note.sealed_text))
    assert note.text == SECRET


def test_two_fields_of_a_row_cannot_be_swapped(owner: uuid.UUID) -> None:
    note = Note(owner)
    note.text, note.title = SECRET, "Titre"
    note.sealed_text, note.sealed_title = note.sealed_title, bytes(note.sealed_text or b"")
    with pytest.raises(SealBroken, match=str(note.pk)):
        _ = note.text


def test_two_rows_cannot_be_swapped(owner: uuid.UUID) -> None:
    one, other = Note(owner), Note(owner)
    one.text, other.text = "un", "deux"
    other.sealed_text = one.sealed_text
    with pytest.raises(SealBroken, match=str(other.pk)):
        _ = other.text


def test_a_field_never_written_reads_as_empty_but_an_emptied_one_is_broken(owner: uuid.UUID) -> None:
    note = Note(owner)
    assert note.text == ""
    note.sealed_text = b""
    with pytest.raises(SealBroken):
        _ = note.text


@pytest.mark.parametrize("broken", ["destroyed", "tampered"])
def test_a_row_that_cannot_be_read_names_itself_only(owner: uuid.UUID, broken: str) -> None:
    note: Any = Note(owner)
    note.text = SECRET
    if broken == "destroyed":
        ContentKey.objects.destroy(owner)
    else:
        note.sealed_text = note.sealed_text[:-1] + b"x"
    with pytest.raises(SealBroken) as caught:
        _ = note.text
    assert str(caught.value) == str(note.pk)
    assert isinstance(caught.value, KeyGone) == (broken == "destroyed")


@pytest.mark.parametrize("model", WITH_WORDS, ids=lambda model: model.__name__)
def test_a_row_with_words_is_called_by_its_id_alone(model: type[models.Model]) -> None:
    """Where it is logged, or listed by an operator."""
    row = model(pk=ROW)
    assert str(row) == str(row.pk)
