"""A session's doors: found by a hash, shown again to whoever facilitates, opened by nothing that the database holds."""

from __future__ import annotations

import base64
import os
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sessions.models import Session
from tests.sessions.cast.evening import Evening


def master() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def columns(session_id: UUID) -> list[str]:
    with connection.cursor() as cursor:
        # The id's column is written as the database keeps it: there is one row.
        cursor.execute('SELECT * FROM "codev_sessions_session" WHERE "room_code_hash" <> %s', [""])
        rows = cursor.fetchall()
    assert len(rows) == 1
    return [bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one) for one in rows[0]]


def test_the_row_says_neither_code_nor_secret(evening: Evening) -> None:
    session = evening.session
    values = " ".join(columns(session.pk))
    for told in (session.room_code, session.screen_secret):
        assert told
        assert told not in values
        assert told.encode().hex() not in values
        assert told.replace("-", "") not in values


def test_nothing_of_the_row_opens_a_door(evening: Evening) -> None:
    for value in columns(evening.session_id):
        for tried in (value, value[:6], value[:32]):
            assert Session.objects.with_code(tried) is None
            assert Session.objects.with_screen(tried) is None
    session = evening.session
    spoken = f" {session.room_code[:3].lower()}-{session.room_code[3:]} "
    assert Session.objects.with_code(spoken) == Session.objects.with_screen(session.screen_secret) == session


def test_new_doors_close_the_old_ones(evening: Evening) -> None:
    session = evening.session
    code, secret = session.room_code, session.screen_secret
    session.new_doors()
    session.save()
    assert Session.objects.with_code(code) is None
    assert Client().get(reverse("sessions:enter_screen", args=[secret])).status_code == 404
    assert Session.objects.with_code(session.room_code) == session


def test_rotation_seals_doors_again(evening: Evening, settings: Settings) -> None:
    session = evening.session
    code, secret, old = session.room_code, session.screen_secret, settings.CODEV_CONTENT_KEYS
    settings.CODEV_CONTENT_KEYS = [master(), *old]
    assert Session.objects.with_code(code) == session
    call_command("rotate_content_keys", stdout=StringIO())
    settings.CODEV_CONTENT_KEYS = settings.CODEV_CONTENT_KEYS[:1]
    assert Session.objects.with_code(code) == Session.objects.with_screen(secret) == session
    assert (evening.session.room_code, evening.session.screen_secret) == (code, secret)


def test_a_door_whose_key_is_lost_is_told_and_breaks_no_page(evening: Evening, settings: Settings) -> None:
    page = evening.browser("claire")
    settings.CODEV_CONTENT_KEYS = [master()]
    assert evening.session.room_code == ""
    assert page.get(evening.path()).status_code == 200
    with pytest.raises(CommandError, match=f"code and link of session {evening.session_id}"):
        call_command("rotate_content_keys", stdout=StringIO())


def test_rotation_leaves_a_link_that_opens_under_no_key_as_it_is(evening: Evening) -> None:
    secret = evening.session.screen_secret
    Session.objects.update(sealed_screen_secret=b"\x01broken")
    with pytest.raises(CommandError, match=f"code and link of session {evening.session_id}"):
        call_command("rotate_content_keys", stdout=StringIO())
    assert Session.objects.with_screen(secret) == evening.session
