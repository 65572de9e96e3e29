"""What may be read of the ledger, what proves it, and where its chain is broken. Lines are written by commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from .models import AccessLedger, Group, Participant, chain
from .models.ledger import LedgerQuerySet

AT_ONCE = 1000
RULE = (
    "digest = SHA-256 of the JSON of the fields in `fields`, keys sorted, no blanks, UTF-8; "
    "hash = SHA-256 of previous + digest; named = SHA-256 of salt + name. "
    "From the first line's `previous`, `digests` lead to the hash in `head`."
)


@dataclass(frozen=True)
class Head:
    """The last line of an organisation's chain: whoever notes it down can prove later that nothing was rewritten."""

    number: int
    hash: str
    at: datetime

    @property
    def short(self) -> str:
        """As people note it, and `verify_ledger --head` takes it: enough of the hash that nobody finds another."""
        return f"{self.number}:{self.hash[:16]}"


def head_of(organisation: UUID) -> Head | None:
    """None where nobody has looked yet."""
    lines = AccessLedger.objects.filter(organisation=organisation).order_by("-number")
    found = lines.values_list("number", "hash", "looked_at").first()
    return Head(*found) if found else None


def lines_for(group: Group, member: Participant | None = None) -> LedgerQuerySet:
    """What the group reads, the newest first; of a former `member`, those of that member's time."""
    of_all = Q(group=None, organisation=group.organisation_id)
    lines: LedgerQuerySet = AccessLedger.objects.filter(Q(group=group) | of_all)
    if member is None or member.removed_at is None:
        return lines
    return lines.filter(looked_at__range=(member.joined_at, member.removed_at))


def proof(group: Group, lines: LedgerQuerySet) -> dict[str, Any]:
    """These lines, and of all others since the first of them what leads to the head: digests, which tell nothing."""
    shown = list(lines.order_by("number"))
    head = head_of(group.organisation_id)
    since = AccessLedger.objects.filter(organisation=group.organisation_id, number__gte=shown[0].number if shown else 0)
    digests = [line.digest for line in since.order_by("number").iterator(AT_ONCE)] if shown else []
    return {
        "organisation": str(group.organisation_id),
        "group": str(group.pk),
        "rule": RULE,
        "fields": list(chain.FIELDS),
        "head": {"number": head.number, "hash": head.hash, "looked_at": head.at.isoformat()} if head else None,
        "lines": [as_read(line) for line in shown],
        "digests": digests,
    }


def as_read(line: AccessLedger) -> dict[str, str | int | None]:
    """One line whole: by itself it shows that its hash is that of what it says."""
    kept = {"name": line.name, "salt": line.salt, "previous": line.previous, "digest": line.digest, "hash": line.hash}
    return {**line.fields, **kept}


def faults(organisation: UUID) -> Iterator[str]:
    """What is wrong with an organisation's chain, the first broken line first; nothing where it is whole."""
    before = chain.BEGINNING
    lines: Iterable[AccessLedger] = AccessLedger.objects.filter(organisation=organisation).order_by("number")
    for number, line in enumerate(lines.iterator(AT_ONCE), 1):  # type: ignore[attr-defined]
        if fault := _fault(line, number, before):
            yield fault
            return
        before = line.hash


def _fault(line: AccessLedger, number: int, before: str) -> str:
    if line.number != number:
        return f"line {number} is missing"
    if line.previous != before:
        return f"line {number} does not follow line {number - 1}"
    if line.hash != chain.hash_after(before, line.digest):
        return f"line {number} was changed"
    # A name that was taken out goes with its salt.
    if (line.name or line.salt) and line.named != chain.bound(line.salt, line.name):
        return f"line {number} was changed: the name is another"
    return ""
