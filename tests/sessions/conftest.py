"""How hard hypothesis tries (the same few examples on every run, or many new ones with HYPOTHESIS_PROFILE=long), and
evenings with rows.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from django.db.backends.utils import CursorWrapper
from hypothesis import settings

from .evening import Evening, gather
from .sockets import House, sockets

settings.register_profile("quick", max_examples=60, stateful_step_count=30, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=400, stateful_step_count=60, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    """A planned session. Commands run on threads of their own, so that nothing may stay uncommitted."""
    return gather()


@pytest_asyncio.fixture
async def house(evening: Evening) -> AsyncIterator[House]:
    """Where live pages of that session are opened."""
    async with sockets(evening) as opened:
        yield opened


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement of the product from now on; the real ones, noted as they pass."""
    noted: list[str] = []
    pass_on = CursorWrapper._execute_with_wrappers

    def note(self: CursorWrapper, sql: str, *args: object, **kwargs: object) -> object:
        noted.append(sql)
        return pass_on(self, sql, *args, **kwargs)

    monkeypatch.setattr(CursorWrapper, "_execute_with_wrappers", note)
    return noted
