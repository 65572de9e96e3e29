"""What each command does, one topic a file. Importing them registers them."""

from . import floor, guiding, handover, life, opening, people, steps, subjects
from .writing import contract, contributions, delivery, demand, kept_ideas

__all__ = [
    "contract",
    "contributions",
    "delivery",
    "demand",
    "floor",
    "guiding",
    "handover",
    "kept_ideas",
    "life",
    "opening",
    "people",
    "steps",
    "subjects",
]
