"""Sealed text opens for its row, field and key alone; master keys wrap those of sessions."""

from __future__ import annotations

import base64
import os
import uuid

import pytest
from pytest_django import Settings

from codev.sealing import SealBroken, new_key, open_sealed, seal, unwrap, wrap

ROW = uuid.UUID("11111111-1111-4111-8111-111111111111")
OTHER = uuid.UUID("22222222-2222-4222-8222-222222222222")
SECRET = "Mon directeur ne m’écoute pas"


def master() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


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
