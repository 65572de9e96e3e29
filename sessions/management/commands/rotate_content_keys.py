"""Seals whatever CODEV_CONTENT_KEYS seal again under the newest of them, so that older ones can be retired."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from groups.commands import reseal_factors
from groups.models import FingerprintKey
from sessions.models import ContentKey, Session


class Command(BaseCommand):
    help = """Seal content keys, codes, links, factors and fingerprints' keys under the first of CODEV_CONTENT_KEYS.

    Safe to run twice, and while people are in sessions. What opens under none of the keys is left as it is and named at
    the end, with exit code 1: do not retire a key before that is understood.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        keys, lost = ContentKey.objects.rewrap_all()
        self.stdout.write(f"Content keys sealed under the newest key: {keys}")
        doors, closed = Session.objects.reseal_doors()
        self.stdout.write(f"Sessions whose code and screen link are sealed under the newest key: {doors}")
        factors, shut = reseal_factors()
        self.stdout.write(f"Second factors sealed under the newest key: {factors}")
        fingerprints, unknown = FingerprintKey.objects.reseal()
        self.stdout.write(f"Keys of addresses’ fingerprints sealed under the newest key: {fingerprints}")
        unread = [f"content key of {owner}" for owner in lost] + [f"code and link of session {pk}" for pk in closed]
        unread += [f"second factor {pk}" for pk in shut]
        unread += [f"key of fingerprints {pk}" for pk in unknown]
        if unread:
            raise CommandError("Opened by none of CODEV_CONTENT_KEYS, left as they are:\n" + "\n".join(unread))
