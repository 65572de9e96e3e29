"""What a person of an evening asks by post, and how it is answered."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION

JSON = {"Accept": "application/json"}


def answered(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, "" if answer.status_code == 204 else answer.json()["code"]


def note(evening: Evening, by: str, behalf: str, *, kind: str = "question", id: UUID = QUESTION) -> tuple[int, str]:
    fields = {"id": str(id), "kind": kind, "text": "Depuis quand ?", "behalf": evening.id(behalf)}
    return answered(evening.post(evening.browser(by), "contribute", headers=JSON, **fields))


def send(evening: Evening, by: str, command: str, **fields: object) -> tuple[int, str]:
    return answered(evening.post(evening.browser(by), command, headers=JSON, **fields))
