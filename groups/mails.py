"""The few mails about groups. They carry a link or a code and no content, not even a group's name.

Whoever reads over a shoulder, or runs the mail server, learns only that Codev is used.
"""

from __future__ import annotations

import logging
from datetime import date
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext

logger = logging.getLogger(__name__)


def mail_personal_link(*, email: str, url: str) -> bool:
    """Send a participant the way in; False when the mail server would not take it."""
    return _send(email, gettext("Your personal link"), "groups/mails/personal_link.txt", url)


def mail_device_code(*, email: str, code: str) -> bool:
    """Send a participant the code that proves a device; False when the mail server would not take it."""
    return _send(email, gettext("Your code"), "groups/mails/device_code.txt", code=code)


def mail_address_changed(*, email: str) -> bool:
    """Tell somebody that another address stands for them now; False when the mail server would not take it."""
    return _send(email, gettext("Your address was changed"), "groups/mails/address_changed.txt")


def mail_invitation(*, email: str, url: str) -> bool:
    """Tell somebody that an account waits for them; False when the mail server would not take it."""
    return _send(email, gettext("You are invited to Codev"), "groups/mails/invitation.txt", url)


def mail_retention(*, email: str, url: str, on: date) -> bool:
    """Tell somebody when what was written is erased; False when the mail server would not take it."""
    return _send(email, gettext("Take with you what is yours"), "groups/mails/retention.txt", url, on=on)


def mail_second_step(*, email: str, url: str) -> bool:
    """Tell somebody that the second step is to be set up anew; False when the mail server would not take it."""
    return _send(email, gettext("Your second step of signing in"), "groups/mails/second_step.txt", url)


def _send(email: str, subject: str, template: str, url: str = "", **more: object) -> bool:
    try:
        return send_mail(subject, render_to_string(template, {"url": url, **more}), None, [email]) == 1
    except (SMTPException, OSError) as error:
        # The error's name alone: its text often repeats the address.
        logger.error("A mail was not taken: %s", type(error).__name__)
        return False
