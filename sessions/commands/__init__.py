"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, life, people, steps, writing
from .forgotten import close_forgotten
from .life import plan_session
from .passing import forget_group
from .rehearsals import begin_rehearsal, behave, leave_rehearsal, sweep_rehearsals
from .turn import VERBS, run

__all__ = [
    "VERBS",
    "begin_rehearsal",
    "behave",
    "close_forgotten",
    "floor",
    "forget_group",
    "leave_rehearsal",
    "life",
    "people",
    "plan_session",
    "run",
    "steps",
    "sweep_rehearsals",
    "writing",
]
