"""What is left of sessions that are over: of the demonstration's, to who facilitated, took part, was client, and HR."""

from __future__ import annotations

from sessions.models import Session

from ..album import AROUND
from ..people import PHONE, Person
from .cast import JEANNE, Tale

# By who looks; `{session}` is the last one of the cycle before, in which Jeanne was client, `{who}` her participant.
PAGES = {
    "claire": {
        "/groups/{group}/next/": "next-time",
        "/groups/{group}/memory/": "memory",
        "/groups/{group}/evaluations/": "evaluations",
        "/groups/{group}/curve/?cycle=1": "curve",
    },
    "jeanne": {
        "/": "home-after",
        "/groups/{group}/memory/?as={who}": "memory-participant",
        "/groups/{group}/curve/?cycle=1&as={who}": "curve-participant",
        "/sessions/{session}/keepsake/?as={who}": "keepsake-after",
        "/sessions/{session}/written/?as={who}": "written-after",
        "/my-data/?as={who}": "my-data-after",
    },
}


def tell(tale: Tale) -> None:
    ids = tale.evening.server.backstage(lambda: last_of_before(tale.evening.id)) | {"who": tale.id_of(JEANNE)}
    address = tale.evening.links["participants"][JEANNE]["url"]
    looking: dict[str, Person] = {
        "claire": tale.claire,
        "jeanne": tale.follows_nothing(tale.evening.someone(address, {**PHONE, **tale.more})),
    }
    looking["jeanne"].page.goto(address)
    for who, pages in PAGES.items():
        for path, name in pages.items():
            looking[who].page.goto(tale.url + path.format(**ids))
            tale.take(looking[who], name, *AROUND)


def last_of_before(present: str) -> dict[str, str]:
    group = Session.objects.get(pk=present).cycle.group
    held = Session.objects.filter(cycle__group=group, cycle__number=1, status="closed")
    return {"group": str(group.pk), "session": str(held.latest("scheduled_at").pk)}
