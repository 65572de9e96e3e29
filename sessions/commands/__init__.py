"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, guiding, kept, life, opening, people, showing, steps, subjects, wheel, wordings, writing
from .airtime import forget_airtime, switch_airtime
from .forgotten import close_forgotten
from .life import plan_session
from .notes import erase_note, reword_note
from .pairing import end_pairing, offer_pairing, use_pairing
from .passing import forget_group
from .past import record_afterwards
from .rehearsals import begin_rehearsal, behave, leave_rehearsal, sweep_rehearsals
from .turn import VERBS, run

__all__ = [
    "VERBS",
    "begin_rehearsal",
    "behave",
    "close_forgotten",
    "end_pairing",
    "erase_note",
    "floor",
    "forget_airtime",
    "forget_group",
    "guiding",
    "kept",
    "leave_rehearsal",
    "life",
    "offer_pairing",
    "opening",
    "people",
    "plan_session",
    "record_afterwards",
    "reword_note",
    "run",
    "showing",
    "steps",
    "subjects",
    "sweep_rehearsals",
    "switch_airtime",
    "use_pairing",
    "wheel",
    "wordings",
    "writing",
]
