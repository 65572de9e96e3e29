"""The words of sealed rows, as screens may say them; None where nobody can open them any more."""

from __future__ import annotations

import logging
from typing import Any

from .sealing import SealBroken

logger = logging.getLogger(__name__)


def unsealed(row: Any, field: str = "text") -> str | None:
    """The words of a row; None, said calmly on the page, where they cannot be opened."""
    try:
        return str(getattr(row, field))
    except SealBroken as broken:
        logger.error("%s", broken)
        return None
