"""Whose calendars were told of a session: those who hear of it when it moves or is called off."""

from __future__ import annotations

from django.db import models

from groups.models import Participant, User

from .session import Session


class Told(models.Model):
    """That somebody's calendar was told of a session, or is about to be, last by the mail `mail_id`.

    No foreign key: mails go after a day.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="told")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    mail_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "participant"), name="member_told_once"),
            models.UniqueConstraint(fields=("session", "user"), name="account_told_once"),
        )

    def __str__(self) -> str:
        return str(self.session_id)
