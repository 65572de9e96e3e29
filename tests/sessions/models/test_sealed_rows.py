"""Fields of rows are sealed as they are assigned and open as they are read, each in its place alone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import models

from codev.sealing import KeyGone, SealBroken
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

ROW = uuid.UUID("11111111-1111-4111-8111-111111111111")
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
