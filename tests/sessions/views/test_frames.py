"""What one request shows of a session."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory

from sessions.models import Session
from sessions.views.frames import whole_frame
from tests.sessions.cast.evening import Evening


def test_a_session_that_was_just_deleted_is_not_found(evening: Evening) -> None:
    visit = evening.visit("claire")
    Session.objects.filter(pk=evening.session_id).delete()
    with pytest.raises(Http404):
        whole_frame(RequestFactory().get("/"), visit)
