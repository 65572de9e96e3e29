"""Every command × everybody who has a part in the session: whose it is, as docs/access.md says by the registry."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from sessions.commands import COMMANDS
from sessions.forms.commands import COMMANDS as SENT
from tests.sessions.cast.asking import JSON
from tests.sessions.cast.clicks import CLICKS
from tests.sessions.cast.evening import gather

from .commands import DRIVERS, FOR_SOMEBODY, MAY, PARTICIPANTS, SCRIBE_S, WHOSE
from .scene import Scene, build


@pytest.fixture
def scene(db: None) -> Scene:
    return build(gather())


def test_every_command_is_somebody_s() -> None:
    assert {COMMANDS[name].may.__name__ for name in SENT} == {*WHOSE} == {*MAY}


@pytest.mark.parametrize("who", sorted(DRIVERS | PARTICIPANTS | {"deputy", "waiting"}))
def test_a_command_is_refused_to_whom_it_is_not_for(scene: Scene, who: str) -> None:
    """Sent at one moment with the fields of a click: in one's own name, for nobody else."""
    came = scene.browser(who)
    not_for_them = {name for name in SENT if who not in MAY[COMMANDS[name].may.__name__]}
    not_for_them |= {*FOR_SOMEBODY} if who in DRIVERS else {*SCRIBE_S}
    assert {name for name in SENT if _is_refused(scene, came, name)} == not_for_them


def _is_refused(scene: Scene, came: Client, command: str) -> bool:
    with transaction.atomic():
        answer = scene.ours.post(came, command, headers=JSON, **CLICKS[command].fields(scene.ours))
        transaction.set_rollback(True)
    return answer.status_code == 403
