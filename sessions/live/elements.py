"""HTML as it is sent: an element with its id, and lists in it whose pieces are elements too, sent one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .snapshot.viewer import Context

Draw = Callable[[str, Context], str]
NO_LISTS: Mapping[str, Any] = {}  # one for all of the many that hold none
LIST = re.compile(r"\s*<!--list ([\w-]+)-->\s*")  # alone in its element, however that is laid out


@dataclass(frozen=True, slots=True)
class Piece:
    """One of many in a list: drawn from `context` by a template whose only element has this id on the page.

    `lists` are lists within it, by the ids of the elements that hold them.
    """

    id: str
    template: str
    context: Context
    lists: Mapping[str, tuple[Piece, ...]] = field(default_factory=lambda: NO_LISTS)


# Compared by identity: what has not changed is the very same element.
@dataclass(eq=False, slots=True, weakref_slot=True)
class Element:
    """A piece as drawn. `texts` stand around the lists; of what has not changed the older element is kept.

    They are UTF-8: one « ’ » makes Python keep a text with two bytes a character, and rooms keep them for hours.
    """

    piece: Piece
    texts: tuple[bytes, ...]
    lists: Mapping[str, Mapping[str, Element]]

    @property
    def html(self) -> str:
        """The whole element."""
        return self._whole().decode()

    def _whole(self) -> bytes:
        first, *rest = self.texts
        if not rest:
            return first
        inside = (b"\n".join([one._whole() for one in pieces.values()]) for pieces in self.lists.values())
        return first + b"".join([held + text for held, text in zip(inside, rest, strict=True)])


def draw(piece: Piece, known: Element | None, render: Draw) -> Element:
    """The piece as an element; whatever of `known` has not changed is taken over from it, down to its pieces."""
    if known and known.piece == piece:
        return known
    texts, order = _texts(piece, known, render)
    lists = {name: _list(piece.lists[name], known.lists.get(name, {}) if known else {}, render) for name in order}
    return Element(piece, texts, lists or NO_LISTS)


def _texts(piece: Piece, known: Element | None, render: Draw) -> tuple[tuple[bytes, ...], list[str]]:
    """What stands around the lists, and the lists in the order in which the template has them."""
    if known and known.piece.context == piece.context and known.lists.keys() == piece.lists.keys():
        return known.texts, [*known.lists]
    # The template puts a mark where a list belongs: what is around it is drawn once, however the list changes.
    marks: dict[str, SafeString] = {name: mark_safe(f"<!--list {name}-->") for name in piece.lists}  # noqa: S308
    parts = LIST.split(render(piece.template, {**piece.context, "region": piece.id, "lists": marks}).strip())
    return tuple(text.encode() for text in parts[::2]), parts[1::2]


def _list(pieces: tuple[Piece, ...], known: Mapping[str, Element], render: Draw) -> dict[str, Element]:
    return {piece.id: draw(piece, known.get(piece.id), render) for piece in pieces}


def changes(old: Element | None, new: Element) -> list[str]:
    """What a page that shows `old` has to be sent to show `new`, by the three rules of docs/live.md.

    An element takes the place of the one with its id; one that is nowhere yet waits for the list that names it; a list
    (`data-order`) holds the pieces that it names, in that order, and no others.
    """
    if old is new:
        return []
    if old is None or old.texts != new.texts or old.lists.keys() != new.lists.keys():
        return [new.html]
    return [sent for name, pieces in new.lists.items() for sent in _changes_of_list(name, old.lists[name], pieces)]


def _changes_of_list(name: str, old: Mapping[str, Element], new: Mapping[str, Element]) -> list[str]:
    sent = [text for id_, piece in new.items() if old.get(id_) is not piece for text in changes(old.get(id_), piece)]
    if [*old] != [*new]:
        sent.append(f'<div id="{name}" data-order="{" ".join(new)}"></div>')
    return sent
