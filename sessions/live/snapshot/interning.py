"""Equal parts keep the object that they were before, so that identity alone tells what has not changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")
_known_names: dict[type, tuple[str, ...]] = {}


def kept(new: T, old: T) -> T:
    """`new`, in which whatever equals its counterpart in `old` is that very object; `old` itself where all does.

    It looks into dataclasses, tuples and mappings; rows of a tuple are matched by their `id`, or else by place.
    """
    if new is old:
        return old
    # Before any comparison of values: 1 equals True.
    if type(new) is not type(old):
        return new
    if isinstance(new, Mapping):
        return cast("T", _mapping(new, cast("Mapping[Any, Any]", old)))
    if new == old:
        return old
    if isinstance(new, tuple):
        return cast("T", _tuple(new, cast("tuple[Any, ...]", old)))
    return _dataclass(new, old) if is_dataclass(new) else new


def _dataclass(new: Any, old: Any) -> Any:
    found = {}
    for name in _names(new):
        value, before = getattr(new, name), getattr(old, name)
        if value is not before and (one := kept(value, before)) is not value:
            found[name] = one
    return replace(new, **found) if found else new


def _names(one: Any) -> tuple[str, ...]:
    of = type(one)
    if of not in _known_names:
        _known_names[of] = tuple(field.name for field in fields(one))
    return _known_names[of]


def _tuple(new: tuple[Any, ...], old: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {_name(one, place): one for place, one in enumerate(old)}
    return tuple(kept(one, known.get(_name(one, place))) for place, one in enumerate(new))


def _name(one: Any, place: int) -> object:
    return getattr(one, "id", place)


def _mapping(new: Mapping[Any, Any], old: Mapping[Any, Any]) -> Mapping[Any, Any]:
    # The order too: people stand in the group's.
    if new == old and [*new] == [*old]:
        return old
    return {key: kept(value, old.get(key)) for key, value in new.items()}
