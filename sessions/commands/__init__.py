"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, guiding, life, opening, people, steps, subjects, wheel, writing
from .forgotten import close_forgotten
from .life import plan_session
from .pairing import end_pairing, offer_pairing, use_pairing
from .passing import forget_group
from .past import record_afterwards
from .turn import VERBS, run

__all__ = [
    "VERBS",
    "close_forgotten",
    "end_pairing",
    "floor",
    "forget_group",
    "guiding",
    "life",
    "offer_pairing",
    "opening",
    "people",
    "plan_session",
    "record_afterwards",
    "run",
    "steps",
    "subjects",
    "use_pairing",
    "wheel",
    "writing",
]
