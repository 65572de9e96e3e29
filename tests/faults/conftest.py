"""One server with the demonstration's people, of whom none writes too much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.faults.live import LIVE, Start, demo
from tests.installation import environment_of
from tests.services import Daphne


@pytest.fixture
def served(var: Path) -> dict[str, str]:
    return environment_of(var, **LIVE, CODEV_WRITES_PER_MINUTE="100000")


@pytest.fixture
def shown(served: dict[str, str]) -> dict[str, Any]:
    return demo(served)


@pytest.fixture
def daphne(served: dict[str, str], shown: dict[str, Any], start_daphne: Start) -> Daphne:
    return start_daphne(served)
