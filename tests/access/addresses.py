"""Every address of the product, read from Django's resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

# What is no route of its own: sockets, what differs by its query, and what middleware answers.
APART = {
    "socket": "/ws/sessions/<session>/",
    "socket screen": "/ws/sessions/<session>/screen/",
    "poll screen": "/sessions/<session>/stage/?screen",
    "health": "/health/",
    "metrics": "/metrics",
}
HELD = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+?)(?:_id)?>")


@dataclass(frozen=True)
class Route:
    """`pattern` as people read it; `held` are the names of what stands in it."""

    space: str
    name: str
    pattern: str
    held: tuple[str, ...]

    def address(self, values: dict[str, Any]) -> str:
        name = f"{self.space}:{self.name}" if self.space else self.name
        return reverse(name, kwargs={one: values[one] for one in self.held})


@cache
def routes() -> dict[str, Route]:
    """All that have a name, by it; "admin:" before one of Django's admin."""
    return {
        f"admin:{one.name}" if one.space == "admin" else one.name: one
        for one in _walk(get_resolver(), Route("", "", "/", ()))
    }


def _walk(resolver: URLResolver, above: Route) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = above.pattern + HELD.sub(r"<\1\2>", str(one.pattern).strip("^$"))
        held = (*above.held, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            yield from _walk(one, Route(one.namespace or above.space, "", pattern, held))
        elif one.name:
            yield Route(above.space, one.name, pattern, held)


def pattern_of(name: str) -> str:
    """The address of a row; a name that is no route's is a command's."""
    if name in routes():
        return routes()[name].pattern
    return APART.get(name, f"/sessions/<session>/do/{name}/")
