"""Names as pages show them: kept apart from the words around them.

No translator touches them, and one that is written from right to left does not turn the line round. One way for both
engines: « named » in text; where no element may stand, as in an attribute, a title or a sentence that is put together
elsewhere, « isolated », of which « with_names » makes the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

register = template.Library()
# Invisible: until the second, text goes in the direction of its own first letter.
FIRST_STRONG, POP = "\u2068", "\u2069"
ISOLATED = re.compile(f"{FIRST_STRONG}(.*?){POP}", re.DOTALL)


@register.filter
def named(name: object) -> SafeString:
    """A name for a text, in an element of its own; "" for none."""
    return SafeString(f'<bdi translate="no" dir="auto">{escape(name)}</bdi>' if name else "")


@register.filter
def all_named(names: Iterable[object]) -> SafeString:
    """Several names, with commas between them."""
    return SafeString(", ".join(map(named, names)))


@register.filter
def isolated(name: object) -> str:
    """A name for an attribute or a title, which hold no elements; "" for none."""
    return f"{FIRST_STRONG}{name}{POP}" if name else ""


@register.filter
def with_names(sentence: object) -> SafeString:
    """A sentence that was put together with isolated names, for a text: each in its own element."""
    text = conditional_escape(str(sentence))
    return SafeString(ISOLATED.sub(r'<bdi translate="no" dir="auto">\1</bdi>', text)) if FIRST_STRONG in text else text
