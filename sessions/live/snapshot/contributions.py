"""What was written in the present round, as a snapshot holds it: what was shared, and what is one person's alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import PositiveSmallIntegerField, Q, QuerySet, UUIDField

from codev.compiled import reads

from ...models import Contract, Contribution, Session
from ...models.unsealed import unsealed
from ...rulebook.rules import showing
from ...rulebook.state.state import State
from .round import RoundRow


@dataclass(frozen=True, slots=True)
class Note:
    """A contribution. `text` is None when its sealed words cannot be read; no author is the facilitator.

    `is_noted`: somebody else held the pen; `noted_by` is set for kept ideas alone. `is_of_here`: kept for this round.
    `seat` is the device on which its author wrote it, None where that is not known: any of the author's shows it then.
    """

    id: str
    author: str | None
    kind: str
    step: str
    text: str | None
    is_answered: bool
    is_edited: bool
    is_noted: bool
    is_handed_back: bool = False
    is_hidden: bool = False
    is_withheld: bool = False
    mark: str = ""
    noted_by: str | None = None
    is_of_here: bool = True
    seat: UUID | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A contribution's row: its note with its words, and what decides with the state who may see it."""

    note: Note
    at: datetime
    in_silence: bool
    is_kept: bool
    is_hidden: bool

    @property
    def id(self) -> str:
        return self.note.id


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the contract, and the peer whose wording the client adopted, if any."""

    number: int
    text: str | None
    proposed_by: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contract in force, its version, who accepted it, and the versions before, the newest first.

    `help` is the kind of help that is wanted, "" where that was not said.
    """

    number: int
    text: str | None
    accepted: frozenset[str]
    proposed_by: str | None = None
    before: tuple[Version, ...] = ()
    help: str | None = ""


@dataclass(frozen=True, slots=True)
class Contributions:
    """`notes` is what was shared, hidden ones without their words. No region but its author's own may hold the rest:
    `kept` for later, `unseen` because it is written in silence, the words of what was `hidden`.
    """

    notes: tuple[Note, ...]
    kept: tuple[Note, ...]
    unseen: tuple[Note, ...]
    hidden: tuple[Note, ...]


def read_notes(session: Session, here: RoundRow | None, only: Collection[UUID] | None = None) -> tuple[Written, ...]:
    """What was written in this round; outside rounds, what was written outside rounds. In one query.

    Ideas kept for a later round, or for no round, come with every round; outside rounds, all kept ideas do. `only`
    these are read, if they are given.
    """
    found: Iterable[Contribution]
    if here and only is not None:
        found = some_of_round.all(session=session.pk, round=here.id, number=here.number, only=[*only])
    elif here:
        found = all_of_round.all(session=session.pk, round=here.id, number=here.number)
    else:
        rows = _outside(session.pk)
        found = rows if only is None else rows.filter(pk__in=only)
    return tuple(_written(row, here) for row in found)


@reads(session=UUIDField(), round=UUIDField(), number=PositiveSmallIntegerField())
def all_of_round(session: Any, round: Any, number: Any) -> QuerySet[Contribution]:
    return _of_round(session, round, number)


@reads(session=UUIDField(), round=UUIDField(), number=PositiveSmallIntegerField(), only=[UUIDField()])
def some_of_round(session: Any, round: Any, number: Any, only: Any) -> QuerySet[Contribution]:
    return _of_round(session, round, number).filter(pk__in=only)


def _of_round(session: Any, round: Any, number: Any) -> QuerySet[Contribution]:
    still_to_come = Q(round=None) | Q(round__number__gt=number)
    mine = Q(round=round) | Q(kept_at__isnull=False) & still_to_come
    return Contribution.objects.filter(mine, session=session, withdrawn_at=None)


def _outside(session: UUID) -> QuerySet[Contribution]:
    mine = Q(round=None) | Q(kept_at__isnull=False)
    return Contribution.objects.filter(mine, session=session, withdrawn_at=None)


