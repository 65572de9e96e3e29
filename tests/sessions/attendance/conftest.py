"""A past cycle whose attendance is downloaded."""

from __future__ import annotations

import pytest

from groups.models import Cycle, Organisation
from sessions.models import Session
from tests.sessions.cast.past import Past, held, paris, planned, settle

from .downloads import OBJECTIVES, TITLE


@pytest.fixture
def past(db: None) -> Past:
    """Two sessions: Ana at both, once to the end of the morning alone; Zoé at the first, late; a third to come."""
    past = settle()
    issuer = {"training_name": "Institut des pratiques", "training_number": "11 75 12345 67"}
    Organisation.objects.update(**issuer, training_address="12 rue des Lilas\n75011 Paris")
    Cycle.objects.update(title=TITLE, objectives=OBJECTIVES)
    ana, zoe = past.people["ana"], past.people["zoé"]
    held(past.group.cycle, paris(2026, 1, 12, 11), minutes=200, came={ana: 0, zoe: 17}, left={ana: 100})
    held(past.group.cycle, paris(2026, 2, 9, 9), minutes=110, came={ana: 0})
    Session.objects.filter(number=2).update(is_end_estimated=True)
    planned(past.group.cycle, paris(2099, 3, 2))
    return past
