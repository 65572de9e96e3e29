"""The words of a protocol: roles, kinds of writing, ways of the floor, and what a school may choose."""

from __future__ import annotations

from collections.abc import Mapping

# The words below stand in files, journals and rows: there may be more of them, but none is renamed.
ROLES = ("facilitator", "client", "peer", "observer", "scribe")
KINDS = (
    "question",
    "reformulation",
    "analysis",
    "option",
    "experience",
    "hypothesis",
    "reflective_question",
    "resource",
    "feedback",
    "metaphor",
    "impression",
    "learning",
    "note",
)
WRITABLE = (*KINDS, "contract", "synthesis", "commitment")
FLOORS = ("client_only", "queue", "go_round", "free", "silence")
NEEDS = ("clients", "question", "contract", "contract_accepted", "contribution", "synthesis", "commitment", "learning")
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "client_in_consultation": ("silent", "silent_unless_drift", "interaction"),
    "subject_choice": ("facilitator", "votes", "stakes"),
    "contract_written": ("yes", "no"),
    "observer": ("yes", "no"),
    "client_turned_away": ("yes", "no"),
    "round_floor": ("two_thirds", "half", "none"),
}
# What protocols say nothing of, those among them that sessions have frozen before there was such a setting.
USUAL = {"round_floor": "two_thirds"}
