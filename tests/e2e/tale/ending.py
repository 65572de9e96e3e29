"""The plan, what was learnt, the break, the close and its undoing, and what everybody takes home."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from ..people import Person
from ..test_joining import code_of
from .cast import JEANNE, LEA, OMAR, Tale, phone_at


def tell(tale: Tale) -> None:
    lea, omar, _ = tale.opens(LEA, OMAR, JEANNE)
    wall = tale.screen()
    tale.starts(LEA, JEANNE, at=6)
    tale.writes(omar, "contribute", tale.say["options"][0], kind="option")
    tale.does(lea, "deliver_as_they_come")
    tale.does(lea, "mark", "[id^=mark-trying]")
    tale.jump(7)
    lea_decides(tale, lea, omar)
    what_was_learnt(tale, omar, wall)
    tale.jump(15)
    the_session_closes(tale, lea, omar, wall)
    what_is_kept(tale, lea)


def lea_decides(tale: Tale, lea: Person, omar: Person) -> None:
    tale.take(lea, "client-plan-empty", "phone", "tiny")
    lea.unfold("write_synthesis")
    tale.take(lea, "client-writes-synthesis", "phone", "laptop", "tiny")
    tale.writes(lea, "write_synthesis", tale.say["kept"])
    due = (timezone.localdate() + timedelta(days=4)).isoformat()
    tale.writes(lea, "add_commitment", tale.say["action"], due=due)
    tale.take(lea, "client-writes-commitment", "phone", "laptop", "tiny")
    tale.folded(lea)
    tale.take(lea, "client-plan", "phone", "laptop", "tiny")
    tale.take(omar, "peer-plan", "phone")
    tale.take(tale.claire, "dashboard-plan", "laptop", "phone", "small")


def what_was_learnt(tale: Tale, omar: Person, wall: Person) -> None:
    tale.jump(8)
    tale.does(tale.claire, "next_speaker")
    tale.writes(omar, "contribute", tale.say["learning"], kind="learning")
    tale.folded(omar)
    tale.take(omar, "peer-learning", "phone", "laptop")
    tale.take(tale.claire, "dashboard-learning", "laptop", "small")
    tale.take(wall, "screen-learning", "wall")


def the_session_closes(tale: Tale, lea: Person, omar: Person, wall: Person) -> None:
    claire = tale.claire
    tale.take(claire, "dashboard-closing", "laptop", "phone", "small")
    tale.take(omar, "peer-closing", "phone")
    tale.take(wall, "screen-closing", "wall")
    code = code_of(claire)
    tale.asks("close")
    tale.take(claire, "dashboard-close-dialog", "laptop", "phone", "small")
    tale.does(claire, "close")
    expect(claire.page.locator("#undo")).to_be_visible()
    tale.take(claire, "dashboard-closed-undo", "laptop", "phone")
    claire.page.locator("#undo").wait_for(state="hidden")
    tale.take(claire, "dashboard-closed", "laptop", "phone", "small")
    tale.take(lea, "client-closed", "phone", "laptop", "tiny")
    tale.take(omar, "peer-closed", "phone", "laptop")
    tale.take(wall, "screen-closed", "wall")
    late = phone_at(tale, f"{tale.url}/join/?code={code}")
    late.page.locator("main form button.main").click()
    tale.take(late, "code-over", "phone")


def what_is_kept(tale: Tale, lea: Person) -> None:
    tale.claire.page.goto(f"{tale.url}/sessions/{tale.evening.id}/keepsake/")
    tale.take(tale.claire, "keepsake-not-hers", "laptop")
    lea.page.locator("#region-mine a").click()
    tale.take(lea, "keepsake", "phone", "laptop", "tiny")
