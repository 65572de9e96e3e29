"""What was written in the present round, as a snapshot holds it: what was shared, and what is one person's alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q

from ...models import Contract, Contribution, Round, Session
from ...models.unsealed import unsealed
from ...rulebook.state.state import State


@dataclass(frozen=True, slots=True)
class Note:
    """A contribution. `text` is None when its sealed words cannot be read; no author is the facilitator.

    `is_noted`: somebody else held the pen; `noted_by` is set for kept ideas alone. `is_of_here`: kept for this round.
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


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the contract, and the peer whose wording the client adopted, if any."""

    number: int
    text: str | None
    proposed_by: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contract in force, its version, who accepted it, and the versions before, the newest first."""

    number: int
    text: str | None
    accepted: frozenset[str]
    proposed_by: str | None = None
    before: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributions:
    """`notes` is what was shared, hidden ones without their words. No region but its author's own may hold the rest:
    `kept` for later, `unseen` because it is written in silence, the words of what was `hidden`.
    """

    notes: tuple[Note, ...]
    kept: tuple[Note, ...]
    unseen: tuple[Note, ...]
    hidden: tuple[Note, ...]


def read_notes(session: Session, here: Round | None, state: State) -> Contributions:
    """What was written in this round; outside rounds, what was written outside rounds. In one query.

    Ideas kept for a later round, or for no round, come with every round; outside rounds, all kept ideas do.
    """
    kept = Q(kept_at__isnull=False)
    mine = Q(round=here) | kept & _still_to_come(here) if here else Q(round=None) | kept
    rows = list(Contribution.objects.filter(mine, session=session, withdrawn_at=None))
    shared = [row for row in rows if row.kept_at is None]
    number = here.number if here else None
    return Contributions(
        notes=tuple(_on_the_board(row, number, state) for row in shared if not row.is_unseen(state, number)),
        kept=tuple(_kept(row, here) for row in rows if row.kept_at is not None),
        unseen=tuple(_note(row) for row in shared if row.is_unseen(state, number)),
        hidden=tuple(_note(row) for row in shared if row.hidden_at is not None),
    )


def _still_to_come(here: Round) -> Q:
    return Q(round=None) | Q(round__number__gt=here.number)


def _kept(row: Contribution, here: Round | None) -> Note:
    """The scribe who noted an idea keeps it too, until it is given back to its author."""
    noted_by = str(row.noted_by_id) if row.noted_by_id and row.handed_back_at is None else None
    return replace(_note(row), noted_by=noted_by, is_of_here=row.round_id == (here.pk if here else None))


def _on_the_board(row: Contribution, number: int | None, state: State) -> Note:
    # The words of a hidden note leave here already, so that no region can show them by mistake.
    note = replace(_note(row), is_withheld=row.is_withheld(state, number))
    return replace(note, text="", is_hidden=True) if row.hidden_at else note


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
    )


def read_contract(here: Round | None) -> Agreement | None:
    """Every version, and who accepted the newest: an earlier acceptance was of other words. None without a contract."""
    rows = Contract.objects.filter(round=here).select_related("adopted").prefetch_related("acceptances")
    versions = list(rows.reverse()) if here else []
    if not versions:
        return None
    newest, *older = (_version(one) for one in versions)
    accepted = frozenset(str(one.participant_id) for one in versions[0].acceptances.all())
    return Agreement(newest.number, newest.text, accepted, newest.proposed_by, tuple(older))


def _version(row: Contract) -> Version:
    proposed = row.adopted and row.adopted.author_id
    return Version(row.number, unsealed(row), str(proposed) if proposed else None)
