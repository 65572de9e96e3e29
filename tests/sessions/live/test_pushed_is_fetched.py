"""After any command, what was pushed to a page is what that page would be if it were fetched now."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import AsyncClient

from sessions.forms.commands import COMMANDS
from sessions.live.hub.hub import hub
from sessions.live.snapshot import reach
from sessions.live.stage import REGIONS
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import IDEA, PROMISE, QUESTION, SUBJECT, by_votes, promise, proposed
from tests.sessions.cast.sockets import NAME, Browsers, Page, eventually, in_thread, sockets, state_in

LANGUAGES = ("fr", "en")
# Amina is client in the first round, Bruno in the second; Elsa observes and Farid writes, until they change places;
# Gina waits for a while.
LOOKERS = ("claire", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN)
EVERYBODY = [(name, language) for name in LOOKERS for language in LANGUAGES]
# Each in one language: over the evening every audience is seen in both. David facilitates, and only watches.
ONCE = [
    *zip(("claire", "colin", "amina", "bruno", "elsa", "farid", "gina", "david"), LANGUAGES * 4, strict=True),
    *((SCREEN, language) for language in LANGUAGES),
]
Looks = list[tuple[str, str]]
STAMPS = {"now", "remaining"}
WITHDRAWN, KEPT, ALLOWED, NOTED, OTHER = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
WITHDRAWN, KEPT, ALLOWED, NOTED, DROPPED, BACK, HIDDEN, WORDING = (uuid4() for _ in range(8))
TEXT = "Et <si> vous demandiez à l’équipe & à Paul ?\nDeuxième ligne."


@pytest.fixture(autouse=True)
def _nobody_is_out_of_reach(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """These pages send no heartbeats, however long the evening takes."""
    settings.CODEV_TAKE_OVER_SECONDS = 3600
    monkeypatch.setattr(reach, "AWAY_AFTER_MS", 3_600_000)


def script(evening: Evening) -> list[tuple[str, str, dict[str, Any]]]:
    """A whole evening with every command there is."""
    promise(evening)
    by_votes(evening)
    clients = {"participants": [evening.id("amina"), evening.id("bruno")]}
    admitted = [
        ("claire", "admit", {"participant": evening.id(name)}) for name in ("bruno", "chloe", "elsa", "farid", "driss")
    ]
    question = {"id": str(QUESTION), "kind": "question", "text": TEXT}
    other = {"id": str(OTHER), "title": "&c.", "question": TEXT}
    return [
        ("claire", "open", {}),
        ("claire", "admit", {"participant": evening.id("amina")}),
        *admitted,
        ("claire", "admit_all", {}),
        ("claire", "turn_away", {"participant": evening.id("gina")}),
        ("claire", "assign_role", {"participant": evening.id("elsa"), "role": "observer"}),
        ("claire", "assign_role", {"participant": evening.id("farid"), "role": "scribe"}),
        ("claire", "choose_clients", clients),
        ("bruno", "say_where", {"where": "remote"}),
        ("claire", "seat_newcomer", {"name": "Henri Blanc"}),
        ("claire", "start", {}),
        ("claire", "next_speaker", {}),
        ("bruno", "postpone_turn", {}),
        ("amina", "pass_turn", {}),
        ("claire", "extend", {"seconds": 60}),
        ("claire", "jump", {"to_step": evening.index("follow_up")}),
        ("amina", "report_commitment", {"id": str(PROMISE), "state": "reported", "text": TEXT, "is_shared": "on"}),
        ("claire", "jump", {"to_step": evening.index("subject_choice")}),
        ("amina", "propose_subject", {"id": str(SUBJECT), "title": "Un <retard>", "question": TEXT}),
        ("bruno", "vote", {"subject": str(SUBJECT), "count": 2}),
        ("elsa", "skip_vote", {}),
        ("farid", "propose_subject", {**other, "behalf": evening.id("chloe")}),
        ("farid", "withdraw_subject", {"id": str(OTHER)}),
        ("claire", "end_vote", {}),
        ("claire", "jump", {"to_step": evening.index("presentation")}),
        ("farid", "word_headline", {"title": "Un « retard »", "question": TEXT}),
        ("claire", "jump", {"to_step": evening.index("clarification")}),
        ("bruno", "raise_hand", {}),
        ("chloe", "raise_hand", {}),
        ("chloe", "lower_hand", {}),
        ("claire", "give_floor", {"participant": evening.id("bruno")}),
        ("claire", "set_turn_limit", {"seconds": 90}),
        ("bruno", "contribute", question),
        ("bruno", "contribute", {"id": str(WITHDRAWN), "kind": "question", "text": "Oubliez."}),
        ("bruno", "edit", {"id": str(QUESTION), "text": TEXT + " !"}),
        ("bruno", "withdraw", {"id": str(WITHDRAWN)}),
        ("amina", "mark_answered", {"id": str(QUESTION)}),
        ("bruno", "yield_floor", {}),
        ("claire", "set_floor_mode", {"mode": "silence"}),
        ("claire", "give_floor", {"participant": evening.id("elsa"), "exceptional": "on"}),
        ("claire", "allow_writing", {"participant": evening.id("chloe"), "kind": "option"}),
        ("chloe", "contribute", {"id": str(ALLOWED), "kind": "option", "text": TEXT}),
        ("farid", "contribute", {"id": str(NOTED), "kind": "question", "text": TEXT, "behalf": evening.id("driss")}),
        ("claire", "reframe", {"whom": "client"}),
        ("claire", "reformulate", {}),
        ("claire", "summarise", {}),
        ("claire", "end_moment", {}),
        ("claire", "show_prompt", {"index": "1"}),
        ("claire", "write_prompt", {"text": "Que <b>n’avons</b>-nous pas demandé ?"}),
        ("claire", "hide_prompt", {}),
        ("claire", "write_private_note", {"text": "Chloé hésite à parler."}),
        ("claire", "set_floor_order", {"order": "least_heard"}),
        ("chloe", "keep_idea", {"id": str(IDEA), "kind": "option", "text": TEXT}),
        ("chloe", "keep_idea", {"id": str(DROPPED), "kind": "option", "text": TEXT}),
        ("chloe", "drop_kept", {"id": str(DROPPED)}),
        ("farid", "contribute", {"id": str(BACK), "kind": "question", "text": TEXT, "behalf": evening.id("driss")}),
        ("claire", "hand_back", {"id": str(BACK)}),
        ("chloe", "contribute", {"id": str(HIDDEN), "kind": "question", "text": TEXT}),
        ("claire", "hide", {"id": str(HIDDEN)}),
        ("amina", "mark", {"id": str(NOTED), "mark": "thinking"}),
        ("claire", "mark_left", {"participant": evening.id("bruno")}),
        ("claire", "mark_back", {"participant": evening.id("bruno")}),
        ("claire", "hand_over", {"to": evening.users["david"].pk}),
        ("claire", "take_back", {}),
        ("claire", "next", {}),
        ("claire", "undo", {}),
        ("claire", "take_break", {"minutes": 5}),
        ("claire", "end_break", {}),
        ("claire", "next", {}),
        ("amina", "write_contract", {"text": TEXT}),
        ("bruno", "contribute", {"id": str(WORDING), "kind": "reformulation", "text": TEXT}),
        ("amina", "adopt_wording", {"id": str(WORDING)}),
        ("farid", "accept_contract", {"behalf": evening.id("chloe")}),
        ("bruno", "accept_contract", {}),
        ("claire", "back", {}),
        ("farid", "hear_charter", {"participant": evening.id("gina")}),
        ("claire", "seat", {"participant": evening.id("gina")}),
        ("claire", "interrupt_round", {"from_step": evening.index("clarification")}),
        ("claire", "jump", {"to_step": evening.index("closing")}),
        ("claire", "resume_round", {"round": 0}),
        ("claire", "jump", {"to_step": evening.index("consultation")}),
        ("claire", "assign_role", {"participant": evening.id("elsa"), "role": "scribe"}),
        ("claire", "assign_role", {"participant": evening.id("farid"), "role": "observer"}),
        ("bruno", "contribute", {"id": str(KEPT), "kind": "metaphor", "text": TEXT}),
        ("amina", "deliver_as_they_come", {"wanted": "on"}),
        ("claire", "write_in_silence", {}),
        ("chloe", "share_kept", {"id": str(IDEA)}),
        ("claire", "reveal", {}),
        ("claire", "next", {}),
        ("amina", "write_synthesis", {"text": TEXT}),
        ("elsa", "add_commitment", {"text": TEXT, "due": "2099-01-31"}),
        ("claire", "jump", {"to_step": evening.index("presentation", 1)}),
        ("claire", "pause", {}),
        ("claire", "resume", {}),
        ("claire", "jump", {"to_step": evening.index("closing")}),
        ("claire", "close", {}),
    ]


class Looker:
    """Somebody's page, pushed and fetched, in one language."""

    def __init__(self, name: str, language: str, page: Page, http: AsyncClient, path: str) -> None:
        self.name, self.language, self.page, self.http, self.path = name, language, page, http, path

    async def fetched(self) -> str:
        answer = await self.http.get(self.path)
        assert answer.status_code == 200
        return str(answer.content.decode())


