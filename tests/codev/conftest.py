"""Whom compiled statements are tried on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.sessions.cast.evening import Evening, gather
from tests.sessions.cast.moments import clarification


@pytest.fixture
def evening(database: Any) -> Evening:
    """Questions are asked, as in another tenant's session, where one was written."""
    other, mine = gather(organisation=f"Autre {uuid4()}"), gather(organisation=f"Atelier {uuid4()}")
    for one in (other, mine):
        clarification(one)
    other.do("bruno", "contribute", id=uuid4(), kind="question", text="Depuis quand ?")
    return mine
