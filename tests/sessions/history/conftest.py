"""A group with a past."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.sessions.cast.past import Past, held, paris, planned, settle


@pytest.fixture
def past(db: None) -> Past:
    past = settle()
    held(past.group.cycle, paris(2026, 1, 12, 12), came={past.people["ana"]: 0, past.people["zoé"]: 65})
    planned(past.group.cycle, paris(timezone.localdate().year, 6, 1))
    return past
