"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, kept, life, people, showing, steps, wordings, writing
from .forgotten import close_forgotten
from .life import plan_session
from .passing import forget_group
from .turn import VERBS, run

__all__ = [
    "VERBS",
    "close_forgotten",
    "floor",
    "forget_group",
    "kept",
    "life",
    "people",
    "plan_session",
    "run",
    "showing",
    "steps",
    "wordings",
    "writing",
]
