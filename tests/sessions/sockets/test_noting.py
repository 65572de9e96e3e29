"""Who is there is noted for many sessions at once: one that somebody holds costs the others nothing, and no time."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest

from sessions.live.hub import presence
from sessions.models import Presence
from tests.sessions.cast.evening import gather

HELD_SECONDS = 5.0


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_session_whose_row_is_held_is_left_to_the_next_pulse(database: Any, postgres_server: str) -> None:
    import psycopg

    held, other = (gather(organisation=f"Atelier {uuid4()}") for _ in range(2))
    seen = {
        one.session_id: [
            presence.sighting(one.visit("amina").standing),
            presence.sighting(one.visit("claire").standing),
        ]
        for one in (held, other)
    }
    with psycopg.connect(f"{postgres_server}/shared") as somebody:
        somebody.execute("SELECT 1 FROM codev_sessions_session WHERE id = %s FOR UPDATE", [held.session_id])
        begun = time.monotonic()
        presence.write_all(seen)
        assert time.monotonic() - begun < HELD_SECONDS
        assert {*Presence.objects.values_list("session", flat=True)} >= {other.session_id}
        assert held.session_id not in {*Presence.objects.values_list("session", flat=True)}
    presence.write_all(seen)
    assert {*Presence.objects.values_list("session", flat=True)} >= {held.session_id, other.session_id}
