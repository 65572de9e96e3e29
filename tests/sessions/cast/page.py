"""Frames applied to a page as docs/live.md says, on the HTML as it was sent: every letter of it stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

VOID = {"input", "br", "img", "hr", "meta", "link"}
ORDER = re.compile(r'data-order="([^"]*)"')


@dataclass
class Span:
    """Where an element stands in the text: from `start` to `end`, its content from `inside` to `close`."""

    id: str
    start: int
    inside: int
    close: int = -1
    end: int = -1
    depth: int = 0


class Spans(HTMLParser):
    """Every element that has an id, and every one that stands in none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Span] = []
        self._open: list[Span] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()
        assert not self._open, [span.id for span in self._open]

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, text = self._at(), self.get_starttag_text() or ""
        span = Span(dict(attrs).get("id") or "", start, start + len(text), depth=len(self._open))
        self.found.append(span)
        if tag in VOID or text.endswith("/>"):
            span.close = span.end = span.inside
        else:
            self._open.append(span)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        span = self._open.pop()
        span.close, span.end = self._at(), self._at() + len(tag) + 3


@lru_cache
def spans(html: str) -> list[Span]:
    """Read once where several pages show the same."""
    return Spans(html).found


def elements(html: str) -> dict[str, str]:
    """The elements that stand side by side, by id."""
    return {span.id: html[span.start : span.end] for span in spans(html) if span.depth == 0}


def span_of(html: str, id_: str) -> Span | None:
    return next((span for span in spans(html) if span.id == id_), None) if f'id="{id_}"' in html else None


def applied(regions: dict[str, str], sent: dict[str, str]) -> None:
    """Three rules and no others: an element replaces, a newcomer waits for the list that names it, a list orders."""
    newcomers: dict[str, str] = {}
    for id_, html in sent.items():
        order = ORDER.search(html.partition(">")[0])
        where = next((name for name, region in regions.items() if span_of(region, id_)), None)
        if order:
            assert where, f"no list {id_}"
            regions[where] = _ordered(regions[where], id_, order[1].split(), newcomers)
        elif where:
            regions[where] = _replaced(regions[where], id_, html)
        elif id_.startswith("region-"):
            regions[id_] = html
        else:
            newcomers[id_] = html
    assert not newcomers, f"no list names {[*newcomers]}"


def _replaced(region: str, id_: str, html: str) -> str:
    span = span_of(region, id_)
    assert span
    return region[: span.start] + html + region[span.end :]


def _ordered(region: str, id_: str, order: list[str], newcomers: dict[str, str]) -> str:
    span = span_of(region, id_)
    assert span
    here = elements(region[span.inside : span.close])
    pieces = [newcomers.pop(one) if one in newcomers else here[one] for one in order]
    return region[: span.inside] + "\n".join(pieces) + region[span.close :]
