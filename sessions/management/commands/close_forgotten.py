"""What is over goes: sessions that nobody closed, rehearsals left, keys, browsers that ran out; safe to run twice."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from codev import worker
from codev.browsers import SessionStore
from groups.commands import forget_sign_ins
from sessions.commands import close_forgotten, forget_answers, sweep_rehearsals
from sessions.models import ContentKey


class Command(BaseCommand):
    """`manage.py close_forgotten`"""

    help = (
        "Close the sessions that nobody closed, CODEV_FORGOTTEN_HOURS after their planned end, "
        "delete the rehearsals left behind for twelve hours, the browsers whose time has run out and who meant to "
        "come, and try again to destroy the keys whose destruction was asked for and is not done."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(close_forgotten()))
        worker.look_after()
        if swept := sweep_rehearsals():
            self.stdout.write(f"{swept} rehearsals deleted")
        SessionStore.clear_expired()
        forget_answers()
        forget_sign_ins()
        if left := ContentKey.objects.finish_destroying():
            self.stderr.write(f"{left} keys cannot be read any more, but are not gone from the database's files yet")
