"""Regions show what Django's templates would: escaped, in the reader's language, and no white space beside."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.utils import translation

from tests.services import ROOT
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION, SUBJECT, choosing, clarification

SHARP = """<script>alert("l'un & l'autre")</script>"""
REGIONS = sorted(path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/**/*.jinja"))


def rendered(source: str, language: str = "fr", **context: object) -> str:
    with translation.override(language):
        return engines["live"].from_string(source).render(context)


class Read(HTMLParser):
    """What a browser makes of a page: its words, its scripts, and the attributes of each element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, command: str) -> list[dict[str, object]]:
        asked = [held for _tag, held in self.elements if held.get("data-command") == command]
        return [json.loads(held["hx-vals"] or "") for held in asked if "hx-vals" in held]

    @property
    def scripts(self) -> int:
        return sum(tag == "script" and "src" not in held for tag, held in self.elements)


def looked_at(evening: Evening, name: str = "claire") -> Read:
    return Read(evening.browser(name).get(evening.path()).content.decode())


@pytest.mark.parametrize("name", REGIONS)
def test_every_template_of_a_region_can_be_read(name: str) -> None:
    engines["live"].get_template(name)


def test_what_people_write_and_are_called_is_escaped(evening: Evening) -> None:
    clarification(evening)
    scripts = looked_at(evening).scripts
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text=SHARP)
    bruno = evening.people["bruno"]
    bruno.name = SHARP[:40]
    bruno.save()
    page = looked_at(evening)
    assert page.scripts == scripts
    assert SHARP in page.words
    assert any(bruno.name in words for words in page.words)
    assert {"id": str(QUESTION)} in page.values("hide")
    labels = [held["aria-label"] or "" for _tag, held in page.elements if "aria-label" in held]
    assert any(bruno.name in label for label in labels)


def test_values_of_a_dialog_are_what_was_written(evening: Evening) -> None:
    choosing(evening)
    evening.do("bruno", "propose_subject", id=SUBJECT, title=SHARP[:60], question=SHARP)
    page = looked_at(evening)
    [values] = [held["data-values"] for _tag, held in page.elements if held.get("data-fill") == "subject"]
    assert json.loads(values or "") == {"id": str(SUBJECT), "title": SHARP[:60], "question": SHARP}
    chosen = [evening.id(name) for name in ("amina", "bruno")]
    assert {"participants": chosen[1:]} in page.values("choose_clients")


def test_our_words_stand_and_what_is_put_into_them_is_escaped() -> None:
    assert rendered('{{ _("client %(turn)s", turn=turn) }}', turn="<b>") == "client &lt;b&gt;"
    assert rendered('{{ pgettext("role", "facilitation") }}') == "animation"
    of = '{{ ngettext("%(votes)s vote", "%(votes)s votes", n, votes=n) }}'
    assert [rendered(of, "en", n=number) for number in (1, 2)] == ["1 vote", "2 votes"]
    assert rendered('{{ _("a hundred %%") }}') == "a hundred %"


def test_a_sentence_on_several_lines_is_the_one_of_the_catalogue() -> None:
    source = "{% trans trimmed votes=n %}\n  {{ votes }} vote\n{% pluralize %}\n  {{ votes }} votes\n{% endtrans %}"
    assert rendered(source, "en", n=2) == "2 votes"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (1200, "1200", "1200"),
        (1.5, "1,5", "1.5"),
        (True, "True", "True"),
        (None, "None", "None"),
        (date(2026, 3, 1), "1 mars 2026", "March 1, 2026"),
    ],
)
def test_values_are_shown_as_in_pages(value: object, french: str, english: str) -> None:
    for language, expected in (("fr", french), ("en", english)):
        with translation.override(language):
            assert engines["django"].from_string("{{ value }}").render({"value": value}) == expected
        assert rendered("{{ value }}", language, value=value) == expected


def test_a_date_and_words_that_are_lost() -> None:
    assert rendered("{{ day|date }}", day=date(2026, 3, 1)) == "1er\u00a0mars 2026"
    assert rendered("{{ text|unsealed }}", "en", text=None) == "This text can no longer be read."
    assert rendered("{{ text|unsealed }}", text="<b>") == "&lt;b&gt;"


def test_a_key_of_a_context_comes_before_what_a_dictionary_can_do() -> None:
    assert rendered("{{ one.values }} {{ one.items }} {{ one.gone }}", one={"values": 1, "items": 2}) == "1 2 "


def test_indentation_is_not_sent_and_what_was_typed_is_kept() -> None:
    source = '<p\n  id="a"\n>\n  {% if True %}\n    {{ text }}\n  {% endif %}\n</p>'
    assert rendered(source, text="un\n  deux").split(">", 1)[1] == "  un\n  deux  </p>"
