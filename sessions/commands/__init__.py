"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, life, people, steps, writing
from .airtime import forget_airtime, switch_airtime
from .forgotten import close_forgotten
from .life import plan_session
from .passing import forget_group
from .past import record_afterwards
from .turn import VERBS, run

__all__ = [
    "VERBS",
    "close_forgotten",
    "floor",
    "forget_airtime",
    "forget_group",
    "life",
    "people",
    "plan_session",
    "record_afterwards",
    "run",
    "steps",
    "switch_airtime",
    "writing",
]
