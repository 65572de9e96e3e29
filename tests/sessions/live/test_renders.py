"""What a push costs once the session is read: contexts asked for and elements drawn, for 6 people and for 29."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sessions.live.snapshot.reading import load
from sessions.live.snapshot.viewer import Viewer, viewer_of
from sessions.live.stage import Stage
from tests.sessions.cast.evening import CIRCLE, GUIDES, SCREEN, Evening, gather
from tests.sessions.cast.script import CHAPTERS, script

MANY = (*CIRCLE, *(f"p{number}" for number in range(7, 30)))
# By command: contexts made, elements drawn. Three facilitators, two of them lead; two pages in English.
COSTS = {
    "open": (67, 32),
    "admit": (74, 42),
    "admit_all": (68, 18),
    "turn_away": (0, 0),
    "turn_all_away": (0, 0),
    "let_knock_again": (0, 0),
    "assign_role": (44, 21),
    "choose_clients": (38, 24),
    "say_where": (5, 5),
    "seat_newcomer": (108, 17),
    "start": (124, 96),
    "next_speaker": (19, 18),
    "postpone_turn": (20, 27),
    "pass_turn": (19, 26),
    "extend": (21, 6),
    "jump": (109, 51),
    "report_commitment": (25, 8),
    "propose_subject": (36, 46),
    "vote": (17, 8),
    "skip_vote": (12, 11),
    "withdraw_subject": (32, 27),
    "end_vote": (40, 25),
    "word_headline": (35, 7),
    "raise_hand": (12, 12),
    "lower_hand": (12, 6),
    "give_floor": (17, 16),
    "set_turn_limit": (8, 8),
    "move_hand": (18, 12),
    "ask_accord": (12, 4),
    "project_demand": (12, 5),
    "withdraw_demand": (12, 5),
    "contribute": (16, 34),
    "edit": (16, 8),
    "withdraw": (16, 16),
    "mark_answered": (16, 16),
    "yield_floor": (16, 14),
    "set_floor_mode": (17, 21),
    "allow_writing": (8, 5),
    "reframe": (4, 4),
    "reformulate": (4, 4),
    "summarise": (4, 4),
    "end_moment": (4, 4),
    "show_prompt": (7, 6),
    "write_prompt": (7, 6),
    "hide_prompt": (7, 4),
    "write_private_note": (0, 0),
    "set_floor_order": (11, 3),
    "keep_idea": (1, 1),
    "drop_kept": (1, 1),
    "hand_back": (17, 17),
    "hide": (17, 9),
    "mark": (16, 9),
    "mark_left": (92, 24),
    "mark_back": (114, 55),
    "hand_over": (10, 8),
    "take_back": (27, 43),
    "next": (120, 76),
    "undo": (120, 76),
    "take_break": (120, 89),
    "end_break": (118, 89),
    "share_time": (22, 17),
    "finish_early": (0, 0),
    "write_contract": (26, 16),
    "adopt_wording": (0, 0),
    "accept_contract": (21, 9),
    "back": (119, 66),
    "hear_charter": (0, 0),
    "seat": (0, 0),
    "interrupt_round": (135, 101),
    "resume_round": (143, 190),
    "deliver_as_they_come": (26, 5),
    "write_in_silence": (16, 12),
    "share_kept": (12, 4),
    "reveal": (24, 28),
    "write_synthesis": (8, 4),
    "add_commitment": (11, 10),
    "pause": (22, 2),
    "resume": (3, 2),
    "close": (124, 73),
}
# Elements drawn for each person more: where what may be done with everybody changes, each is a piece on two dashboards,
# a person in the list, a turn to come, a ballot noted aloud.
EACH = {
    "open": 2,
    "choose_clients": 2,
    "start": 5,
    "propose_subject": 2,
    "withdraw_subject": 2,
    "set_floor_mode": 2,
    "take_back": 1,
    "next": 2,
    "undo": 2,
    "take_break": 2,
    "end_break": 2,
    "interrupt_round": 2,
    "close": 2,
}
pytestmark = pytest.mark.django_db(transaction=True)


def looking(evening: Evening, state: Any) -> list[Viewer]:
    """Everybody in French, one facilitator and one participant in English too."""
    people = [(name, "fr") for name in (*evening.people, *GUIDES)] + [("claire", "en"), ("bruno", "en")]
    session = evening.session
    found = [viewer_of(evening.visit(name, session).standing, state, language) for name, language in people]
    return [*found, Viewer(SCREEN, "fr")]


def stage_of(evening: Evening, before: Stage | None) -> Stage:
    snapshot = load(evening.session_id)
    assert snapshot
    stage = Stage(snapshot, before=before)
    stage.prepare(looking(evening, snapshot.state))
    return stage


def costs(evening: Evening) -> dict[str, tuple[int, int]]:
    """Contexts and elements drawn by each command of the whole evening, the first time that it is given."""
    chapters, browser = script(evening), cache(evening.browser)
    stage, found = stage_of(evening, None), {}
    for chapter in CHAPTERS:
        for name, command, fields in chapters[chapter.__name__]:
            if command == "admit_all":
                # Before the rest of the story begins, all the others come in.
                for one in {*evening.people} - {*CIRCLE, "gina"}:
                    post(evening, browser("claire"), "admit", {"participant": evening.id(one)})
                stage = stage_of(evening, stage)
            post(evening, browser(name), command, fields)
            stage = stage_of(evening, stage)
            found.setdefault(command, (stage.contexts, stage.renders))
    return found


def post(evening: Evening, browser: Client, command: str, fields: dict[str, Any]) -> None:
    more = {"of_revision": evening.session.revision} if command == "undo" else {}
    assert evening.post(browser, command, **fields, **more).status_code == 204, command


def pinned(people: int) -> dict[str, tuple[int, int]]:
    """As a go-round begins each is told the own number; when it goes on, these are the numbers of others before."""
    more = people - len(CIRCLE)
    longer = {"start": more, **dict.fromkeys(("next_speaker", "postpone_turn", "pass_turn"), int(more > 0))}
    return {
        name: (made + longer.get(name, 0), drawn + longer.get(name, 0) + EACH.get(name, 0) * more)
        for name, (made, drawn) in COSTS.items()
    }


@pytest.mark.parametrize("circle", [CIRCLE, MANY], ids=["6", "29"])
def test_what_a_command_makes_grows_with_those_alone_whom_it_concerns(
    settings: Settings, circle: tuple[str, ...]
) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 31
    assert costs(gather(circle)) == pinned(len(circle))
