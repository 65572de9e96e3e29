"""What a command changes of the rows that screens show, beside the state: a room reads that again, nothing else."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of what screens show that is read from rows. Which rows, `sessions/live/snapshot/reading.py` says.

    What follows from a change of the state alone (another step, somebody admitted) no command has to name: that stands
    in `sessions/live/snapshot/parts.py`.
    """

    PEOPLE = "people"  # names of members, and who accepted the charter
    KNOCKS = "knocks"
    ATTENDANCE = "attendance"
    ROUND = "round"  # headline and synthesis of the present round
    NOTES = "notes"
    NOTE = "note"  # the one that the command's argument `id` names
    CONTRACT = "contract"
    ACTIONS = "actions"  # what the client of the present round takes on
    OWN_PROMPT = "own_prompt"
    PROMISES = "promises"  # commitments of earlier sessions, and what is said of them now
    SUBJECTS = "subjects"
    SUBJECT = "subject"  # the one that the command's argument `id` names
    BALLOTS = "ballots"
    EARLIER_CLIENTS = "earlier_clients"
    DEVICES = "devices"  # who has one, while people vote


Parts = frozenset[Part]
NOTHING: Parts = frozenset()
EVERYTHING: Parts = frozenset(Part)


def parts(*some: Part) -> Parts:
    return frozenset(some)
