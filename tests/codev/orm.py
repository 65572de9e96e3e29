"""What a compiled statement finds, beside what the ORM finds with the same words."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from codev.compiled import Reads


def told(row: Any) -> Any:
    """All that a row is: its columns, what was read with it, and what Django notes of it."""
    if not isinstance(row, Model):
        return type(row), row
    columns = {name: value for name, value in vars(row).items() if name != "_state"}
    state = row._state
    return type(row), columns, state.db, state.adding, {name: told(one) for name, one in state.fields_cache.items()}


def same(query: Reads[Any], **values: Any) -> list[Any]:
    """The rows that it finds, the second time too, which are the ORM's own."""
    orm = [told(row) for row in query.build(**values)]
    for _time in range(2):
        assert [told(row) for row in query.all(**values)] == orm
    assert told(query.first(**values)) == (orm[0] if orm else told(None))
    return query.all(**values)
