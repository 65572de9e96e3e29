"""Mails as they leave: the queue is worked through, to Django's outbox or to a real mail server of the test's own."""

from __future__ import annotations

import re
from email.message import EmailMessage as Letter

from django.core import mail
from django.core.mail import EmailMessage

from codev import worker

CODE = re.compile(r"^[A-Z0-9-]{6,12}\r?$", re.MULTILINE)


def delivered() -> list[EmailMessage]:
    """All that left, once whatever waits has."""
    worker.drain()
    return mail.outbox


def code_in(message: EmailMessage | Letter) -> str:
    """The code in a mail, as Django has it or as a mail server took it."""
    found = CODE.search(message.get_content() if isinstance(message, Letter) else str(message.body))
    assert found
    return found[0].strip()
