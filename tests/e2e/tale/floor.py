"""Presentation and questions: who speaks, who asks to, in which order, for how long; a break, a pause, time run out."""

from __future__ import annotations

import time

from ..people import Person
from ..test_floor import SECOND, earlier
from ..test_joining import open_people
from .cast import ANA, JEANNE, KARIM, LEA, MARC, OMAR, Tale


def tell(tale: Tale) -> None:
    lea, omar, jeanne, karim, ana, marc = tale.opens(LEA, OMAR, JEANNE, KARIM, ANA, MARC)
    wall = tale.screen()
    tale.starts(LEA, JEANNE, at=3)
    lea_presents(tale, lea, omar, wall)
    tale.jump(4)
    the_floor_is_free(tale, omar)
    lea_is_questioned(tale, [omar, jeanne, karim], [omar, marc, ana], wall)
    the_least_heard_come_first(tale, omar, jeanne, karim)
    a_turn_has_its_time(tale, jeanne)
    the_clock_stops(tale, marc, wall)
    time_runs_out(tale, omar, lea, wall)


def lea_presents(tale: Tale, lea: Person, omar: Person, wall: Person) -> None:
    tale.take(lea, "client-begins", "phone", "laptop", "tiny")
    tale.writes(lea, "contribute", tale.say["story"])
    tale.folded(lea)
    tale.take(tale.claire, "dashboard-presentation", "laptop", "phone", "small")
    tale.take(lea, "client-presentation", "phone", "laptop")
    tale.take(omar, "peer-presentation", "phone", "laptop", "tiny")
    tale.take(wall, "screen-presentation", "wall")


def the_floor_is_free(tale: Tale, omar: Person) -> None:
    tale.take(tale.claire, "dashboard-nobody-asks", "laptop", "small")
    tale.take(omar, "peer-hand-folded", "phone", "laptop", "tiny")
    omar.takes_the_hand_out()
    tale.take(omar, "peer-hand-unfolded", "phone", "tiny")


def lea_is_questioned(tale: Tale, writers: list[Person], hands: list[Person], wall: Person) -> None:
    claire, marc = tale.claire, hands[1]
    tale.does(claire, "set_floor_mode", "#mode-queue")
    for who in hands:
        tale.does(who, "raise_hand")
    tale.does(claire, "next_speaker")
    for who, text in zip(writers, tale.say["questions"], strict=True):
        tale.writes(who, "contribute", text, kind="question")
        tale.folded(who)
    tale.evening.after(lambda: claire.button("mark_answered").first.click())
    tale.show(claire, "dashboard")
    tale.show(marc, "phone")
    tale.take(claire, "dashboard-clarification", "laptop", "phone", "small")
    tale.take(marc, "peer-clarification", "phone", "laptop", "tiny")
    tale.take(writers[0], "peer-speaks", "phone", "laptop", "tiny")
    tale.take(tale.phone(LEA), "client-clarification", "phone", "laptop", "tiny")
    tale.take(wall, "screen-clarification", "wall", "laptop", "phone")
    jeanne_writes(tale, writers[1])


def jeanne_writes(tale: Tale, jeanne: Person) -> None:
    jeanne.unfold("contribute")
    jeanne.page.fill("#contribute-text", tale.say["questions"][2])
    tale.take(jeanne, "peer-writes", "phone", "laptop", "tiny")
    jeanne.page.fill("#contribute-text", "")
    tale.folded(jeanne)


def the_least_heard_come_first(tale: Tale, omar: Person, jeanne: Person, karim: Person) -> None:
    """Omar has spoken for three minutes, then asks before the others do."""
    claire = tale.claire
    earlier(tale, 180 * SECOND)
    tale.does(omar, "yield_floor")
    claire.page.locator("#floor-settings > summary").click()
    tale.does(claire, "set_floor_order", "#order-least_heard")
    for one in (omar, jeanne, karim):
        tale.does(one, "raise_hand")
    tale.take(omar, "peer-third", "phone", "laptop", "tiny")
    tale.take(claire, "dashboard-least-heard", "laptop", "phone", "small")
    open_people(claire)
    tale.opens_duties(tale.id_of(OMAR))
    tale.take(claire, "dashboard-duties", "laptop", "phone", "small")
    claire.page.locator(".people-panel > summary").click()


def a_turn_has_its_time(tale: Tale, jeanne: Person) -> None:
    """The speaker's own soft signal, then the mark on the dashboard."""
    claire = tale.claire
    tale.does(claire, "set_turn_limit", "#limit-60")
    tale.does(claire, "give_floor", f"#give-{tale.id_of(JEANNE)}")
    earlier(tale, 52 * SECOND)
    tale.does(claire, "pause")
    tale.take(jeanne, "turn-ten-seconds", "phone", "laptop")
    earlier(tale, 10 * SECOND)
    tale.does(claire, "resume")
    tale.take(jeanne, "turn-may-conclude", "phone", "tiny")
    earlier(tale, 15 * SECOND)
    tale.does(claire, "pause")
    tale.take(claire, "dashboard-turn-over", "laptop", "small")
    tale.does(claire, "resume")
    tale.does(jeanne, "yield_floor")


def the_clock_stops(tale: Tale, marc: Person, wall: Person) -> None:
    claire = tale.claire
    tale.does(claire, "set_floor_mode", "#mode-silence")
    tale.take(claire, "dashboard-silence", "laptop")
    tale.take(marc, "peer-silence", "phone", "laptop")
    tale.does(claire, "pause")
    tale.take(claire, "dashboard-paused", "laptop", "phone", "small")
    tale.take(marc, "peer-paused", "phone", "laptop", "tiny")
    tale.take(wall, "screen-paused", "wall")
    tale.does(claire, "resume")
    tale.asks("break")
    tale.take(claire, "dashboard-break-dialog", "laptop", "phone")
    tale.does(claire, "take_break", ".main")
    tale.take(claire, "dashboard-break", "laptop", "phone", "small")
    tale.take(marc, "peer-break", "phone", "laptop", "tiny")
    tale.take(wall, "screen-break", "wall")
    tale.does(claire, "end_break")


def time_runs_out(tale: Tale, omar: Person, lea: Person, wall: Person) -> None:
    claire = tale.claire
    while left(claire) > 0:
        tale.does(claire, "extend", "[hx-vals*='\"-60\"']")
        if 0 < left(claire) < 60:
            tale.take(omar, "peer-soon", "phone")
            tale.take(claire, "dashboard-soon", "laptop")
            tale.take(wall, "screen-soon", "wall")
    tale.take(claire, "dashboard-overtime", "laptop", "phone", "small")
    tale.take(omar, "peer-overtime", "phone", "laptop", "tiny")
    tale.take(lea, "client-overtime", "phone")
    tale.take(wall, "screen-overtime", "wall")


def left(person: Person) -> float:
    """Seconds until the shown clock is at zero."""
    return person.deadline() - time.time()
