"""Every write to a session: `run` carries a command out under the session's lock; each is a function of verbs/."""

from . import verbs
from .airtime import forget_airtime, switch_airtime
from .answers import answer, forget_answers
from .archiving import archive_group
from .debriefing import keep_debrief
from .erasing import erase_account, erase_participant, left_to_others, written_by, written_for
from .facilitators import change_part, remove_facilitator
from .left_open import bounds_of_end, close_forgotten, correct_end
from .notes import erase_note, reword_note
from .on_paper import add_past, record_afterwards
from .one_time_groups import forget_group
from .pairing import end_pairing, offer_pairing, use_pairing
from .planning import plan_dates, plan_session
from .preparing import keep_preparation, take_over_preparation
from .registry import COMMANDS
from .rehearsals import begin_rehearsal, behave, leave_rehearsal, sweep_rehearsals
from .retention import apply_retention
from .telling import tell_group
from .transaction import run
from .where import change_where

__all__ = [
    "COMMANDS",
    "add_past",
    "answer",
    "apply_retention",
    "archive_group",
    "begin_rehearsal",
    "behave",
    "bounds_of_end",
    "change_part",
    "change_where",
    "close_forgotten",
    "correct_end",
    "end_pairing",
    "erase_account",
    "erase_note",
    "erase_participant",
    "forget_airtime",
    "forget_answers",
    "forget_group",
    "keep_debrief",
    "keep_preparation",
    "leave_rehearsal",
    "left_to_others",
    "offer_pairing",
    "plan_dates",
    "plan_session",
    "record_afterwards",
    "remove_facilitator",
    "reword_note",
    "run",
    "sweep_rehearsals",
    "switch_airtime",
    "take_over_preparation",
    "tell_group",
    "use_pairing",
    "verbs",
    "written_by",
    "written_for",
]
