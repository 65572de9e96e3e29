"""A snapshot from state and rows alone: what people are called, who may see what. No query is made here."""

from __future__ import annotations

from django.conf import settings

from ...models import Session
from ...rulebook.rules import showing
from ...rulebook.state.state import State
from .contributions import Contributions, seen_by
from .doors import doors_of, where_of
from .interning import kept
from .people import Person, guides, told_apart
from .reach import Reach
from .rows import Rows
from .snapshot import Snapshot
from .subjects import Opening


def derive(session: Session, state: State, rows: Rows, known: Snapshot | None) -> Snapshot:
    """What screens may show. What equals the snapshot `known` keeps its objects; if all does, it is `known` itself."""
    written = _written(state, rows, known)
    people = _people(state, rows, known)
    snapshot = Snapshot(
        session_id=session.pk,
        revision=session.revision,
        state=state,
        number=session.number,
        group_id=rows.group.id,
        group_name=rows.group.name,
        scheduled_at=session.scheduled_at,
        zone=session.zone,
        people=people,
        knocks=rows.knocks.knocks,
        reading=rows.knocks.reading,
        doors=doors_of(session, known.doors if known else None),
        where=where_of(session, known.where if known else None),
        attendance=rows.attendance,
        guides=guides(rows.guides, people.values()),
        notes=written.notes,
        kept=written.kept,
        unseen=written.unseen,
        hidden=written.hidden,
        contract=rows.contract,
        synthesis=rows.round.synthesis if rows.round else "",
        commitments=rows.actions,
        modality=session.modality,
        is_rehearsal=rows.group.is_rehearsal,
        shows_airtime=rows.group.shows_airtime,
        settings=session.settings,
        own_prompt=rows.own_prompt,
        opening=_opening(rows),
        is_everyone_client=session.is_everyone_client,
        reach=known.reach if known else Reach(),
        rows=rows,
    )
    return kept(snapshot, known) if known else snapshot


def _opening(rows: Rows) -> Opening:
    return Opening(
        commitments=rows.promises,
        subjects=rows.subjects,
        ballots=rows.ballots,
        votes_each=settings.CODEV_VOTES_EACH,
        was_client=rows.earlier_clients,
        headline=rows.round.headline if rows.round else None,
        with_device=rows.devices,
    )


def _people(state: State, rows: Rows, known: Snapshot | None) -> dict[str, Person]:
    if known and known.rows and rows.people is known.rows.people and state.seats is known.state.seats:
        return dict(known.people)
    return told_apart(rows.people, state)


def _written(state: State, rows: Rows, known: Snapshot | None) -> Contributions:
    if known is None or known.rows is None or _eyes(state) != _eyes(known.state):
        return seen_by(rows.notes, rows.round, state)
    if rows.notes is known.rows.notes:
        return Contributions(known.notes, known.kept, known.unseen, known.hidden)
    # One more among many: those whose row has not changed are seen as they were.
    seen = {note.id: note for note in known.notes}
    as_before = {id(one): seen[one.id] for one in known.rows.notes if one.id in seen}
    return seen_by(rows.notes, rows.round, state, as_before)


def _eyes(state: State) -> object:
    """All that decides who sees what was written."""
    item = state.item
    place = (item.key, item.round) if item else None
    return place, state.in_silence, showing.is_listening(state), state.client
