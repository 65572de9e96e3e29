"""A demonstration's link opens for demonstration data alone."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from sessions.demo import people
from tests.sessions.cast.evening import Evening


@pytest.mark.parametrize("which", ["user", "participant"])
def test_demo_links_open_for_demo_data_alone(evening: Evening, which: str) -> None:
    """A link that is rightly signed, for somebody of a real organisation."""
    person = evening.users["claire"] if which == "user" else evening.people["amina"]
    token = signing.Signer(salt=people.SALT).sign_object({"session": str(evening.session_id), which: str(person.pk)})
    assert Client().get(reverse("sessions:demo", args=[token])).status_code == 404
