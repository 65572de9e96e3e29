"""Translations: what is asked for is found, and what is wrong is said."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import TemplateSyntaxError

from codev import messages

PYTHON = """
_("plain")
ngettext("%(n)d hand", "%(n)d hands", n)
pgettext_lazy("a step", "Contract")
gettext(variable)
"""
TEMPLATE = """{% load i18n %}
<p class="x">
    {% translate "Who’s here?" context "lobby" %} "quotes" {{ name|upper }} {# said: {% translate "not this" %} #}
  {% blocktranslate count n=hands trimmed %}
    {{ n }} hand is up
  {% plural %}
    {{ n }} hands are up
  {% endblocktranslate %}
</p>
"""
JINJA = """
<p title="{{ pgettext('lobby', 'Who’s here?') }}">{{ _("%(name)s is here", name=one.name|upper) }} {# _("not this") #}
  {% trans trimmed n=hands %}
    {{ n }} hand is up
  {% pluralize %}
    {{ n }} hands are up
  {% endtrans %}
  {{ ngettext("%(n)s vote", "%(n)s votes", votes, n=votes) }}
</p>
"""


def asked_for(path: Path, source: str) -> list[tuple[str, str | None, str | None]]:
    path.write_text(source)
    return list(messages.messages_of(path))


def test_python_is_read(tmp_path: Path) -> None:
    assert asked_for(tmp_path / "page.py", PYTHON) == [
        ("plain", None, None),
        ("%(n)d hand", "%(n)d hands", None),
        ("Contract", None, "a step"),
    ]


def test_template_is_read(tmp_path: Path) -> None:
    assert asked_for(tmp_path / "page.html", TEMPLATE) == [
        ("Who’s here?", None, "lobby"),
        ("%(n)s hand is up", "%(n)s hands are up", None),
    ]


def test_live_template_is_read(tmp_path: Path) -> None:
    assert asked_for(tmp_path / "_region.jinja", JINJA) == [
        ("Who’s here?", None, "lobby"),
        ("%(name)s is here", None, None),
        ("%(n)s hand is up", "%(n)s hands are up", None),
        ("%(n)s vote", "%(n)s votes", None),
    ]


def test_what_a_live_template_asks_for_may_not_be_missing() -> None:
    [agenda] = [path for path in messages.source_files() if path.name == "_agenda.jinja"]
    template = messages.extract([agenda])
    assert "missing: 'put off' (templates/sessions/live/agenda/_agenda.jinja)" in messages.complaints(
        Catalog(locale="fr"), template
    )


def test_live_template_that_cannot_be_read_is_no_template_without_messages(tmp_path: Path) -> None:
    with pytest.raises(TemplateSyntaxError):
        asked_for(tmp_path / "_region.jinja", '{% if %}{{ _("lost") }}')


def complaints(translation: str | tuple[str, str], message: str | tuple[str, str] = "%(name)s speaks") -> list[str]:
    """What is said of one translation."""
    template, french = Catalog(), Catalog(locale="fr")
    template.add(message, locations=[("page.html", 0)])
    french.add(message, translation)
    return list(messages.complaints(french, template))


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("%(name)s parle", []),
        ("%(name)s parle\u00a0: «\u00a0l’écoute\u00a0»", []),
        ("", ["missing: '%(name)s speaks' (page.html)"]),
        ("%(nom)s parle", ["placeholders differ: '%(name)s speaks'"]),
        ("%(name)s parle d'abord", ['a straight apostrophe in "%(name)s parle d\'abord"']),
        ("%(name)s parle ?", ["no no-break space before in '%(name)s parle ?'"]),
        ("%(name)s parle!", ["no no-break space before in '%(name)s parle!'"]),
        ("« %(name)s\u00a0»", ["no no-break space after in '« %(name)s\\xa0»'"]),
        ("%(name)s à 15:40", []),
    ],
)
def test_french_is_checked(translation: str, expected: list[str]) -> None:
    assert complaints(translation) == expected


def test_singular_may_do_without_its_number() -> None:
    hands = ("%(n)s hand", "%(n)s hands")
    assert complaints(("une main", "%(n)s mains"), hands) == []
    assert complaints(("une main", "des mains"), hands) == ["placeholders differ: ('%(n)s hand', '%(n)s hands')"]


def test_fuzzy_and_stale_are_refused() -> None:
    template, french = Catalog(), Catalog(locale="fr")
    template.add("here", locations=[("page.html", 0)])
    french.add("here", "ici", flags=["fuzzy"])
    french.add("gone", "parti")
    assert list(messages.complaints(french, template)) == ["fuzzy: 'here'", "stale: 'gone'"]


def test_update_keeps_what_stands_and_drops_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    first, second = Catalog(), Catalog()
    first.add("stays", locations=[("a.py", 0)])
    first.add("goes", locations=[("a.py", 0)])
    second.add("stays", locations=[("b.py", 0)])
    second.add("comes", locations=[("b.py", 0)])
    messages.update("fr", first)
    path = messages.catalogue_path("fr")
    path.write_text(path.read_text().replace('msgid "stays"\nmsgstr ""', 'msgid "stays"\nmsgstr "reste"'))
    messages.update("fr", second)
    kept = {message.id: message.string for message in messages.read("fr") if message.id}
    assert kept == {"stays": "reste", "comes": ""}
    messages.compile_catalogues()
    assert path.with_suffix(".mo").exists()


ASKING = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "pgettext_lazy"}


def test_no_text_is_asked_for_inside_an_f_string() -> None:
    """There nobody finds it: it would stay English, and no check would say so."""
    inside = [
        f"{path}:{call.lineno}"
        for path in messages.source_files()
        if path.suffix == ".py" and 'f"' in (source := path.read_text())
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKING
        if isinstance(call.args[0], ast.Constant)
    ]
    assert inside == []
