"""The engine of the regions: Jinja2 in Django's frame, since a region is rendered at each push."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import formats, translation
from jinja2 import Environment, Undefined
from jinja2.ext import Extension, InternationalizationExtension
from jinja2.lexer import Token

LINE_BREAK = re.compile(r"\s*\n\s*")


class LiveEnvironment(Environment):
    """Reads `one.values` as Django does: the key of a mapping before its methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class OnOneLine(Extension):
    """Sends a space for a line break and its indentation: they would go out with every push."""

    def filter_stream(self, stream: Iterable[Token]) -> Iterator[Token]:
        for token in stream:
            text = LINE_BREAK.sub(" ", token.value) if token.type == "data" else token.value
            yield Token(token.lineno, token.type, text)


def environment(**options: Any) -> Environment:
    """What `TEMPLATES` asks for."""
    made = LiveEnvironment(
        **{**options, "undefined": Undefined},
        finalize=as_django_shows,
        extensions=[InternationalizationExtension, OnOneLine],
    )
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals["url"] = address
    made.filters |= {"date": formats.date_format, "unsealed": unsealed}
    return made


def as_django_shows(value: Any) -> Any:
    """Numbers with a point and dates in the reader's way; the rest as it is."""
    return value if isinstance(value, str | int) else formats.localize(value)


def address(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def unsealed(text: str | None) -> str:
    """What was written, or that its key is gone."""
    return translation.gettext("This text can no longer be read.") if text is None else text
