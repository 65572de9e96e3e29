"""What is said and chosen at the opening reaches those it is for: own commitments, single votes, titles, reports."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any
from uuid import UUID

from sessions.models import JournalEntry, Round, Vote
from tests.sessions.cast.evening import CIRCLE, SCREEN, Evening
from tests.sessions.cast.moments import PROMISE, SUBJECT, by_votes, check_in, promise
from tests.sessions.cast.sockets import in_thread, sockets

OWN, SHARED, UNSAID = UUID(int=21), UUID(int=22), UUID(int=23)
KEPT, TOLD, REPORT, TITLE, QUESTION, WORDED = "zqkept", "zqtold", "zqreport", "zqtitle", "zqquestion", "zqworded"
EVERYTHING = {KEPT, TOLD, REPORT, TITLE, QUESTION, WORDED}
SHARED_WORDS = {TOLD, REPORT, TITLE, QUESTION, WORDED}
AUDIENCES = ("claire", "david", *CIRCLE, "gina", SCREEN)


def found(text: str) -> set[str]:
    return {word for word in EVERYTHING if word in text}


def commit(evening: Evening) -> None:
    """Amina committed herself twice before; she will tell the group of one, with its words, and keep the other."""
    promise(evening, text=TOLD)
    promise(evening, text=KEPT, id=OWN)
    by_votes(evening)
    check_in(evening)


ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("claire", "next", {}),
    ("amina", "report_commitment", {"id": PROMISE, "state": "reported", "text": REPORT, "is_shared": True}),
    ("claire", "next", {}),
    ("amina", "propose_subject", {"id": SUBJECT, "title": TITLE, "question": QUESTION}),
    ("chloe", "vote", {"subject": SUBJECT, "count": 2}),
    ("claire", "end_vote", {}),
    ("claire", "next", {}),
    ("amina", "word_headline", {"title": WORDED, "question": QUESTION}),
)


def live(evening: Evening) -> None:
    """From the follow-up to the first round: Chloé votes for Amina's subject, who words it anew as client."""
    for name, command, fields in ACTS:
        evening.do(name, command, **fields)


def page_of(evening: Evening, name: str) -> str:
    path = evening.path("screen/" if name == SCREEN else "")
    return str(evening.browser(name).get(path).content.decode())


async def test_single_votes_are_their_voters_alone(evening: Evening) -> None:
    """Two evenings in one: whatever Chloé votes, frames and pages of all the others are the same."""
    await in_thread(commit, evening)
    await in_thread(propose_two, evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in AUDIENCES}
        seen = [await after_vote(evening, pages, subject) for subject in (SUBJECT, UNSAID)]
    assert {name for name in AUDIENCES if seen[0][name] != seen[1][name]} == {"chloe"}
    for name in AUDIENCES:
        html = await in_thread(page_of, evening, name)
        assert ("<output>3</output>" in html) == (name == "chloe"), name


def propose_two(evening: Evening) -> None:
    evening.do("claire", "jump", to_step=evening.index("subject_choice"))
    evening.do("amina", "propose_subject", id=SUBJECT, title=TITLE, question=QUESTION)
    evening.do("bruno", "propose_subject", id=UNSAID, title=TITLE, question=QUESTION)


async def after_vote(evening: Evening, pages: dict[str, Any], subject: UUID) -> dict[str, dict[str, str]]:
    """Everybody's regions once Chloé has given all her votes to one subject."""
    other = UNSAID if subject == SUBJECT else SUBJECT
    await in_thread(partial(evening.do, "chloe", "vote", subject=other, count=0))
    revision = await in_thread(partial(evening.do, "chloe", "vote", subject=subject, count=3))
    for page in pages.values():
        await page.until(revision)
    return {name: dict(page.regions) for name, page in pages.items()}


def test_nothing_is_left_of_single_votes_once_the_vote_is_over(evening: Evening) -> None:
    commit(evening)
    live(evening)
    assert not Vote.objects.exists()
    kept = json.dumps([evening.session.state, *JournalEntry.objects.values("command", "arguments", "events")])
    votes = [entry for entry in JournalEntry.objects.all() if entry.command == "vote"]
    assert [entry.arguments for entry in votes] == [{}]
    assert found(kept) == set()


def test_hr_is_not_told_who_was_client(evening: Evening) -> None:
    """Whoever was client: HR's page is the same to the letter."""
    commit(evening)
    live(evening)
    evening.do("claire", "close")
    http, address = evening.browser("hakim"), f"/history/groups/{evening.group.pk}/"
    before = http.get(address).content.decode()
    assert "Amina" in before  # attendance, by name
    Round.objects.update(client=evening.people["driss"])
    assert without_tokens(http.get(address).content.decode()) == without_tokens(before)


def without_tokens(html: str) -> str:
    return re.sub(r"\w{64}", "", html)
