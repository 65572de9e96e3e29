"""Instants as the rulebook has them: whole milliseconds since the epoch (decision 001)."""

from __future__ import annotations

from datetime import datetime


def epoch_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
