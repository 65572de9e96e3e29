"""Every command of a browser: who sends it, with which fields, and a moment in which it is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sessions.models.demand import Demand
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import (
    IDEA,
    PROMISE,
    PROPOSAL,
    QUESTION,
    SUBJECT,
    action_plan,
    agreed,
    broken_off,
    bruno_gone,
    check_in,
    choosing,
    clarification,
    consultation,
    contract,
    contracted,
    handed_over,
    hands_up,
    kept,
    last_step,
    lobby,
    moved_on,
    on_break,
    pause,
    planned,
    presentation,
    projected,
    promised,
    prompted,
    proposed,
    questioned,
    reworded,
    silent,
    summed_up,
    turned_away,
    voting,
)


@dataclass(frozen=True)
class Click:
    """Who sends a command, when, and with which fields."""

    by: str
    moment: Callable[[Evening], None]
    fields: Callable[[Evening], dict[str, Any]] = lambda evening: {}


def _with(**fields: Any) -> Callable[[Evening], dict[str, Any]]:
    return lambda evening: fields


def _participant_is(name: str, **more: Any) -> Callable[[Evening], dict[str, Any]]:
    return lambda evening: {"participant": evening.id(name), **more}


CLICKS = {
    "open": Click("claire", planned),
    "admit": Click("claire", lobby, _participant_is("gina")),
    "assign_role": Click("claire", lobby, _participant_is("chloe", role="observer")),
    "choose_clients": Click(
        "claire", lobby, lambda evening: {"participants": [evening.id("bruno"), evening.id("amina")]}
    ),
    "start": Click("claire", lobby),
    "cancel": Click("claire", lobby),
    "next": Click("claire", check_in, _with(from_step=0)),
    "jump": Click("claire", check_in, lambda evening: {"from_step": 0, "to_step": evening.index("contract")}),
    "pause": Click("claire", check_in),
    "resume": Click("claire", pause),
    "extend": Click("claire", check_in, _with(seconds=60)),
    "next_speaker": Click("claire", check_in, _with(believed_speaker="")),
    "set_floor_mode": Click("claire", check_in, _with(mode="queue")),
    "pass_turn": Click("amina", check_in),
    "postpone_turn": Click("amina", check_in),
    "back": Click("claire", clarification, lambda evening: {"from_step": evening.index("clarification")}),
    "raise_hand": Click("bruno", clarification),
    "lower_hand": Click("bruno", hands_up),
    "give_floor": Click("claire", hands_up, _participant_is("chloe", believed_speaker="")),
    "yield_floor": Click("amina", presentation),
    "contribute": Click("bruno", clarification, _with(id=str(QUESTION), kind="question", text="Depuis quand ?")),
    "edit": Click("bruno", questioned, _with(id=str(QUESTION), text="Depuis combien de temps ?")),
    "withdraw": Click("bruno", questioned, _with(id=str(QUESTION))),
    "mark_answered": Click("claire", questioned, _with(id=str(QUESTION))),
    "write_contract": Click("amina", contract, _with(text="Je souhaite repartir avec une idée.")),
    "accept_contract": Click("bruno", contracted),
    "write_synthesis": Click("amina", action_plan, _with(text="Je garde deux pistes.")),
    "add_commitment": Click("amina", action_plan, _with(text="Appeler Paul.", due="2099-01-31")),
    "seat": Click("claire", lobby, _participant_is("gina")),
    "seat_newcomer": Click("claire", lobby, _with(name="Henri Blanc")),
    "hear_charter": Click("claire", lobby, _participant_is("gina")),
    "admit_all": Click("claire", lobby),
    "turn_away": Click("claire", lobby, _participant_is("gina")),
    "turn_all_away": Click("claire", lobby),
    "let_knock_again": Click("claire", turned_away),
    "renew_doors": Click("claire", lobby),
    "mark_left": Click("claire", clarification, _participant_is("bruno")),
    "mark_back": Click("claire", bruno_gone, _participant_is("bruno")),
    "interrupt_round": Click("claire", consultation, lambda evening: {"from_step": evening.index("consultation")}),
    "resume_round": Click("claire", broken_off, _with(round=0)),
    "say_where": Click("bruno", lobby, _with(where="remote")),
    "take_break": Click("claire", clarification, _with(minutes=10)),
    "end_break": Click("claire", on_break),
    "share_time": Click("claire", clarification),
    "finish_early": Click("claire", clarification),
    "undo": Click("claire", moved_on, lambda evening: {"of_revision": evening.session.revision}),
    "allow_writing": Click("claire", clarification, _participant_is("bruno", kind="option")),
    "reframe": Click("claire", clarification, _with(whom="client")),
    "reformulate": Click("claire", clarification),
    "summarise": Click("claire", clarification),
    "end_moment": Click("claire", summed_up),
    "show_prompt": Click(
        "claire", clarification, lambda evening: {"index": 0, "from_step": evening.index("clarification")}
    ),
    "write_prompt": Click("claire", clarification, _with(text="Qu’est-ce qui vous retient ?")),
    "hide_prompt": Click("claire", prompted),
    "write_private_note": Click("claire", clarification, _with(text="Chloé hésite à parler.")),
    "hand_over": Click("claire", lobby, lambda evening: {"to": evening.users["david"].pk}),
    "take_over": Click("david", clarification),
    "take_back": Click("claire", handed_over),
    "report_commitment": Click("amina", promised, _with(id=str(PROMISE), state="reported", text="J’ai appelé.")),
    "propose_subject": Click("bruno", choosing, _with(**{**PROPOSAL, "id": str(SUBJECT)})),
    "withdraw_subject": Click("bruno", proposed, _with(id=str(SUBJECT))),
    "weigh_subject": Click("bruno", proposed, _with(id=str(SUBJECT), stakes=3, intensity=2, urgency=1)),
    "vote": Click("chloe", voting, _with(subject=str(SUBJECT), count=2)),
    "skip_vote": Click("chloe", voting),
    "end_vote": Click("claire", voting),
    "word_headline": Click("amina", presentation, _with(title="Un retard", question="Comment le dire ?")),
    "ask_accord": Click("claire", agreed),
    "project_demand": Click("amina", agreed, _with(wording=Demand("Comment le dire ?", "Trois idées.").wording)),
    "withdraw_demand": Click("amina", projected),
    "move_hand": Click("claire", hands_up, _participant_is("chloe")),
    "set_floor_order": Click("claire", hands_up, _with(order="least_heard")),
    "set_turn_limit": Click("claire", hands_up, _with(seconds=60)),
    "keep_idea": Click("bruno", clarification, _with(id=str(IDEA), kind="option", text="Et si Paul venait ?")),
    "share_kept": Click("bruno", kept, _with(id=str(IDEA))),
    "hand_back": Click("claire", questioned, _with(id=str(QUESTION))),
    "write_in_silence": Click("claire", consultation),
    "reveal": Click("claire", silent),
    "deliver_as_they_come": Click("amina", consultation, _with(wanted=True)),
    "mark": Click("amina", questioned, _with(id=str(QUESTION), mark="trying")),
    "adopt_wording": Click("amina", reworded, _with(id=str(QUESTION))),
    "hide": Click("claire", questioned, _with(id=str(QUESTION))),
    "drop_kept": Click("bruno", kept, _with(id=str(IDEA))),
    "close": Click("claire", last_step),
}
