"""Mails as they leave: the queue is worked through, to Django's outbox or to a real mail server of the test's own."""

from __future__ import annotations

import re
from email.message import EmailMessage as Letter

from django.core import mail
from django.core.mail import EmailMessage
from django.core.serializers import serialize
from django.test import Client
from django_tasks_db.models import DBTaskResult

from codev import worker
from groups import commands
from groups.models import Mail, Seat, User

CODE = re.compile(r"^[A-Z0-9-]{6,12}\r?$", re.MULTILINE)
DIGITS = re.compile(r"\b\d{6}\b")


ASK, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


def ask(who: User | str, http: Client | None = None) -> Client:
    """Have a sign-in code mailed to somebody; the browser that waits for it."""
    http = http or Client()
    email = who.email if isinstance(who, User) else who
    assert http.post(ASK, {"email": email})["Location"] == CONFIRM
    return http


def comes_in(http: Client, code: str) -> bool:
    """Whether this code signs the browser in."""
    http.post(CONFIRM, {"code": code})
    return "_auth_user_id" in http.session


def device_code(seat: Seat) -> str:
    """A code that was asked for on a device, as its mail says it; "" where none was sent."""
    before = len(delivered())
    commands.mail_code(seat=seat)
    return "".join(DIGITS.findall(str(letter.body))[0] for letter in delivered()[before:])


def rows() -> str:
    """All that the queue holds."""
    return serialize("json", [*Mail.objects.all(), *DBTaskResult.objects.all()])


def delivered() -> list[EmailMessage]:
    """All that left, once whatever waits has."""
    worker.drain()
    return mail.outbox


def text_of(message: EmailMessage | Letter) -> str:
    """The plain text of a mail, as Django has it or as a mail server took it."""
    if not isinstance(message, Letter):
        return str(message.body)
    part = message.get_body(("plain",))
    assert part
    return str(part.get_content())


def page_of(message: Letter) -> str:
    """The HTML of a mail, as a mail server took it."""
    part = message.get_body(("html",))
    assert part
    return str(part.get_content())


def code_in(message: EmailMessage | Letter) -> str:
    """The code in a mail."""
    found = CODE.search(text_of(message))
    assert found
    return found[0].strip()
