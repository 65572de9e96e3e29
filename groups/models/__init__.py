"""Rows about people and why they meet."""

from .people import User

__all__ = ["User"]
