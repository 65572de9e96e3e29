"""What people wrote goes back to them, unseen by others: as an idea kept, or among a facilitator's private notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from groups.clocks import date_of
from groups.models import Seat

from ...models import Commitment, Contract, Contribution, JournalEntry, PrivateNote, Round, Subject


def hand_back(written: Iterable[Contribution], at: datetime) -> None:
    """Take contributions off the board: each is kept by its author alone, to be shared or thrown away.

    What a facilitator wrote, or noted for somebody, is put among that facilitator's private notes too.
    """
    rows = list(written)
    PrivateNote.objects.bulk_create(
        [noted(row.session_id, row.user_id, row.text, at) for row in rows if row.user_id is not None]
    )
    _these([row for row in rows if row.author_id]).update(kept_at=at)
    # Accounts keep no ideas: the private note is all that remains of a facilitator's own words.
    _these([row for row in rows if row.author_id is None and row.user_id is not None]).delete()


def _these(rows: Sequence[Contribution]) -> QuerySet[Contribution]:
    return Contribution.objects.filter(pk__in=[row.pk for row in rows])


def noted(session: UUID, user_id: int, text: str, at: datetime) -> PrivateNote:
    """A private note of a facilitator, not saved yet."""
    note = PrivateNote(session_id=session, user_id=user_id, written_at=at)
    # Sealed anew: a seal is bound to its row, so that the ciphertext cannot be copied over.
    note.text = text
    return note


def empty(rounds: Sequence[Round], at: datetime) -> None:
    """Before rounds are deleted: contributions go back to their authors, and the client keeps what was the client's."""
    hand_back(Contribution.objects.standing().filter(round__in=rounds), at)
    # Taken out of the round, which would otherwise take them along when it is deleted.
    Contribution.objects.kept().filter(round__in=rounds).update(round=None)
    Contribution.objects.bulk_create([_idea(gone, *one, at) for gone in rounds for one in _of_the_client(gone)])


def _idea(gone: Round, text: str, seat: UUID | None, at: datetime) -> Contribution:
    idea = Contribution(id=uuid4(), session_id=gone.session_id, kind="note", written_at=at, kept_at=at)
    idea.author_id, idea.seat_id = gone.client_id, seat
    idea.text = text
    return idea


def _of_the_client(gone: Round) -> Iterator[tuple[str, UUID | None]]:
    """Each text, with the device on which the client wrote it; None where others held the pen."""
    # Not twice: a subject that still stands among the proposals says the same.
    if gone.sealed_headline is not None and not _is_proposed(gone):
        yield f"{gone.headline}\n{gone.question}".strip(), None
    yield from ((version.text, None) for version in Contract.objects.filter(round=gone))
    # The one of these that nobody else was shown.
    if gone.sealed_synthesis is not None:
        yield gone.synthesis, _summed_up_on(gone)
    yield from ((_action(one), one.seat_id) for one in Commitment.objects.filter(round=gone))


def _summed_up_on(gone: Round) -> UUID | None:
    keys = {f"seat:{pk}": pk for pk in Seat.objects.filter(participant=gone.client_id).values_list("pk", flat=True)}
    written = JournalEntry.objects.filter(session=gone.session_id, command="write_synthesis", actor__in=keys)
    last = written.order_by("-revision").values_list("actor", flat=True).first()
    return keys.get(last) if last else None


def _is_proposed(gone: Round) -> bool:
    """Whether the round says no more of its subject than the client's proposal, which stands."""
    standing = Subject.objects.standing().filter(session=gone.session_id, participant=gone.client_id)
    return any((one.title, one.question) == (gone.headline, gone.question) for one in standing)


def _action(taken: Commitment) -> str:
    return f"{taken.text} ({date_of(taken.due_on)})" if taken.due_on else taken.text
