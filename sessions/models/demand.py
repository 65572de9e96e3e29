"""The words that a client may have put on the room screen, and a short name of them for whoever agrees to them."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple


class Demand(NamedTuple):
    """The client's question and the contract; "" for what was not written, None for what cannot be opened any more."""

    question: str | None
    contract: str | None

    @property
    def wording(self) -> str:
        """Sixteen digits that tell these words from any others: what a press on them believed. Kept nowhere."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()[:16]
