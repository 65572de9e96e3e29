"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, life, people, steps, wheel, writing
from .forgotten import close_forgotten
from .life import plan_session
from .pairing import end_pairing, offer_pairing, use_pairing
from .passing import forget_group
from .turn import VERBS, run

__all__ = [
    "VERBS",
    "close_forgotten",
    "end_pairing",
    "floor",
    "forget_group",
    "life",
    "offer_pairing",
    "people",
    "plan_session",
    "run",
    "steps",
    "use_pairing",
    "wheel",
    "writing",
]
