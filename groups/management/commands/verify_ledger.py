"""Says whether the access ledger is as it was written: which line was changed, taken out, put in or moved."""

from __future__ import annotations

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups import ledger
from groups.models import AccessLedger, Organisation

HEAD = re.compile(r"(\d+):([0-9a-f]{16,64})")


class Command(BaseCommand):
    help = "Follow each organisation's ledger from its first line to its last; exit with 1 where one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="the head that a group's page showed once: its line must be there still, and the same",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [self._verify(one) for one in Organisation.objects.order_by("name", "pk")]
        lost = [head for head in options["head"] if not _stands(head)]
        for head in lost:
            self.stdout.write(f"{head}: no organisation has this line any more")
        if any(broken) or lost:
            raise CommandError("The ledger is broken.", returncode=1)

    def _verify(self, organisation: Organisation) -> bool:
        fault = next(ledger.faults(organisation.pk), "")
        head = ledger.head_of(organisation.pk)
        told = fault or (f"{head.number} lines, head {head.short}" if head else "no line yet")
        # By id too: two organisations may have the same name.
        self.stdout.write(f"{organisation.name} ({organisation.pk}): {told}")
        return bool(fault)


def _stands(head: str) -> bool:
    read = HEAD.fullmatch(head.strip().lower().replace(" ", ""))
    if read is None:
        raise CommandError(f"{head} is no head: it is a number, a colon and sixteen letters and digits or more.")
    return AccessLedger.objects.filter(number=int(read[1]), hash__startswith=read[2]).exists()
