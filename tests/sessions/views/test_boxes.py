"""Every box of a live page that is written in keeps drafts, and has its row in the table of the browser tests."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import Client

from tests.e2e.boxes import BOXES
from tests.services import ROOT
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification

NOT_KEPT = {"call-called"}  # a name is typed again in a moment, and is nothing to leave on a device
WRITTEN_IN = {"text", "search", "email", "url", "tel", "date"}
FIELDS = re.compile(r'<(?:textarea|input(?![^>]*type="(?:hidden|radio|checkbox)"))[^>]*\bid="([^"]+)"')


class Boxes(HTMLParser):
    """The fields that are written in, each by its id, with the drafts' name of the form around it."""

    def __init__(self) -> None:
        super().__init__()
        self.form: str | None = None
        self.found: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.form = given.get("data-draft")
        if tag == "textarea" or (tag == "input" and given.get("type", "text") in WRITTEN_IN):
            self.found[given.get("id") or "?"] = self.form

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None


def boxes_of(http: Client, path: str) -> dict[str, str | None]:
    reader = Boxes()
    reader.feed(http.get(path).content.decode())
    return {id: form for id, form in reader.found.items() if id not in NOT_KEPT}


def test_every_box_keeps_drafts_and_is_tried_in_browsers(evening: Evening) -> None:
    clarification(evening)
    pages = [boxes_of(evening.browser(name), evening.path()) for name in ("claire", "amina", "bruno")]
    found = {id: name for page in pages for id, name in page.items()}

    assert set(found.values()) == {box.name for box in BOXES}
    in_templates = {
        id for file in (ROOT / "templates/sessions/live").rglob("*.*") for id in FIELDS.findall(file.read_text())
    }
    of_each = {id.replace("{{ of }}", of) for id in in_templates for of in ("subject-again", "headline")}
    assert of_each == set(found) | NOT_KEPT
