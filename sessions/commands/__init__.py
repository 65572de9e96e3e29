"""Every write to a session: `run` carries a command out under the session's lock; each is a function of verbs/."""

from . import verbs
from .airtime import forget_airtime, switch_airtime
from .answers import answer, forget_answers
from .archiving import archive_group
from .correcting import NotInForce, TooMany, contest, contest_before, correct
from .debriefing import keep_debrief
from .erasing import erase_account, erase_participant, left_to_others, written_by, written_for
from .evaluating import evaluate, publish_evaluations
from .facilitators import change_part, remove_facilitator
from .following import Change, change_commitment, note_read, tell_author
from .left_open import bounds_of_end, close_forgotten, correct_end
from .notes import erase_note, reword_note
from .on_paper import add_past, record_afterwards
from .one_time_groups import forget_group
from .pairing import end_pairing, offer_pairing, use_pairing
from .planning import plan_dates, plan_session
from .preparing import keep_preparation, take_over_preparation
from .reflecting import erase_reflection, keep_reflection, take_over_reflection
from .registry import COMMANDS
from .rehearsals import begin_rehearsal, behave, leave_rehearsal, sweep_rehearsals
from .remembering import choose_memory
from .retention import apply_retention
from .signing import NotSigned, countersign, may_begin, sign, sign_before, sign_on_paper, unsign
from .telling import tell_group
from .transaction import run
from .where import change_where

__all__ = [
    "COMMANDS",
    "Change",
    "NotInForce",
    "NotSigned",
    "TooMany",
    "add_past",
    "answer",
    "apply_retention",
    "archive_group",
    "begin_rehearsal",
    "behave",
    "bounds_of_end",
    "change_commitment",
    "change_part",
    "change_where",
    "choose_memory",
    "close_forgotten",
    "contest",
    "contest_before",
    "correct",
    "correct_end",
    "countersign",
    "end_pairing",
    "erase_account",
    "erase_note",
    "erase_participant",
    "erase_reflection",
    "evaluate",
    "forget_airtime",
    "forget_answers",
    "forget_group",
    "keep_debrief",
    "keep_preparation",
    "keep_reflection",
    "leave_rehearsal",
    "left_to_others",
    "may_begin",
    "note_read",
    "offer_pairing",
    "plan_dates",
    "plan_session",
    "publish_evaluations",
    "record_afterwards",
    "remove_facilitator",
    "reword_note",
    "run",
    "sign",
    "sign_before",
    "sign_on_paper",
    "sweep_rehearsals",
    "switch_airtime",
    "take_over_preparation",
    "take_over_reflection",
    "tell_author",
    "tell_group",
    "unsign",
    "use_pairing",
    "verbs",
    "written_by",
    "written_for",
]
