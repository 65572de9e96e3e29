"""The words of sealed rows, as screens may say them; None where nobody can open them any more."""

from __future__ import annotations

import logging
from typing import Any

from codev.sealing import SealBroken

logger = logging.getLogger(__name__)


def unsealed(row: Any, field: str = "text") -> str | None:
    """The words of a row; None where they cannot be opened, which the page says instead of failing as a whole."""
    try:
        return str(getattr(row, field))
    except SealBroken as broken:
        # The row's id and nothing else: no log holds words.
        logger.error("%s", broken)
        return None
