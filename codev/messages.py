"""Translations without system tools: `python -m codev.messages` with `--update`, `--check` or `--compile`."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SOURCES = ("codev", "groups", "sessions")
ENDINGS = {".html", ".jinja", ".txt", ".svg"}
LANGUAGES = ("fr", "en")
SIMPLE = ["_", "gettext", "gettext_lazy", "gettext_noop"]
PLURAL = ["ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"]
IN_CONTEXT = ["pgettext", "pgettext_lazy"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[a-z]|\{\w*\}")
TYPOGRAPHY = {
    "a straight apostrophe": re.compile(r"\w'\w"),
    "no no-break space before": re.compile(r"[^\s\u00a0\u202f!?][:;!?](?=\s|$)|[^\u00a0\u202f]»|[ ][:;!?»]"),
    "no no-break space after": re.compile(r"«[^\u00a0\u202f]"),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def source_files() -> Iterator[Path]:
    """Everything of ours that may hold a sentence for people."""
    for folder in SOURCES:
        yield from sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in ENDINGS)


def extract(files: Iterable[Path]) -> Catalog:
    """Every message that code and templates ask for, with the files that do."""
    catalogue = Catalog()
    for path in files:
        for message, plural, context in messages_of(path):
            # Without its line, or catalogues would change whenever one is added above.
            place = (path.relative_to(ROOT).as_posix(), 0)
            catalogue.add((message, plural) if plural else message, context=context, locations=[place])
    return catalogue


def as_python(path: Path) -> str:
    """The file as Python: in a template, tags become calls of gettext and the rest becomes names."""
    source = path.read_text()
    if path.suffix == ".py":
        return source
    # A template's indentation is no Python's: the tokenizer would stumble over it.
    return "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())


def messages_of(path: Path) -> Iterator[tuple[str, str | None, str | None]]:
    """Message, plural and context of each call of gettext in a file."""
    names: Any = SIMPLE + PLURAL + IN_CONTEXT
    found: Any
    if path.suffix == ".jinja":
        found = babel_extract(io.BytesIO(path.read_bytes()), names, [], {"newstyle_gettext": "true", "silent": "false"})
    else:
        found = extract_python(io.BytesIO(as_python(path).encode()), names, [], {"encoding": "utf-8"})
    for _line, function, arguments, _comments in found:
        texts = list(arguments) if isinstance(arguments, tuple) else [arguments]
        context = texts.pop(0) if "pgettext" in function else None
        if texts and texts[0]:
            yield texts[0], texts[1] if function in PLURAL else None, context


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    with io.BytesIO(path.read_bytes() if path.exists() else b"") as file:
        return read_po(file, locale=language)


def update(language: str, template: Catalog) -> None:
    """Bring a catalogue in line with the sources: new messages come empty, those gone are dropped."""
    catalogue = read(language)
    # No guesses from similar messages: an empty translation is seen as missing, a guessed one may pass for right.
    catalogue.update(template, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False, width=110)
    header = HEADER.format(language=language, plurals=catalogue.plural_forms)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + body.getvalue().decode().strip() + "\n")


def compile_catalogues() -> None:
    """Write the .mo files that are older than their source."""
    for language in LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime <= source.stat().st_mtime):
            compiled = io.BytesIO()
            write_mo(compiled, read(language))
            target.write_bytes(compiled.getvalue())


def complaints(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """What is missing, stale or wrong in the French catalogue."""
    for message in template:
        if message.id:
            yield from _complaints_about(message, catalogue.get(message.id, message.context))
    for message in catalogue:
        if message.id and template.get(message.id, message.context) is None:
            yield f"stale: {message.id!r}"
    for message in catalogue.obsolete.values():
        yield f"stale: {message.id!r}"


def _complaints_about(message: Message, translation: Message | None) -> Iterator[str]:
    texts = forms(translation.string) if translation and translation.string else ()
    if not texts or not all(texts):
        yield f"missing: {message.id!r} ({', '.join(place for place, _ in message.locations)})"
        return
    if translation and translation.fuzzy:
        yield f"fuzzy: {message.id!r}"
    # The singular may do without its number, so only the last form is held to all the placeholders.
    if placeholders(texts[-1]) != placeholders(forms(message.id)[-1]):
        yield f"placeholders differ: {message.id!r}"
    for text in texts:
        yield from (f"{what} in {text!r}" for what, mistake in TYPOGRAPHY.items() if mistake.search(text))


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The singular and the plurals of what may have none."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main(arguments: list[str]) -> int:
    """Do what the options say; 1 when a check complains."""
    template = extract(source_files())
    if "--update" in arguments:
        for language in LANGUAGES:
            update(language, template)
    if "--compile" in arguments:
        compile_catalogues()
    found = list(complaints(read("fr"), template)) if "--check" in arguments else []
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