def with_these(known: Iterable[Written], only: Collection[UUID], again: Iterable[Written]) -> tuple[Written, ...]:
    """What was known, but for those that were read again, of which some may be gone; in the order of the rows."""
    gone = {str(one) for one in only}
    left, fresh = [one for one in known if one.note.id not in gone], sorted(again, key=_in_order)
    # Most of what is read again is the newest of many, which need not be put in order for it.
    if not left or not fresh or _in_order(left[-1]) < _in_order(fresh[0]):
        return (*left, *fresh)
    return tuple(sorted((*left, *fresh), key=_in_order))


def _in_order(one: Written) -> tuple[datetime, str]:
    return one.at, one.note.id


def _written(row: Contribution, here: RoundRow | None) -> Written:
    note, is_kept = _note(row), row.kept_at is not None
    if is_kept:
        # The scribe who noted an idea keeps it too, until it is given back to its author.
        noted_by = str(row.noted_by_id) if row.noted_by_id and row.handed_back_at is None else None
        note = replace(note, noted_by=noted_by, is_of_here=row.round_id == (here.id if here else None))
    return Written(note, row.written_at, row.in_silence, is_kept, is_hidden=row.hidden_at is not None)


def seen_by(
    written: Iterable[Written], here: RoundRow | None, state: State, as_before: Mapping[int, Note] | None = None
) -> Contributions:
    """Who may see what, as the state says.

    `as_before` has, by identity of the row, what is on the board already, where nothing of the state speaks against it.
    """
    known = as_before or {}
    number = here.number if here else None
    shared = [one for one in written if not one.is_kept]
    # Asked once for all: where nothing is held back, no note has to be asked about.
    is_open = not state.in_silence and not showing.is_listening(state)
    unseen = () if is_open else tuple(one for one in shared if _is_unseen(one, state, number))
    alone = {one.id for one in unseen}
    return Contributions(
        notes=tuple(
            known.get(id(one)) or _on_the_board(one, is_withheld=not is_open and _is_withheld(one, state, number))
            for one in shared
            if one.id not in alone
        ),
        kept=tuple(one.note for one in written if one.is_kept),
        unseen=tuple(one.note for one in unseen),
        hidden=tuple(one.note for one in shared if one.is_hidden),
    )


def _is_unseen(one: Written, state: State, number: int | None) -> bool:
    return showing.is_unseen(state, step=one.note.step, round=number, in_silence=one.in_silence)


def _is_withheld(one: Written, state: State, number: int | None) -> bool:
    note = one.note
    return showing.is_withheld(state, author=note.author, step=note.step, round=number, in_silence=one.in_silence)


def _on_the_board(one: Written, *, is_withheld: bool) -> Note:
    if one.is_hidden:
        # The words of a hidden note leave here already, so that no region can show them by mistake.
        return replace(one.note, text="", is_hidden=True, is_withheld=is_withheld)
    return replace(one.note, is_withheld=True) if is_withheld else one.note


def _note(row: Contribution) -> Note:
    return Note(
        id=str(row.pk),
        author=str(row.author_id) if row.author_id else None,
        kind=row.kind,
        step=row.step,
        text=unsealed(row),
        is_answered=row.answered_at is not None,
        is_edited=row.edited_at is not None,
        # What facilitators write of their own has a user and no author: nobody noted it for them.
        is_noted=row.author_id is not None and (row.user_id is not None or row.noted_by_id is not None),
        is_handed_back=row.handed_back_at is not None,
        mark=row.mark,
        seat=row.seat_id,
    )


def read_contract(here: RoundRow | None) -> Agreement | None:
    """Every version, and who accepted the newest: an earlier acceptance was of other words. None without a contract."""
    if here is None:
        return None
    versions = of_contract.all(round=here.id)
    if not versions:
        return None
    newest, *older = (_version(one) for one in versions)
    accepted = frozenset(map(str, versions[0].acceptances.values_list("participant_id", flat=True)))
    return Agreement(
        newest.number, newest.text, accepted, newest.proposed_by, tuple(older), unsealed(versions[0], "help")
    )


def _version(row: Contract) -> Version:
    proposed = row.adopted and row.adopted.author_id
    return Version(row.number, unsealed(row), str(proposed) if proposed else None)


@reads(round=UUIDField())
def of_contract(round: Any) -> QuerySet[Contract]:
    """Every version, the newest first."""
    return Contract.objects.filter(round=round).select_related("adopted").reverse()
