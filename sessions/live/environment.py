"""The engine of the regions: Jinja2 in Django's frame, since a region is rendered at each push."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import formats, translation
from jinja2 import Environment, Undefined
from jinja2.ext import Extension, InternationalizationExtension
from jinja2.lexer import Token
from markupsafe import Markup

from codev.marked import all_named, isolated, named, with_names
from groups.clocks import date_of

AS_IT_IS = (str, int)
LINE_BREAK = re.compile(r"\s*\n\s*")


class LiveEnvironment(Environment):
    """Reads `one.values` in Django's order: what a dictionary holds, then what it can do."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        try:
            return obj[attribute] if isinstance(obj, dict) else getattr(obj, attribute)
        except (KeyError, AttributeError):
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
    # Its own newstyle functions do the same by way of two calls more: a third of what a region of labels costs.
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals |= {"_": said, "gettext": said, "ngettext": counted, "pgettext": said_in, "url": address}
    made.filters |= {"date": date_of, "unsealed": unsealed}
    made.filters |= {"named": named, "all_named": all_named}
    made.filters |= {"isolated": isolated, "with_names": with_names}
    return made


def as_django_shows(value: Any) -> Any:
    """Dates and fractions as readers write them; text and whole numbers as they are."""
    return value if isinstance(value, AS_IT_IS) else formats.localize(value)


def said(message: str, /, **values: object) -> Markup:
    return _filled(translation.gettext(message), values) if values else _label(translation.get_language(), message)


# The words of buttons and headings, at each push the same: as many as the templates have, in each language.
@cache
def _label(language: str | None, message: str) -> Markup:
    return _filled(translation.gettext(message), {})


def said_in(context: str, message: str, /, **values: object) -> Markup:
    return _filled(translation.pgettext(context, message), values)


def counted(one: str, many: str, number: int, /, **values: object) -> Markup:
    return _filled(translation.ngettext(one, many, number), values)


def _filled(text: str, values: dict[str, object]) -> Markup:
    """Our own words are safe, what is put into them is escaped."""
    return Markup(text) % values if "%" in text else Markup(text)  # noqa: S704


def address(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def unsealed(text: str | None) -> str:
    """What was written, or that its key is gone."""
    return translation.gettext("This text can no longer be read.") if text is None else text
