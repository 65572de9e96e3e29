"""Every command at least once but those that need an evening of their own, for any size of group."""

from __future__ import annotations

from uuid import uuid4

from sessions.models.demand import Demand
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import IDEA, PROMISE, by_votes, promise
from tests.sessions.cast.script import Act

DROPPED, HIDDEN, WORDING = uuid4(), uuid4(), uuid4()
ELSEWHERE = {"cancel", "weigh_subject"}


def short_script(evening: Evening) -> list[Act]:
    """Every command at least once, in an order that any size of group can follow."""
    mine, other, subject = str(uuid4()), str(uuid4()), str(uuid4())
    promise(evening)
    by_votes(evening)
    everybody = [("claire", "admit", {"participant": str(one.pk)}) for one in evening.people.values()]
    return [
        ("claire", "open", {}),
        *everybody,
        ("claire", "hear_charter", {"participant": evening.id("gina")}),
        ("claire", "admit_all", {}),
        ("claire", "turn_away", {"participant": evening.id("gina")}),
        ("claire", "turn_all_away", {}),
        ("claire", "let_knock_again", {}),
        ("claire", "renew_doors", {}),
        ("claire", "assign_role", {"participant": evening.id("chloe"), "role": "scribe"}),
        ("claire", "choose_clients", {"participants": [evening.id("amina"), evening.id("bruno")]}),
        ("claire", "start", {}),
        ("claire", "next_speaker", {}),
        ("bruno", "postpone_turn", {}),
        ("amina", "pass_turn", {}),
        ("claire", "extend", {"seconds": "60"}),
        ("claire", "pause", {}),
        ("claire", "resume", {}),
        ("claire", "next", {}),
        ("claire", "back", {}),
        ("claire", "next", {}),
        ("amina", "report_commitment", {"id": str(PROMISE), "state": "reported", "text": "Fait.", "is_shared": "on"}),
        ("claire", "jump", {"to_step": str(evening.index("subject_choice"))}),
        ("bruno", "propose_subject", {"id": subject, "title": "Un retard", "question": "Comment le dire ?"}),
        ("amina", "vote", {"subject": subject, "count": "2"}),
        ("bruno", "skip_vote", {}),
        ("claire", "end_vote", {}),
        ("bruno", "withdraw_subject", {"id": subject}),
        ("claire", "jump", {"to_step": str(evening.index("presentation"))}),
        ("amina", "word_headline", {"title": "Un retard", "question": "Comment le dire ?"}),
        ("claire", "jump", {"to_step": str(evening.index("clarification"))}),
        ("bruno", "raise_hand", {}),
        ("claire", "move_hand", {"participant": evening.id("bruno"), "later": "on"}),
        ("bruno", "lower_hand", {}),
        ("claire", "give_floor", {"participant": evening.id("bruno")}),
        ("bruno", "yield_floor", {}),
        ("claire", "set_floor_mode", {"mode": "free"}),
        ("bruno", "contribute", {"id": mine, "kind": "question", "text": "Depuis quand ?"}),
        ("bruno", "contribute", {"id": other, "kind": "question", "text": "Pourquoi ?"}),
        ("bruno", "edit", {"id": mine, "text": "Depuis combien de temps ?"}),
        ("claire", "mark_answered", {"id": mine}),
        ("bruno", "withdraw", {"id": other}),
        ("claire", "allow_writing", {"participant": evening.id("bruno"), "kind": "option"}),
        ("claire", "reframe", {"whom": "client"}),
        ("claire", "reformulate", {}),
        ("claire", "summarise", {}),
        ("claire", "end_moment", {}),
        ("claire", "show_prompt", {"index": "1"}),
        ("claire", "write_prompt", {"text": "Que <b>n’avons</b>-nous pas demandé ?"}),
        ("claire", "hide_prompt", {}),
        ("claire", "write_private_note", {"text": "Chloé hésite à parler."}),
        ("claire", "hand_over", {"to": str(evening.users["david"].pk)}),
        ("claire", "take_back", {}),
        ("david", "take_over", {}),
        ("claire", "set_floor_order", {"order": "least_heard"}),
        ("claire", "set_turn_limit", {"seconds": "60"}),
        ("claire", "next", {}),
        ("claire", "undo", {}),
        ("bruno", "keep_idea", {"id": str(IDEA), "kind": "option", "text": "Et si Paul venait ?"}),
        ("bruno", "share_kept", {"id": str(IDEA)}),
        ("bruno", "keep_idea", {"id": str(DROPPED), "kind": "option", "text": "Et si Paul venait ?"}),
        ("bruno", "drop_kept", {"id": str(DROPPED)}),
        ("claire", "hand_back", {"id": mine}),
        ("bruno", "contribute", {"id": str(HIDDEN), "kind": "question", "text": "Pourquoi ?"}),
        ("amina", "mark", {"id": str(HIDDEN), "mark": "thinking"}),
        ("claire", "hide", {"id": str(HIDDEN)}),
        ("amina", "deliver_as_they_come", {"wanted": "on"}),
        ("claire", "write_in_silence", {}),
        ("claire", "reveal", {}),
        ("claire", "take_break", {"minutes": "5"}),
        ("claire", "end_break", {}),
        ("claire", "share_time", {}),
        ("claire", "finish_early", {}),
        ("claire", "mark_left", {"participant": evening.id("bruno")}),
        ("claire", "mark_back", {"participant": evening.id("bruno")}),
        ("bruno", "say_where", {"where": "remote"}),
        ("claire", "seat_newcomer", {"name": "Henri Blanc"}),
        ("claire", "seat", {"participant": evening.id("bruno")}),
        ("claire", "interrupt_round", {}),
        ("claire", "jump", {"to_step": str(evening.index("closing"))}),
        ("claire", "resume_round", {"round": "0"}),
        ("claire", "next", {}),
        ("amina", "write_contract", {"text": "Trois idées."}),
        ("bruno", "contribute", {"id": str(WORDING), "kind": "reformulation", "text": "Deux idées."}),
        ("amina", "adopt_wording", {"id": str(WORDING)}),
        ("bruno", "accept_contract", {}),
        ("claire", "jump", {"to_step": str(evening.index("action_plan"))}),
        ("claire", "ask_accord", {}),
        ("amina", "project_demand", {"wording": Demand("Comment le dire ?", "Deux idées.").wording}),
        ("amina", "withdraw_demand", {}),
        ("amina", "write_synthesis", {"text": "Deux pistes."}),
        ("amina", "add_commitment", {"text": "Appeler Paul.", "due": "2099-01-31"}),
        ("claire", "close", {}),
    ]
