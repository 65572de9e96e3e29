"""What Redis keeps of counters and limits: JSON. Django's own way there is pickle, by which a reader runs code."""

from __future__ import annotations

import json
from typing import Any


class JsonSerializer:
    """For Django's cache in Redis. Numbers stay numbers, for Redis to add to them."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """The value; None, as for what was never kept, where somebody else wrote something that is no JSON."""
        try:
            return json.loads(data)
        except ValueError:
            return None
