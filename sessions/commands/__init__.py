"""Every write to a session, one verb a function; `run` carries one out under the session's lock."""

from . import floor, life, people, steps, writing
from .life import plan_session
from .turn import VERBS, run

__all__ = ["VERBS", "floor", "life", "people", "plan_session", "run", "steps", "writing"]
