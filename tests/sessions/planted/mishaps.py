"""What goes wrong: requests that are refused, errors and faults whose messages quote what somebody wrote."""

from __future__ import annotations

from unittest import mock
from uuid import uuid4

from django.db import OperationalError
from django.urls import reverse

from tests.sessions.planted.house import House
from tests.sessions.planted.watching import Browser
from tests.sessions.planted.words import word

OURS, ANOTHER = {"origin": "http://testserver"}, {"origin": "https://elsewhere.example"}


def happen(house: House) -> list[int]:
    """The statuses that were answered."""
    return [*refused(house), *failed(house)]


def refused(house: House) -> list[int]:
    client, path = house.browser("client"), house.path("do/contribute/")
    written = {"id": str(uuid4()), "kind": "note", "key": str(uuid4())}
    strict = Browser(house.watch, "client", enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return [
        one.status_code
        for one in (
            client.get("/", headers={"host": "elsewhere.example"}),
            strict.post(path, {"text": word("refused for its token")}, headers=OURS),
            strict.post(path, {"text": word("sent by another site")}, headers=ANOTHER),
            client.get(path),
            client.post(path, {**written, "text": word("refused as it is over")}),
            client.post(path, {**written, "text": word("refused as it is too long") * 500}),
            client.post(path, {**written, "text": word("refused as it is too long") * 60_000}),
            client.post(path, {**written, "text": word("refused kind"), "kind": word("refused kind")}),
            house.browser("stranger").post(reverse("sessions:door"), {"code": word("room code")}),
        )
    ]


def failed(house: House) -> list[int]:
    client, path = house.browser("client"), house.path("call/")
    typed = {"called": word("typed while a fault lasts")}
    found = []
    for error in (RuntimeError(word("words of an error")), OperationalError(word("words of a fault"))):
        with mock.patch("sessions.views.calling.call_participant", side_effect=error):
            found.append(client.post(path, typed, headers=OURS).status_code)
    return found
