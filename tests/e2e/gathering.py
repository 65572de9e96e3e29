"""How people of the longer stories move: through the agenda by name, in and out of the circle, before one pen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator

from .people import Evening, Person
from .test_joining import accept_charter, give_code, name_oneself, open_people, wait_at_the_door


@dataclass
class Gathering:
    """An evening with Claire at the dashboard, and whoever else is before a screen."""

    evening: Evening
    claire: Person
    people: dict[str, Person] = field(default_factory=dict)

    def does(self, who: Person, command: str, more: str = "") -> dict[str, str]:
        """One click; everybody sees what it changed."""
        return self.evening.after(lambda: who.press(command, more))

    def writes(self, who: Person, command: str, text: str, **more: str) -> dict[str, str]:
        return self.evening.after(lambda: who.write(command, text, **more))

    def goes_to(self, title: str, number: int = 0) -> dict[str, str]:
        """Claire jumps to a step by its name: the one of that round, counted from 0."""
        button = step_line(self.claire, title, number).locator("button.jump")
        self.claire.settled()
        return self.evening.after(button.click)

    def chooses(self, *places: int) -> None:
        for place in places:
            self.does(self.claire, "choose_clients", f"#client-{self.evening.id_of(place)}")

    def opens_duties(self, participant: str) -> None:
        """What the facilitator may say about somebody, unfolded."""
        open_people(self.claire)
        duty = self.claire.page.locator(f"#duty-{participant}")
        if not duty.evaluate("(duty) => duty.open"):
            duty.locator("summary").click()


def begin(evening: Evening, *places: int, facilitator: Person | None = None) -> Gathering:
    """The room is open, and these people are in it with their phones."""
    gathering = Gathering(evening, facilitator or evening.facilitator())
    gathering.does(gathering.claire, "open")
    for place in places:
        name = evening.links["participants"][place]["name"]
        gathering.people[name] = evening.participant(place)
    return gathering


def come_by_code(evening: Evening, phone: Person, code: str, name: str) -> None:
    """From the code to the door, under a name of one's own."""
    give_code(phone, evening.server.url, code)
    name_oneself(phone, name)
    accept_charter(phone)
    wait_at_the_door(phone)


def step_line(facilitator: Person, title: str, number: int = 0) -> Locator:
    lines = facilitator.page.locator(".agenda li:not(.head)")
    return lines.filter(has_text=re.compile(rf"^\s*{title}(\s|$)")).nth(number)


def minutes_of(facilitator: Person, heading: str) -> int:
    """What the agenda gives one client, as its heading says."""
    head = facilitator.page.locator(".agenda .head").filter(has_text=heading)
    return int(re.findall(r"(\d+) min", head.inner_text())[0])


def minutes_from(facilitator: Person, heading: str, title: str) -> int:
    """What the agenda gives one client from a step on, line by line."""
    lines = facilitator.page.locator(".agenda li").all_inner_texts()
    begins = next(i for i, line in enumerate(lines) if heading in line)
    ends = next(i for i, line in enumerate(lines) if i > begins and ("Sujet" in line or "Clôture" in line))
    own = lines[begins + 1 : ends]
    first = next(i for i, line in enumerate(own) if title in line)
    return sum(int(re.findall(r"(\d+) min", line)[0]) for line in own[first:])


def minutes_left(now: dict[str, str], *, closing: int) -> int:
    """Whole minutes from the entry of the present step until the planned end, less the closing."""
    entered_at = int(now["deadline"]) - int(now["allotted"])
    return (int(now["ends"]) - entered_at) // 60_000 - closing
