"""Words that can no longer be opened: pages and frames say so calmly, the log names the row and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from sessions.models import Commitment, ContentKey, Contract, Contribution, Round
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import QUESTION, action_plan
from tests.sessions.cast.sockets import in_thread, sockets

CALM = {"fr": "Ce texte ne peut plus être lu.", "en": "This text can no longer be read."}
WORDS = ("zqquestion", "zqcontract", "zqsynthesis", "zqcommitment")


def amina_keeps(evening: Evening) -> None:
    """A question, a contract, a synthesis and a commitment, all on the same screen."""
    action_plan(evening)
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="zqquestion")
    evening.do("claire", "next")
    evening.do("amina", "write_contract", text="zqcontract")
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    evening.do("amina", "write_synthesis", text="zqsynthesis")
    evening.do("amina", "add_commitment", text="zqcommitment")


def flipped(blob: bytes) -> bytes:
    return bytes(blob[:-1]) + bytes([blob[-1] ^ 1])


def first(model: Any, column: str = "sealed_text") -> tuple[Any, str]:
    return model.objects.order_by("pk").filter(**{f"{column}__isnull": False}).get(), column


def seal_of(what: str) -> tuple[Any, str]:
    rows: dict[str, tuple[Any, str]] = {
        "zqquestion": (Contribution, "sealed_text"),
        "zqcontract": (Contract, "sealed_text"),
        "zqsynthesis": (Round, "sealed_synthesis"),
        "zqcommitment": (Commitment, "sealed_text"),
    }
    return first(*rows[what])


def tamper(what: str) -> UUID:
    row, column = seal_of(what)
    setattr(row, column, flipped(bytes(getattr(row, column))))
    row.save()
    return UUID(str(row.pk))


def cut_short(what: str) -> UUID:
    row, column = seal_of(what)
    setattr(row, column, b"\x01")
    row.save()
    return UUID(str(row.pk))


def move(what: str) -> UUID:
    """Another row's words, sealed under the very same key."""
    row, column = seal_of(what)
    other, its = seal_of(WORDS[WORDS.index(what) - 1])
    setattr(row, column, getattr(other, its))
    row.save()
    return UUID(str(row.pk))


@pytest.mark.parametrize("harm", [tamper, cut_short, move])
@pytest.mark.parametrize("what", WORDS)
def test_page_says_calmly_what_cannot_be_read(
    evening: Evening, caplog: pytest.LogCaptureFixture, what: str, harm: Callable[[str], UUID]
) -> None:
    amina_keeps(evening)
    harmed = harm(what)
    with caplog.at_level(logging.ERROR):
        page = evening.browser("amina", language="fr").get(evening.path()).content.decode()
    assert CALM["fr"] in page
    assert {word for word in WORDS if word in page} == {*WORDS} - {what}
    assert {record.getMessage() for record in caplog.records} == {str(harmed)}
    assert all(record.exc_info is None for record in caplog.records)


async def test_frame_says_so_in_its_readers_language(evening: Evening) -> None:
    await in_thread(amina_keeps, evening)
    await in_thread(tamper, "zqquestion")
    async with sockets(evening) as browsers:
        for language, calm in CALM.items():
            for name in ("claire", "amina", "chloe"):
                page = await browsers.open(name, query=f"lang={language}")
                assert calm in page.regions["region-board"]
        screen = await browsers.open(SCREEN)
        assert CALM["fr"] not in "".join(screen.frames)


async def test_destroyed_key_leaves_a_calm_page_and_no_words(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    await in_thread(amina_keeps, evening)
    async with sockets(evening) as browsers:
        before = await browsers.open("amina")
        await in_thread(ContentKey.objects.destroy, evening.session_id)
        with caplog.at_level(logging.ERROR):
            after = await in_thread(fetched, evening)
    assert all(word in "".join(before.frames) for word in WORDS)
    assert not any(word in after for word in WORDS)
    assert after.count(CALM["fr"]) >= len(WORDS)
    rows = await in_thread(lambda: {str(seal_of(word)[0].pk) for word in WORDS})
    assert {record.getMessage() for record in caplog.records} == rows


def fetched(evening: Evening) -> str:
    return str(evening.browser("amina", language="fr").get(evening.path()).content.decode())


@pytest.mark.parametrize("command", ["next", "contribute"])
def test_command_in_a_session_whose_key_is_gone_is_refused_with_a_sentence(evening: Evening, command: str) -> None:
    amina_keeps(evening)
    ContentKey.objects.destroy(evening.session_id)
    before = evening.session.revision
    answer = evening.post(evening.browser("claire"), command, id=str(QUESTION), kind="question", text="x")
    assert 400 <= answer.status_code < 500
    assert b"data-code" in answer.content
    assert evening.session.revision == before


def test_keepsake_says_so_and_the_log_names_the_row(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    amina_keeps(evening)
    harmed = tamper("zqcontract")
    evening.do("claire", "close")
    with caplog.at_level(logging.ERROR):
        page = evening.browser("amina", language="fr").get(evening.path("keepsake/")).content.decode()
    assert CALM["fr"] in page
    assert "zqsynthesis" in page
    assert {record.getMessage() for record in caplog.records} == {str(harmed)}
