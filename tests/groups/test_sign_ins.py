"""What the log says of sign-ins: accounts by their numbers, nobody's name, address or place."""

from __future__ import annotations

import logging
import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from groups.models import User

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "trois petits chats verts", "quatre petits chats bleus"
PLACE = "from [0-9a-f]{12}"


def test_what_signs_in_or_fails_is_a_line_without_a_name(caplog: pytest.LogCaptureFixture) -> None:
    claire = User.objects.create_user("claire@example.org", PASSWORD, name="Claire")
    EmailAddress.objects.create(user=claire, email=claire.email, verified=True, primary=True)
    http = Client()
    with caplog.at_level(logging.INFO, "codev.sign_ins"):
        http.post("/accounts/login/", {"login": claire.email, "password": NEW})
        http.post("/accounts/login/", {"login": claire.email, "password": PASSWORD})
        http.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        http.post("/accounts/logout/")
    said = [record.getMessage() for record in caplog.records if record.name == "codev.sign_ins"]
    expected = [
        f"Nobody signed in, {PLACE}",
        f"Account {claire.pk} signed in, {PLACE}",
        f"Account {claire.pk} has a new password",
        f"Account {claire.pk} signed out",
    ]
    assert len(said) == len(expected)
    assert all(re.fullmatch(one, line) for one, line in zip(expected, said, strict=True))
