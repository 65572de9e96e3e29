"""Names on pages: each in an element that no translator touches, and that turns no line round."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from codev.marked import ISOLATED
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import at_the_door, contracted

PLANTED = "Zýx"  # in every name, and nowhere else
VOID = {"input", "br", "img", "hr", "meta", "link"}


class Names(HTMLParser):
    """Where a planted name stands bare: text that has no element around it with both marks, or an attribute without
    isolates. Fields hold nothing else, and a title holds no element: isolates do there.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bare: list[str] = []
        self.met = 0
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in given.items():
            if PLANTED in (value or "") and name not in ("value", "data-values") and not _is_isolated(value or ""):
                self.bare.append(f"{tag} {name}={value}")
        if tag not in VOID:
            is_marked = given.get("translate") == "no" and given.get("dir") == "auto"
            self._open.append((tag, is_marked))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if PLANTED not in data:
            return
        self.met += 1
        is_title = bool(self._open) and self._open[-1][0] == "title" and _is_isolated(data)
        if not is_title and not any(is_marked for _tag, is_marked in self._open):
            self.bare.append(data.strip())


def _is_isolated(text: str) -> bool:
    return PLANTED not in ISOLATED.sub("", text)


@pytest.fixture
def planted(evening: Evening) -> Evening:
    for person in evening.people.values():
        person.name = f"{PLANTED}{person.name.split()[0]} {PLANTED}"
        person.save()
    for user in evening.users.values():
        user.name = f"{PLANTED}{user.name.split()[0]} {PLANTED}"
        user.save()
    return evening


def pages(evening: Evening) -> dict[str, str]:
    """Every page that may hold a name, by who looks and its address."""
    group, session = [evening.group.pk], [evening.session_id]
    member = [evening.group.pk, evening.people["amina"].pk]
    addresses = {
        "claire": [
            reverse("sessions:home"),
            reverse("sessions:group", args=group),
            reverse("groups:members", args=group),
            reverse("groups:member", args=member),
            reverse("groups:facilitators", args=group),
            reverse("groups:charter", args=group),
            reverse("sessions:group_history", args=group),
            reverse("sessions:ledger", args=group),
            reverse("sessions:plan", args=group),
            reverse("sessions:sheet", args=session),
            reverse("sessions:afterwards", args=session),
            reverse("sessions:pair", args=session),
            reverse("sessions:notes", args=session),
            evening.path(),
        ],
        "david": [evening.path()],
        SCREEN: [evening.path("screen/")],
        "gina": [evening.path()],
    }
    mine = [reverse("sessions:home"), reverse("groups:charter", args=group), reverse("groups:called", args=group)]
    for name in ("amina", "bruno", "elsa", "farid"):
        addresses[name] = [evening.path(), *mine]
    return {f"{name} {path}": _read(evening.browser(name), path) for name, paths in addresses.items() for path in paths}


def _read(http: Client, path: str) -> str:
    answer = http.get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize("moment", [at_the_door, contracted], ids=lambda m: m.__name__)
def test_every_name_on_every_page_is_marked(planted: Evening, moment: object) -> None:
    moment(planted)  # type: ignore[operator]
    read = {where: Names(html) for where, html in pages(planted).items()}

    assert sorted(f"{where}: {one}" for where, names in read.items() for one in names.bare) == []
    assert sum(names.met for names in read.values()) > 100
