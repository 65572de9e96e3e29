"""A session's hours in the words of a mail, by the clocks of the place for which it was planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from groups.clocks import day_of, hour_of
from groups.letters import without_breaks
from groups.zones import time_of

from ..calendar.events import page_of, title
from ..models import Session


@dataclass(frozen=True)
class Hours:
    """Of one session: `start` and `end` by its own clocks, the page, where one meets, whether a word waits there."""

    start: datetime
    end: datetime
    clock: str
    page: str
    name: str
    place: str = ""
    call: str = ""
    has_word: bool = False

    @classmethod
    def of(cls, session: Session) -> Hours:
        return cls(
            start=session.scheduled_at.astimezone(session.zone),
            end=session.planned_end.astimezone(session.zone),
            clock=time_of(session.zone),
            page=page_of(session),
            name=title(session.cycle.group),
            place=without_breaks(session.place),
            call=session.call_url,
            has_word=session.sealed_called_off_word is not None,
        )

    @property
    def said(self) -> str:
        """« mardi 12 janvier 2027, 9 h – 11 h, heure de Paris »."""
        return f"{day_of(self.start)}, {hour_of(self.start)} – {hour_of(self.end)}, {self.clock}"
