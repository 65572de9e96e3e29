"""`manage.py sum_up_sessions`: count how long sessions lasted that were closed by a process of an older version."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.commands.projections.runs import sum_up
from sessions.models import Session


class Command(BaseCommand):
    help = "Count length and consultations of closed sessions of which they are not known. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = Session.objects.filter(status=Session.Status.CLOSED, held_minutes=None)
        for session in unknown.only("pk"):
            sum_up(session, is_closed=True)
