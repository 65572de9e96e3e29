"""Who is in a chapter of the tale, and how they move: by buttons alone, in any language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from playwright.sync_api import expect

from sessions.models import Commitment, Session

from ..gathering import Gathering
from ..people import LAPTOP, PHONE, Evening, Person
from ..sayings import LANGUAGES

LEA, OMAR, JEANNE, KARIM, ANA, MARC, INES, PAUL = range(8)
FOLD = "for (const box of document.querySelectorAll('details.writing[open]')) box.open = false"


class Walker(Protocol):
    """Whoever walks along: takes each state that a person's screen is in, at these sizes."""

    def take(self, person: Person, name: str, *sizes: str) -> None: ...

    def show(self, person: Person, name: str, **how: str) -> None:
        """A picture that documents show, at another `size` or in another `scheme` if that is said."""


@dataclass(kw_only=True)
class Tale(Gathering):
    """One chapter's evening, in one language."""

    walker: Walker
    say: dict[str, Any]
    more: dict[str, Any]

    @classmethod
    def of(cls, evening: Evening, language: str, walker: Walker) -> Tale:
        locale, say = LANGUAGES[language]
        more = {"locale": locale}
        return cls(evening, evening.facilitator(**more), walker=walker, say=say, more=more)

    def take(self, person: Person, name: str, *sizes: str) -> None:
        self.walker.take(person, name, *sizes)

    def show(self, person: Person, name: str, **how: str) -> None:
        self.walker.show(person, name, **how)

    @property
    def url(self) -> str:
        return self.evening.server.url

    def id_of(self, place: int) -> str:
        return self.evening.id_of(place)

    def phone(self, place: int) -> Person:
        """This one's phone, which from now on follows the session."""
        name = self.evening.links["participants"][place]["name"]
        if name not in self.people:
            self.people[name] = self.evening.participant(place, **self.more)
        return self.people[name]

    def screen(self) -> Person:
        return self.evening.screen(**self.more)

    def stranger(self, device: dict[str, Any] = LAPTOP) -> Person:
        """Somebody of whom the product knows nothing; follows no session."""
        return self.follows_nothing(self.evening.someone(self.url, {**device, **self.more}))

    def follows_nothing(self, person: Person) -> Person:
        """Closed with the others, and no longer asked what it shows."""
        self.evening.everybody.remove(person)
        self.evening.others.append(person)
        return person

    def opens(self, *phones: int, without: tuple[int, ...] = (INES, PAUL)) -> list[Person]:
        """The room is open; these have phones, the others are let in without, but for some who are not there."""
        self.does(self.claire, "open")
        found = [self.phone(place) for place in phones]
        for place in set(range(8)) - {*phones, *without}:
            self.does(self.claire, "admit", f"#admit-{self.id_of(place)}")
        return found

    def starts(self, *clients: int, at: int = 0) -> None:
        self.chooses(*clients)
        self.does(self.claire, "start")
        if at:
            self.jump(at)

    def jump(self, index: int) -> None:
        self.does(self.claire, "jump", f"#jump-{index}")

    def asks(self, what: str) -> None:
        """A dialog of the dashboard."""
        self.claire.page.locator(f'[popovertarget="ask-{what}"]:visible').first.click()
        expect(self.claire.page.locator(f"#ask-{what}")).to_be_visible()

    def escapes(self, person: Person) -> None:
        person.page.keyboard.press("Escape")

    def folded(self, *people: Person) -> None:
        for one in people:
            one.page.evaluate(FOLD)

    def backstage(self, change: Callable[[Session], None]) -> None:
        """Something that no screen does, in the session's row."""

        def work() -> None:
            session = Session.objects.get(pk=UUID(self.evening.id))
            change(session)
            session.save()

        self.evening.server.backstage(work)

    def chooses_by_votes(self) -> None:
        """As the school decided; and clients of earlier chapters owe nothing."""

        def decide(session: Session) -> None:
            Commitment.objects.filter(session__cycle=session.cycle).update(state=Commitment.State.REPORTED)
            session.settings = {"subject_choice": "votes"}
            session.freeze_protocol()

        self.backstage(decide)


def phone_at(tale: Tale, address: str) -> Person:
    """A new phone, on this page."""
    person = tale.stranger(PHONE)
    person.page.goto(address)
    return person
