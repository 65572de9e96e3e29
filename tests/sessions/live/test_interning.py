"""Equal parts keep their objects: identity alone then tells what has not changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from sessions.live.snapshot.interning import kept


@dataclass(frozen=True)
class Row:
    id: str
    text: str


@dataclass(frozen=True)
class Whole:
    name: str
    rows: tuple[Row, ...] = ()
    by_name: Any = None
    inner: Any = None


def fresh(text: str = "") -> str:
    """Equal to others, and no other's object."""
    return "".join(["a text, ", text])


def whole(*rows: str) -> Whole:
    return Whole(fresh(), tuple(Row(fresh(one), one) for one in rows), {one: Row(one, fresh()) for one in rows})


def test_what_is_equal_is_the_old_object_itself() -> None:
    old = whole("a", "b")
    assert kept(whole("a", "b"), old) is old


def test_what_changed_is_new_and_all_around_it_old() -> None:
    old = whole("a", "b")
    found = kept(replace(whole("a", "b"), name="another"), old)
    assert found.name == "another"
    assert found.rows is old.rows
    assert found.by_name is old.by_name


@pytest.mark.parametrize(
    ("rows", "same"),
    [("ab", "ab"), ("abc", "ab"), ("b", "b"), ("ba", "ab"), ("xab", "ab"), ("", "")],
)
def test_rows_are_matched_by_their_id_wherever_they_stand(rows: str, same: str) -> None:
    old, new = whole("a", "b"), whole(*rows)
    found = kept(new, old)
    assert found == new
    before = {one.text: one for one in old.rows}
    assert {one.text for one in found.rows if one is before.get(one.text)} == {*same}
    assert {name for name, one in found.by_name.items() if one is old.by_name.get(name)} == {*same}


def test_the_order_of_a_mapping_counts() -> None:
    """People stand in the group's order."""
    old = {"a": 1, "b": 2}
    found = kept({"b": 2, "a": 1}, old)
    assert found is not old
    assert [*found] == ["b", "a"]


@pytest.mark.parametrize(
    ("new", "old"), [(True, 1), (1, True), ((1,), [1]), (None, 0), ((), None), (Row("a", ""), None)]
)
def test_what_is_of_another_kind_is_another_thing(new: object, old: object) -> None:
    assert kept(new, old) is new


def test_it_looks_into_what_is_inside() -> None:
    old = Whole("a", inner=Whole("b", inner=(Row("c", fresh()), Row("d", "d"))))
    found = kept(Whole("a", inner=Whole("b", inner=(Row("c", fresh()), Row("d", "changed")))), old)
    assert found.inner.inner[0] is old.inner.inner[0]
    assert found.inner.inner[1].text == "changed"
