"""What stands in a group's memory, by each author's choice: no revision, no journal, and no instant is kept of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from groups.errors import NotFound
from groups.models import Participant

from ..models import Contribution


def choose_memory(*, learning: UUID, author: Participant | None, memory: str) -> None:
    """Have a learning stand in the memory (`Contribution.Memory`), or no more ("").

    It is looked for among what its author may choose, and locked. Raises NotFound for who was erased meanwhile, and for
    what was withdrawn.
    """
    with transaction.atomic():
        # First the row, as erasing does: whoever is being erased is erased before this goes on.
        row = Contribution.objects.learnings().filter(pk=learning).select_for_update(of=("self",)).first()
        if row is None or (author and not Participant.objects.filter(pk=author.pk, erased_at=None).exists()):
            raise NotFound("no_contribution")
        row.memory = memory
        row.save(update_fields=["memory"])
