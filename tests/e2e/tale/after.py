"""What is left of sessions that are over: of the demonstration's, to who facilitated, took part, was client, and HR.

Then of one that has just been closed: what is asked of whoever was there, and what waits for who facilitated.
"""

from __future__ import annotations

from sessions.models import Session

from ..album import AROUND
from ..people import LAPTOP, PHONE, Person
from .cast import INES, JEANNE, KARIM, LEA, OMAR, PAUL, Tale

# By who looks; `{session}` is the last one of the cycle before, in which Jeanne was client, `{who}` her participant.
PAST = {
    "claire": {
        "/groups/{group}/next/": "next-time",
        "/groups/{group}/memory/": "memory",
        "/groups/{group}/evaluations/?cycle=1": "evaluations",
        "/groups/{group}/curve/?cycle=1": "curve",
        "/groups/{group}/mirror/?cycle=1": "mirror-cycle",
        "/groups/{group}/cycles/1/": "cycle-training",
        "/groups/{group}/cycles/1/attendance/": "attendance-cycle",
        "/sessions/{session}/mirror/": "mirror",
        "/sessions/{session}/debrief/": "debrief",
        "/sessions/{session}/attendance/": "attendance",
        "/sessions/{session}/attendance/{karim}/correct/": "attendance-correcting",
    },
    "jeanne": {
        "/": "home-after",
        "/mine/?as={who}": "mine",
        "/commitments/?as={who}": "commitments",
        "/given/?as={who}": "given",
        "/journal/?as={who}": "journal",
        "/attendance/?as={who}": "attendance-mine",
        "/groups/{group}/memory/?as={who}": "memory-participant",
        "/groups/{group}/curve/?cycle=1&as={who}": "curve-participant",
        "/sessions/{session}/journal/?as={who}": "journal-page",
        "/sessions/{session}/keepsake/?as={who}": "keepsake-after",
        "/sessions/{session}/written/?as={who}": "written-after",
        "/my-data/?as={who}": "my-data-after",
    },
    "sophie": {"/history/groups/{group}/": "history-group-after"},
}
# `{session}` is the one that has just been closed, `{who}` Léa.
CLOSED = {
    "lea": {
        "/": "home-just-closed",
        "/sessions/{session}/evaluation/?as={who}": "evaluation",
        "/sessions/{session}/benefits/?as={who}": "benefits",
        "/attendance/?as={who}": "attendance-to-sign",
        "/sessions/{session}/keepsake/?as={who}": "keepsake-just-closed",
    },
    "claire": {
        "/sessions/{session}/attendance/": "attendance-to-countersign",
        "/sessions/{session}/attendance/{paul}/sign/": "attendance-before",
    },
}
SHOWN = ("mine", "keepsake-after", "mirror", "attendance")  # in the README


def tell(tale: Tale) -> None:
    ids = tale.evening.server.backstage(lambda: last_of_before(tale.evening.id))
    ids |= {"who": tale.id_of(JEANNE), "karim": tale.id_of(KARIM)}
    looking = {"claire": tale.claire, "jeanne": comes_back(tale), "sophie": hr(tale)}
    look(tale, looking, PAST, ids)
    organisation(tale, ids["organisation"])
    lea = closes(tale)
    ids = {"session": tale.evening.id, "who": tale.id_of(LEA), "paul": tale.id_of(PAUL)}
    look(tale, {"lea": lea, "claire": tale.claire}, CLOSED, ids)


def look(tale: Tale, looking: dict[str, Person], at: dict[str, dict[str, str]], ids: dict[str, str]) -> None:
    for who, pages in at.items():
        for path, name in pages.items():
            answer = looking[who].page.goto(tale.url + path.format(**ids))
            assert answer is not None
            assert answer.ok, (path, answer.status)
            tale.take(looking[who], name, *AROUND)
            if name in SHOWN:
                tale.show(looking[who], name)


def comes_back(tale: Tale) -> Person:
    """Jeanne's phone, which follows no session."""
    address = tale.evening.links["participants"][JEANNE]["url"]
    jeanne = tale.follows_nothing(tale.evening.someone(address, {**PHONE, **tale.more}))
    jeanne.page.goto(address)
    return jeanne


def hr(tale: Tale) -> Person:
    sophie = tale.follows_nothing(tale.evening.someone(tale.evening.links["hr"]["url"], {**LAPTOP, **tale.more}))
    sophie.page.goto(sophie.url)
    return sophie


def organisation(tale: Tale, organisation: str) -> None:
    """The form of who issues certificates, unfolded."""
    page = tale.claire.page
    page.goto(f"{tale.url}/organisations/{organisation}/")
    page.locator("details:has([name=training_name]) > summary").click()
    tale.take(tale.claire, "organisation-training", *AROUND)


def closes(tale: Tale) -> Person:
    """The present session, as the first of a cycle, after which the benefits are asked."""
    tale.backstage(begins_a_cycle)
    tale.claire.arrive()
    lea, _ = tale.opens(LEA, OMAR, without=(JEANNE, INES))
    tale.starts(LEA, OMAR, at=15)
    tale.asks("close")
    tale.does(tale.claire, "close")
    return lea


def begins_a_cycle(session: Session) -> None:
    group = session.cycle.group
    session.cycle = group.cycles.create(number=group.cycle.number + 1)


def last_of_before(present: str) -> dict[str, str]:
    group = Session.objects.get(pk=present).cycle.group
    held = Session.objects.filter(cycle__group=group, cycle__number=1, status="closed")
    session = held.latest("scheduled_at")
    return {"group": str(group.pk), "organisation": str(group.organisation_id), "session": str(session.pk)}
