"""A person's calendar, as programmes keep one: messages put sessions in, move them and take them out (RFC 5546)."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from icalendar import Calendar, Event


class Diary:
    """What stands in it, by UID. A message that is older than what stands there is dropped."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[tuple[int, Any], bool, Event]] = {}

    @property
    def events(self) -> dict[str, Event]:
        return {uid: event for uid, (_, stands, event) in self.known.items() if stands}

    def take(self, letter: EmailMessage) -> list[str]:
        """All that a mail holds for calendars; its methods, as the mail says and as the calendar says."""
        methods = []
        for part in letter.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                assert part.get_param("method") == calendar["METHOD"]
                methods.append(str(calendar["METHOD"]))
                self._follow(calendar)
        return methods

    def _follow(self, calendar: Any) -> None:
        (event,) = calendar.walk("VEVENT")
        uid, age = str(event["UID"]), (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        if uid not in self.known or age >= self.known[uid][0]:
            self.known[uid] = age, calendar["METHOD"] != "CANCEL", event
