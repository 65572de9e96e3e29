"""Seals every content key again under the newest of CODEV_CONTENT_KEYS, so that older ones can be retired."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.models import ContentKey


class Command(BaseCommand):
    help = "Seal every content key again under the first of CODEV_CONTENT_KEYS. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        count = ContentKey.objects.rewrap_all()
        self.stdout.write(f"Content keys sealed under the newest key: {count}")
