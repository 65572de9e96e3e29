"""Commands as browsers send them, straight at their verbs: forms are cleaned, refusals told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils.datastructures import MultiValueDict

from groups.errors import CodevError
from sessions.forms.commands import COMMANDS
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION, SUBJECT
from tests.sessions.cast.script import CHAPTERS, Act


def act(evening: Evening, name: str, command: str, fields: dict[str, Any]) -> None:
    """Carry a command out. Raises what it raises; an undo is of the last revision, if it names none."""
    if command not in COMMANDS:
        evening.do(name, command, **fields)
        return
    more = {"of_revision": max(1, evening.session.revision)} if command == "undo" else {}
    sent = {"key": uuid4(), **more, **fields}
    form = COMMANDS[command](
        MultiValueDict({field: value if isinstance(value, list) else [value] for field, value in sent.items()})
    )
    assert form.is_valid(), (command, form.errors)
    evening.do(name, command, **form.given())


def is_done(evening: Evening, one: Act) -> bool:
    """Whether somebody's command was carried out, rather than refused."""
    try:
        act(evening, *one)
    except CodevError:
        return False
    return True


def everything(evening: Evening) -> list[Act]:
    """What may be tried at any moment: every command, by who may at times."""
    henri = evening.group.participants.filter(name="Henri").first()
    more: list[Act] = [("claire", "turn_away", {"participant": str(henri.pk)})] if henri else []
    more += [
        ("claire", "cancel", {}),
        ("david", "take_over", {}),
        ("bruno", "weigh_subject", {"id": str(SUBJECT), "stakes": "3", "intensity": "2", "urgency": "1"}),
        ("gina", "knock", {}),
        ("chloe", "arrive", {}),
        ("claire", "admit", {"participant": evening.id("gina")}),
        ("claire", "contribute", {"id": str(QUESTION), "kind": "question", "text": "Par qui ?"}),
        ("claire", "hand_back", {"id": str(QUESTION)}),
        ("claire", "hide", {"id": str(QUESTION)}),
        ("amina", "adopt_wording", {"id": str(QUESTION)}),
        ("bruno", "withdraw_subject", {"id": str(SUBJECT)}),
        ("bruno", "vote", {"subject": str(SUBJECT), "count": "3"}),
        ("claire", "choose_clients", {"participants": [evening.id("bruno")]}),
        ("claire", "jump", {"to_step": evening.index("closing")}),
    ]
    found = [one for chapter in CHAPTERS for one in chapter(evening)] + more
    return [one for place, one in enumerate(found) if one not in found[:place]]