async def look(evening: Evening, browsers: Browsers, name: str, language: str) -> Looker:
    browser = await in_thread(evening.browser, name, language=language)
    http = AsyncClient()
    http.cookies = browser.cookies
    path = evening.path("screen/" if name == SCREEN else "")
    return Looker(name, language, await browsers.open(name, query=f"lang={language}", http=browser), http, path)


def steady(state: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in state.items() if name not in STAMPS}


async def check(looker: Looker, after: str) -> tuple[str, str]:
    """Compare, and say whose page it was in which language."""
    html, where = await looker.fetched(), f"{after}, {looker.name} in {looker.language}"
    # A welcome reaches a guest by the bell of the person, a moment after the revision.
    while looker.page.state["audience"] != state_in(html)["audience"]:
        await looker.page.take()
    assert f'<html lang="{looker.language}"' in html
    assert steady(looker.page.state) == steady(state_in(html)), where
    assert sorted(NAME.findall(html)) == sorted(looker.page.regions), where
    for region, pushed in looker.page.regions.items():
        assert pushed in html, f"{region} after {where}"
    return looker.page.state["audience"], looker.language


async def settle(evening: Evening, looking: list[Looker]) -> None:
    """Until whoever has a personal link came in by it, and every page shows the newest revision."""
    await eventually(lambda: not any(one.tasks for one in hub().rooms[evening.session_id].watchers))
    revision = (await in_thread(lambda: evening.session)).revision
    for looker in looking:
        await looker.page.until(revision)


