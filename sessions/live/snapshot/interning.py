"""Equal parts keep the object that they were before, so that identity alone tells what has not changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
# By far the most of what is looked at.
PLAIN = frozenset({str, int, bool, type(None)})


def kept(new: T, old: T) -> T:
    """`new`, in which whatever equals its counterpart in `old` is that very object; `old` itself where all does.

    It looks into dataclasses, tuples and mappings; rows of a tuple are matched by their `id`, or else by place.
    """
    if new is old:
        return old
    # Before any comparison of values: 1 equals True, and a tuple no list.
    kind = type(new)
    if kind is not type(old):
        return new
    if kind in PLAIN:
        return old if new == old else new
    if isinstance(new, tuple):
        return cast("T", _tuple(new, cast("tuple[Any, ...]", old)))
    if _names(kind):  # type: ignore[arg-type]
        return cast("T", _dataclass(new, old))
    if isinstance(new, Mapping):
        return cast("T", _mapping(new, cast("Mapping[Any, Any]", old)))
    return old if new == old else new


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _dataclass(new: Any, old: Any) -> Any:
    now = {name: getattr(new, name) for name in _names(type(new))}  # type: ignore[arg-type]
    found = {name: kept(value, getattr(old, name)) for name, value in now.items()}
    if all(found[name] is getattr(old, name) for name in found):
        return old
    changed = {name: value for name, value in found.items() if value is not now[name]}
    return replace(new, **changed) if changed else new


def _tuple(new: tuple[Any, ...], old: tuple[Any, ...]) -> tuple[Any, ...]:
    # Mostly one more at the end of many that are the same: those are passed over quickly.
    same = next(
        (place for place, (a, b) in enumerate(zip(new, old, strict=False)) if a is not b), min(len(new), len(old))
    )
    if same == len(new) == len(old):
        return old
    known = {_name(one, place): one for place, one in enumerate(old[same:], same)}
    rest = tuple(kept(one, known.get(_name(one, place))) for place, one in enumerate(new[same:], same))
    is_same = len(rest) == len(old) - same and all(a is b for a, b in zip(rest, old[same:], strict=True))
    return old if is_same else (*new[:same], *rest)


def _name(one: Any, place: int) -> object:
    return getattr(one, "id", place)


def _mapping(new: Mapping[Any, Any], old: Mapping[Any, Any]) -> Mapping[Any, Any]:
    found = {key: kept(value, old.get(key)) for key, value in new.items()}
    # The order too: people stand in the group's.
    is_same = [*found] == [*old] and all(value is old[key] for key, value in found.items())
    return old if is_same else found
