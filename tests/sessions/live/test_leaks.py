"""What people say stays where it was said: unlike words in every field, looked for wherever they must not be."""

from __future__ import annotations

import re
from uuid import uuid4

from sessions.rulebook.protocol import protocol
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import check_in
from tests.sessions.cast.sockets import in_thread, sockets

# One word a field, that no template, name or id could hold by chance.
NOTES = {
    "clarification": {"question": ("bruno", "zqquestion")},
    "contract": {"reformulation": ("chloe", "zqreformulation")},
    "consultation": {
        kind: ("chloe", f"zq{kind.replace('_', '')}")
        for kind in (
            "analysis",
            "experience",
            "feedback",
            "hypothesis",
            "impression",
            "metaphor",
            "option",
            "reflective_question",
            "resource",
        )
    },
    "learning": {"learning": ("elsa", "zqlearning")},
    "presentation": {"note": ("amina", "zqnote")},
}
CONTRACT, SYNTHESIS, COMMITMENT, SECOND = "zqcontract", "zqsynthesis", "zqcommitment", "zqsecond"
SHARED = {word for notes in NOTES.values() for _, word in notes.values()} | {CONTRACT, COMMITMENT}
EVERYTHING = SHARED | {SYNTHESIS, SECOND}
WORDS = {
    "claire": SHARED,
    "colin": SHARED,
    "david": SHARED,
    "amina": SHARED | {SYNTHESIS},
    "bruno": SHARED,
    "elsa": SHARED,
    "farid": SHARED | {SYNTHESIS},
    "gina": set(),
    SCREEN: set(),
}


def speak(evening: Evening) -> None:
    """Amina's round: every kind of writing once. Chloé words the last question anew."""
    for step in ("presentation", "clarification", "contract", "consultation", "action_plan", "learning"):
        evening.do("claire", "jump", to_step=evening.index(step))
        for kind, (author, word) in NOTES.get(step, {}).items():
            evening.do(author, "contribute", id=uuid4(), kind=kind, text=word)
        if step == "contract":
            evening.do("amina", "write_contract", text=CONTRACT)
        if step == "action_plan":
            evening.do("amina", "write_synthesis", text=SYNTHESIS)
            evening.do("amina", "add_commitment", text=COMMITMENT)


def found(text: str) -> set[str]:
    return {word for word in EVERYTHING if word in text}


def test_nothing_of_a_round_is_left_in_the_next(evening: Evening) -> None:
    """Bruno is client now: his round begins empty, on every screen."""
    check_in(evening)
    speak(evening)
    evening.do("claire", "jump", to_step=evening.index("presentation", 1))
    for name in WORDS:
        path = evening.path("screen/" if name == SCREEN else "")
        assert found(evening.browser(name).get(path).content.decode()) == set(), name


def test_a_right_to_write_is_no_right_to_read(evening: Evening) -> None:
    """Whoever may write out of step, speak by exception or hold the pen for another reads what there was to read."""
    check_in(evening)
    speak(evening)
    for name in ("amina", "chloe", "elsa"):
        evening.do("claire", "allow_writing", participant=evening.people[name].pk, kind="note")
    evening.do("claire", "give_floor", participant=evening.people["elsa"].pk, exceptional=True)
    evening.do("farid", "contribute", id=uuid4(), kind="learning", text=SECOND, behalf=evening.people["driss"].pk)
    for name, words in WORDS.items():
        path = evening.path("screen/" if name == SCREEN else "")
        expected = words | {SECOND} if words else words
        assert found(evening.browser(name).get(path).content.decode()) == expected, name


async def test_who_left_reads_nothing_more(evening: Evening) -> None:
    await in_thread(check_in, evening)
    async with sockets(evening) as browsers:
        page = await browsers.open("bruno")
        await in_thread(evening.do, "claire", "jump", to_step=await in_thread(evening.index, "clarification"))
        revision = await in_thread(evening.do, "claire", "mark_left", participant=evening.people["bruno"].pk)
        await page.until(revision)
        page.frames.clear()
        written = {"id": uuid4(), "kind": "question", "text": SECOND}
        await page.until(await in_thread(lambda: evening.do("chloe", "contribute", **written)))
        for address in ("", "stage/", "keepsake/"):
            http = await in_thread(evening.browser, "bruno")
            answer = await in_thread(http.get, evening.path(address))
            assert found(answer.content.decode()) == set()
        again = await browsers.open("bruno")
        assert [re.findall(r'id="([\w-]+)"', frame) for frame in (*page.frames, *again.frames)] == [["live-state"]] * 2


def test_answers_to_the_sender_hold_no_words(evening: Evening) -> None:
    """Nor does a refusal, which brings the present stage of its own reader alone."""
    check_in(evening)
    speak(evening)
    stale = evening.post(evening.browser("claire"), "next", from_step=0)
    assert found(stale.content.decode()) == SHARED
    refused = evening.post(evening.browser("bruno"), "contribute", id=uuid4(), kind="option", text=SECOND)
    assert (refused.status_code, found(refused.content.decode())) == (409, set())
    unknown = evening.post(evening.browser("bruno"), "contribute", id=uuid4(), kind=SECOND, text=SECOND)
    assert unknown.status_code == 422


def test_keepsake_is_the_clients_alone(evening: Evening) -> None:
    check_in(evening)
    speak(evening)
    evening.do("claire", "close")
    kept = evening.browser("amina").get(evening.path("keepsake/")).content.decode()
    assert found(kept) == SHARED | {SYNTHESIS}
    assert found(evening.browser("bruno").get(evening.path("keepsake/")).content.decode()) == set()
    for name in ("claire", "chloe", "elsa", "farid", SCREEN):
        assert evening.browser(name).get(evening.path("keepsake/")).status_code == 404


async def test_room_screen_and_participants_have_no_word_of_the_facilitators(evening: Evening) -> None:
    """Cards for who facilitates, what is missing, who waits: on the dashboard alone."""
    own = facilitators_words()
    await in_thread(check_in, evening)
    seen: dict[str, str] = {}
    async with sockets(evening) as browsers:
        pages = {
            name: await browsers.open(name) for name in ("amina", "bruno", "elsa", "farid", "gina", SCREEN, "claire")
        }
        for step in ("clarification", "contract", "consultation", "action_plan", "learning", "closing"):
            to = await in_thread(evening.index, step)
            revision = await in_thread(evening.do, "claire", "jump", to_step=to)
            for page in pages.values():
                await page.until(revision)
        seen = {name: "".join(page.frames) for name, page in pages.items()}
    for name, frames in seen.items():
        held = {words for words in own if words in frames}
        assert bool(held) == (name == "claire"), (name, held)
        controls = set(re.findall(r'data-command="(\w+)"', frames))
        assert name == "claire" or controls <= {"mark_answered", "withdraw"}, name


def facilitators_words() -> set[str]:
    """What the cards tell who facilitates, as it is escaped in pages."""
    path = protocol.catalogue()["codev-classique"]
    cards = [step.cards["facilitator"] for step in protocol.load(path).steps]
    texts = [text.fr for card in cards for text in (card.expect, card.refrain)]
    return {text for text in texts if "{client}" not in text}