async def watch(evening: Evening, looks: Looks, *, turns: int = 1) -> set[tuple[str, str]]:
    """Live through the evening and say who was seen in which language.

    Pages are fetched and compared after each command the first time that it is given: all of them, or, when they take
    turns, those whose turn it is. What a push left out shows at the next comparison too.
    """
    acts = await in_thread(script, evening)
    # Nobody is out of reach, and this school votes.
    assert {command for _, command, _ in acts} == {*COMMANDS} - {"cancel", "take_over", "weigh_subject"}
    first = {command: place for place, (_, command, _) in reversed([*enumerate(acts)])}
    async with sockets(evening) as browsers:
        looking = [await look(evening, browsers, *one) for one in looks]
        browsers = {name: await in_thread(evening.browser, name) for name in {name for name, _, _ in acts}}
        seen = {await check(looker, "nothing") for looker in looking}
        for place, (name, command, fields) in enumerate(acts):
            if command == "undo":
                fields = {"of_revision": looking[0].page.state["revision"]}
            answer = await in_thread(evening.post, browsers[name], command, **fields)
            assert answer.status_code == 204, (command, answer.content)
            for looker in looking:
                await looker.page.until(int(looker.page.state["revision"]) + 1)
            await settle(evening, looking)
            # Opening the page is how a guest knocks, once: a revision of its own.
            for looker in looking:
                if looker.page.state["audience"] == "waiting":
                    await looker.fetched()
            await settle(evening, looking)
            for looker in looking[[*first].index(command) % turns :: turns] if first[command] == place else ():
                seen.add(await check(looker, command))
        for looker in looking:
            await check(looker, "everything")
    return seen


async def test_pushed_is_fetched_after_every_command(evening: Evening) -> None:
    audiences = {"waiting"}.union(*(region.audiences for region in REGIONS))
    seen = await watch(evening, ONCE, turns=len(LANGUAGES))
    assert seen == {(audience, language) for audience in audiences for language in LANGUAGES}


@pytest.mark.long
@pytest.mark.parametrize("looks", [EVERYBODY[:8], EVERYBODY[8:]], ids=["first", "second"])
async def test_pushed_is_fetched_in_both_languages(evening: Evening, looks: Looks) -> None:
    await watch(evening, looks)


async def test_pushed_is_fetched_after_weighing(evening: Evening) -> None:
    await in_thread(proposed, evening)
    async with sockets(evening) as browsers:
        looking = [await look(evening, browsers, *one) for one in ONCE[:6]]
        weights = {"id": SUBJECT, "stakes": 3, "intensity": 2, "urgency": 1}
        revision = await in_thread(lambda: evening.do("bruno", "weigh_subject", **weights))
        for looker in looking:
            await looker.page.until(revision)
            await check(looker, "weighing")


async def test_pushed_is_fetched_after_cancelling(evening: Evening) -> None:
    async with sockets(evening) as browsers:
        looking = [await look(evening, browsers, *one) for one in ONCE]
        await in_thread(evening.do, "claire", "cancel")
        for looker in looking:
            await looker.page.until(1)
            await check(looker, "cancel")
