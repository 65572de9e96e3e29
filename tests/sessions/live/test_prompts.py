"""Prompts: the step's own, of which the index alone travels, and the facilitator's words, sealed while shown."""

from __future__ import annotations

import json
import re

import pytest

from sessions.live.snapshot import reading
from sessions.models import JournalEntry, OwnPrompt
from sessions.rulebook.moves.clock import Extend
from sessions.rulebook.moves.guiding import HidePrompt, ShowPrompt
from sessions.rulebook.moves.life import Close
from sessions.rulebook.moves.steps import Next
from sessions.rulebook.protocol.protocol import catalogue, load
from tests.sessions.cast import states
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import in_thread, sockets
from tests.sessions.cast.states import after
from tests.sessions.live.test_guiding import EVERYBODY, page

OWN = "zqownprompt"
PROMPT = re.compile(r'<div id="region-prompt".*?</div>', re.DOTALL)


def prompt_of(evening: Evening, name: str, language: str = "fr") -> str:
    found = PROMPT.search(page(evening, name, language))
    assert found
    return found[0]


@pytest.mark.parametrize("key", catalogue())
def test_every_step_has_five_prompts_in_both_languages(key: str) -> None:
    for step in load(catalogue()[key]).steps:
        for language in ("fr", "en"):
            assert len({text.given(language) for text in step.prompts}) >= 5, step.key


def test_a_prompt_of_the_step_is_shown_to_all_in_their_language(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "show_prompt", index=1)
    step = evening.session.load().step
    assert step is not None
    for name in EVERYBODY:
        assert step.prompts[1].fr in prompt_of(evening, name)
        assert ("hide_prompt" in prompt_of(evening, name)) == (name == "claire")
    assert step.prompts[1].en in prompt_of(evening, "bruno", "en")
    entry = JournalEntry.objects.latest("revision")
    assert (entry.arguments, entry.events[0]["index"]) == ({"index": 1}, 1)


def test_the_library_is_for_who_drives(evening: Evening) -> None:
    clarification(evening)
    for name in EVERYBODY:
        assert ('id="prompt-0"' in page(evening, name)) == (name == "claire")


@pytest.mark.parametrize("ending", [HidePrompt(), Next(), Close()], ids=str)
def test_a_prompt_stands_until_it_is_hidden_or_the_step_ends(ending: object) -> None:
    shown = after(states.amina_is_questioned(), ShowPrompt(2))
    assert after(shown, Extend(states.MINUTE), later=states.MINUTE).prompt == shown.prompt
    assert after(shown, ending).prompt is None
    assert after(states.amina_is_questioned(), HidePrompt()).prompt is None


async def test_words_of_ones_own_are_pushed_sealed_and_gone_when_hidden(evening: Evening) -> None:
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in (*EVERYBODY, "gina")}
        revision = await in_thread(lambda: evening.do("claire", "write_prompt", text=OWN))
        for name, opened in pages.items():
            await opened.until(revision)
            assert (OWN in opened.regions.get("region-prompt", "")) == (name != "gina")
        kept = await in_thread(lambda: OwnPrompt.objects.get())
        assert OWN.encode() not in bytes(kept.sealed_text)
        entries = await in_thread(lambda: list(JournalEntry.objects.values("arguments", "events")))
        state = (await in_thread(lambda: evening.session)).state
        assert OWN not in json.dumps([entries, state])
        revision = await in_thread(lambda: evening.do("claire", "hide_prompt"))
        for opened in pages.values():
            await opened.until(revision)
            assert OWN not in opened.regions.get("region-prompt", "")
    assert not await in_thread(lambda: OwnPrompt.objects.exists())


def test_one_prompt_takes_the_place_of_the_other(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "write_prompt", text="zqfirst")
    evening.do("claire", "write_prompt", text=OWN)
    assert OWN in prompt_of(evening, "bruno")
    assert "zqfirst" not in page(evening, "claire")
    evening.do("claire", "show_prompt", index=0)
    assert OWN not in page(evening, "claire")
    assert not OwnPrompt.objects.exists()


def test_words_that_cannot_be_opened_are_said_calmly(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "write_prompt", text=OWN)
    OwnPrompt.objects.update(sealed_text=b"\x01")
    assert "Ce texte ne peut plus être lu." in prompt_of(evening, "bruno")


def test_a_prompt_of_ones_own_is_one_query_and_others_none(evening: Evening, statements: list[str]) -> None:
    clarification(evening)

    def queries() -> int:
        statements.clear()
        reading.load(evening.session_id)
        return len(statements)

    before = queries()
    evening.do("claire", "show_prompt", index=0)
    assert queries() == before
    evening.do("claire", "write_prompt", text=OWN)
    assert queries() == before + 1
