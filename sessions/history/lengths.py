"""Lengths of time as people and spreadsheets read hours. Pure."""

from __future__ import annotations

from decimal import Decimal

MINUTES = 60


def as_hours(minutes: int) -> Decimal:
    """For a spreadsheet: « 1,75 »."""
    return (Decimal(minutes) / MINUTES).quantize(Decimal("0.01"))


def in_words(minutes: int) -> str:
    """For people: « 1 h 45 », « 2 h », « 0 h 30 »."""
    return f"{minutes // MINUTES}\u00a0h" + (f"\u00a0{minutes % MINUTES:02}" if minutes % MINUTES else "")
