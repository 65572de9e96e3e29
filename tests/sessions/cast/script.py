"""A whole evening, in chapters that follow one another: every command but those of ELSEWHERE."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sessions.models.demand import Demand
from tests.sessions.cast.evening import CIRCLE, Evening
from tests.sessions.cast.moments import IDEA, PROMISE, QUESTION, SUBJECT, by_votes, promise

Act = tuple[str, str, dict[str, Any]]
WITHDRAWN, OTHER, KEPT, ALLOWED, NOTED, DROPPED, BACK, HIDDEN, WORDING = (UUID(int=number) for number in range(11, 20))
TEXT = "Et <si> vous demandiez à l’équipe & à Paul ?\nDeuxième ligne."


def gathering(evening: Evening) -> list[Act]:
    """The door opens, and everybody says how they are."""
    return [
        ("claire", "open", {}),
        *[("claire", "admit", {"participant": evening.id(name)}) for name in CIRCLE],
        ("claire", "admit_all", {}),
        ("claire", "turn_away", {"participant": evening.id("gina")}),
        ("claire", "turn_all_away", {}),
        ("claire", "let_knock_again", {}),
        ("claire", "renew_doors", {}),
        ("claire", "assign_role", {"participant": evening.id("elsa"), "role": "observer"}),
        ("claire", "assign_role", {"participant": evening.id("farid"), "role": "scribe"}),
        ("claire", "choose_clients", {"participants": [evening.id("amina"), evening.id("bruno")]}),
        ("bruno", "say_where", {"where": "remote"}),
        ("claire", "seat_newcomer", {"name": "Henri Blanc"}),
        ("claire", "start", {}),
        ("claire", "next_speaker", {}),
        ("bruno", "postpone_turn", {}),
        ("amina", "pass_turn", {}),
        ("claire", "extend", {"seconds": 60}),
    ]


def subject(evening: Evening) -> list[Act]:
    """What was promised is told, and a subject chosen."""
    return [
        ("claire", "jump", {"to_step": evening.index("follow_up")}),
        ("amina", "report_commitment", {"id": str(PROMISE), "state": "reported", "text": TEXT, "is_shared": "on"}),
        ("claire", "jump", {"to_step": evening.index("subject_choice")}),
        ("amina", "propose_subject", {"id": str(SUBJECT), "title": "Un <retard>", "question": TEXT}),
        ("bruno", "vote", {"subject": str(SUBJECT), "count": 2}),
        ("elsa", "skip_vote", {}),
        ("farid", "propose_subject", {"id": str(OTHER), "title": "&", "question": TEXT, "behalf": evening.id("chloe")}),
        ("farid", "withdraw_subject", {"id": str(OTHER)}),
        ("claire", "end_vote", {}),
        ("claire", "jump", {"to_step": evening.index("presentation")}),
        ("farid", "word_headline", {"title": "Un « retard »", "question": TEXT}),
    ]


def questions(evening: Evening) -> list[Act]:
    """Bruno asks and writes; others are allowed to."""
    return [
        ("claire", "jump", {"to_step": evening.index("clarification")}),
        ("bruno", "raise_hand", {}),
        ("chloe", "raise_hand", {}),
        ("claire", "move_hand", {"participant": evening.id("chloe")}),
        ("claire", "lower_hand", {"participant": evening.id("chloe")}),
        ("claire", "give_floor", {"participant": evening.id("bruno")}),
        ("claire", "set_turn_limit", {"seconds": 90}),
        ("bruno", "contribute", {"id": str(QUESTION), "kind": "question", "text": TEXT}),
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
    ]


def guiding(evening: Evening) -> list[Act]:
    """The facilitator steps in, shows prompts, and says who speaks next."""
    return [
        ("claire", "reframe", {"whom": "client"}),
        ("claire", "reformulate", {}),
        ("claire", "summarise", {}),
        ("claire", "end_moment", {}),
        ("claire", "show_prompt", {"index": "1"}),
        ("claire", "write_prompt", {"text": "Que <b>n’avons</b>-nous pas demandé ?"}),
        ("claire", "hide_prompt", {}),
        ("claire", "write_private_note", {"text": "Chloé hésite à parler."}),
        ("claire", "set_floor_order", {"order": "least_heard"}),
    ]


def ideas(evening: Evening) -> list[Act]:
    """Some are kept, some are no question; Bruno is away, David guides, and a break is taken."""
    return [
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
        ("claire", "share_time", {}),
        ("claire", "finish_early", {}),
        ("claire", "next", {}),
    ]


def contract(evening: Evening) -> list[Act]:
    """It is worded and accepted; Gina is let in; the round is broken off and taken up."""
    return [
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
    ]


def advice(evening: Evening) -> list[Act]:
    """Elsa and Farid change places; ideas come in silence; Bruno is client at last, and the session closes."""
    return [
        ("claire", "jump", {"to_step": evening.index("consultation")}),
        ("claire", "assign_role", {"participant": evening.id("elsa"), "role": "scribe"}),
        ("claire", "assign_role", {"participant": evening.id("farid"), "role": "observer"}),
        ("bruno", "contribute", {"id": str(KEPT), "kind": "metaphor", "text": TEXT}),
        ("amina", "deliver_as_they_come", {"wanted": "on"}),
        ("claire", "write_in_silence", {}),
        ("chloe", "share_kept", {"id": str(IDEA)}),
        ("claire", "reveal", {}),
        ("claire", "next", {}),
        ("claire", "ask_accord", {}),
        ("amina", "project_demand", {"wording": Demand(TEXT, TEXT).wording}),
        ("amina", "withdraw_demand", {}),
        ("amina", "write_synthesis", {"text": TEXT}),
        ("elsa", "add_commitment", {"text": TEXT, "due": "2099-01-31"}),
        ("claire", "jump", {"to_step": evening.index("presentation", 1)}),
        ("claire", "pause", {}),
        ("claire", "resume", {}),
        ("claire", "jump", {"to_step": evening.index("closing")}),
        ("claire", "close", {}),
    ]


CHAPTERS = (gathering, subject, questions, guiding, ideas, contract, advice)
ELSEWHERE = {"cancel", "take_over", "weigh_subject"}  # nobody is out of reach, and this school votes


def script(evening: Evening) -> dict[str, list[Act]]:
    """Each chapter's commands, for an evening that is planned: a promise was made, and subjects are chosen by votes."""
    promise(evening)
    by_votes(evening)
    return {chapter.__name__: chapter(evening) for chapter in CHAPTERS}
