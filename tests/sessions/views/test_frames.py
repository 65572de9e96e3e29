"""What one request shows of a session."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory

from groups.commands import rename_participant
from sessions.models import Session
from sessions.views.frames import whole_frame
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification


def test_a_session_that_was_just_deleted_is_not_found(evening: Evening) -> None:
    visit = evening.visit("claire")
    Session.objects.filter(pk=evening.session_id).delete()
    with pytest.raises(Http404):
        whole_frame(RequestFactory().get("/"), visit)


def test_a_poll_is_told_nothing_new_unless_it_asks_for_all(evening: Evening) -> None:
    """A name changes without a revision: a page that polls asks for the whole frame now and then."""
    clarification(evening)
    bruno = evening.browser("bruno")
    shown = f"stage/?shown={evening.session.revision}"
    assert bruno.get(evening.path(shown)).status_code == 204
    by = evening.users["claire"]
    rename_participant(participant=evening.people["amina"], name="Zoulikha Zola", email="", by=by)
    assert bruno.get(evening.path(shown)).status_code == 204
    assert "Zoulikha" in bruno.get(evening.path(f"{shown}&whole=1")).content.decode()
