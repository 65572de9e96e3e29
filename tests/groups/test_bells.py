"""What rings the bell of a group: whatever its open pages show of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from groups import commands
from groups.actors import Actor
from groups.models import Seat
from groups.pasting import PastedPerson
from tests.groups.conftest import Atelier, Bells


def newcomer(atelier: Atelier) -> Seat:
    return commands.come_as_newcomer(group=atelier.group, session_id=uuid4(), name="Nora", label="")


RINGS: dict[str, Callable[[Atelier], object]] = {
    "added": lambda at: commands.add_participants(group=at.group, people=[PastedPerson("Nora")], by=at.amina),
    "renamed": lambda at: commands.rename_participant(participant=at.lea, name="Léa B.", email="", by=at.amina),
    "removed": lambda at: commands.remove_participant(participant=at.lea, by=at.amina),
    "came by a code": newcomer,
    "charter revised": lambda at: commands.revise_charter(group=at.group, text="Bienveillance.", by=at.amina),
    "charter accepted": lambda at: commands.accept_charter(participant=at.lea, charter=at.group.charter),
    "charter accepted aloud": lambda at: commands.accept_charter_aloud(
        participant=at.lea, charter=at.group.charter, heard_by=Actor(user=at.amina)
    ),
    "charter accepted at the door": lambda at: commands.accept_at_the_door(seat=newcomer(at), charter=at.group.charter),
    "knock given up": lambda at: commands.leave_seat(seat=newcomer(at)),
    "another part": lambda at: commands.change_part(
        group=at.group, user_id=at.david.pk, role="facilitator", by=at.amina
    ),
    "taken off": lambda at: commands.remove_facilitator(group=at.group, user_id=at.david.pk, by=at.amina),
    "edited": lambda at: commands.edit_group(group=at.group, name="Les lundis", by=at.amina),
    "archived": lambda at: commands.archive_group(group=at.group, by=at.amina),
    "kept": lambda at: commands.keep_group(group=at.group, name="Les jeudis", by=at.amina),
}


@pytest.mark.parametrize("change", RINGS)
def test_a_change_in_a_group_rings_its_bell(
    atelier: Atelier, bells: Bells, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, change: str
) -> None:
    bells.listen("group", atelier.group.pk)
    with django_capture_on_commit_callbacks(execute=True):
        RINGS[change](atelier)
    assert bells.heard() == f"group.{atelier.group.pk}"


def test_the_same_charter_again_rings_nothing(
    atelier: Atelier, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as rings:
        commands.revise_charter(group=atelier.group, text=atelier.group.charter.text, by=atelier.amina)
    assert rings == []
