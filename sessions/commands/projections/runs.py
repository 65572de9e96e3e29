"""Phase runs, speaking turns and attendance: rows that hold no words, and may be made again from the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min

from ...models import Attendance, PhaseRun, Session, SpeakingTurn
from ...rulebook import machine
from ...rulebook.machine import from_json
from ...rulebook.state.state import Past, State, planned

MINUTE = timedelta(minutes=1)
CLOSED = Session.Status.CLOSED


def update(session: Session, before: State, after: State, at: datetime) -> None:
    """Bring these rows from one state to the next."""
    # What was left open ended before it was closed.
    _follow(session, before, after, at if after.ended_at is None else _instant(after.ended_at))
    if _left_open(before) != _left_open(after):
        _end(session, after)
    # Closing can be undone too: then there is nothing to sum up any more.
    if (before.status, before.ended_at) != (after.status, after.ended_at) and CLOSED in (before.status, after.status):
        sum_up(session, is_closed=after.status == CLOSED, state=after)


def _left_open(state: State) -> tuple[int | None, bool, bool]:
    return state.ended_at, state.is_end_estimated, state.ended_at is not None or state.away_ms > 0


def _end(session: Session, after: State) -> None:
    """Whether a session was left open, and its end is an estimate; a corrected end is that of its last step."""
    ended_at, is_end_estimated, was_left_open = _left_open(after)
    if ended_at is not None:
        newest = PhaseRun.objects.filter(session=session).order_by("-entered_at", "-id").values_list("pk", flat=True)
        PhaseRun.objects.filter(pk=newest[0]).update(left_at=_instant(ended_at))
    told = {"is_end_estimated": is_end_estimated, "was_left_open": was_left_open}
    Session.objects.filter(pk=session.pk).update(**told)


def sum_up(session: Session, *, is_closed: bool, state: State | None = None) -> None:
    """Keep how long a closed session lasted, in whole minutes, and how many rounds were begun; nothing of any other.

    By its `state` too: who was gone meanwhile, without the time in which it was left open before it was taken up again.
    """
    told: dict[str, Any] = {"held_minutes": None, "consultations": None, "attended": None}
    if is_closed:
        # Distinct: going back into a round makes further runs of it, and it is one consultation all the same.
        asked = {"began": Min("entered_at"), "ended": Max("left_at"), "rounds": Count("round_number", distinct=True)}
        of = PhaseRun.objects.filter(session=session).order_by().aggregate(**asked)
        away = timedelta(milliseconds=state.away_ms if state else 0)
        lasted = round((of["ended"] - of["began"] - away) / MINUTE) if of["began"] and of["ended"] else 0
        told |= {"held_minutes": lasted, "consultations": of["rounds"], "attended": attended(state) if state else None}
    # Not save(): another part of this command has kept the state already.
    Session.objects.filter(pk=session.pk).update(**told)


def attended(state: State) -> dict[str, Any]:
    """`Session.attended`: from when to when (epoch milliseconds) people were gone who came back, and all rested."""
    rests = ((one.since, one.since + (one.span_ms or 0)) for one in state.rests if one.since is not None)
    back = ((one.participant, one.since, one.until) for one in state.absences if one.until is not None)
    return {"absences": [list(one) for one in back], "rests": [list(one) for one in rests]}


def _follow(session: Session, before: State, after: State, at: datetime) -> None:
    if after.away_ms > before.away_ms:
        _take_up(session, before, at - timedelta(milliseconds=after.away_ms - before.away_ms), at)
    # Only an undo empties `past`: each transition sets it, and it stays when it is too late to undo.
    if before.past is not None and after.past is None:
        return _take_back(session, before, after, before.past)
    if after.seats != before.seats:
        _attend(session, before, after, at)
    if after.left != before.left:
        _leave(session, before, after, at)
    if after.index != before.index:
        _run_phase(session, after, at)
    # `since` too: a break ends the speaker's turn, and after it the same person begins another.
    if (after.floor.speaker, after.floor.since) != (before.floor.speaker, before.floor.since):
        _take_turn(session, before, after, at)
    # Here rather than in the command, so that turns are forgotten again when rows are rebuilt from the journal.
    if after.is_airtime_forgotten and not before.is_airtime_forgotten:
        SpeakingTurn.objects.filter(session=session).delete()
    return None


def _take_up(session: Session, before: State, left_at: datetime, at: datetime) -> None:
    """Somebody is back in a session that was left open: its step and turn stopped when it was left."""
    SpeakingTurn.objects.filter(session=session, ended_at=None).update(ended_at=left_at)
    # The step goes on, if only to be left at once: undoing that leads back to after the absence.
    _run_phase(session, before, left_at)
    PhaseRun.objects.filter(session=session, left_at=None).update(entered_at=at)


def _take_back(session: Session, before: State, after: State, past: Past) -> None:
    """After an undo: delete the rows that the transition and what followed began, reopen those that it had ended."""
    if before.index != after.index:
        _run_on(session, entered_by_mistake=before.index)
    floor, turns = after.floor, SpeakingTurn.objects.filter(session=session)
    since = turns.filter(started_at__gte=_instant(past.at))
    if floor.since is None:
        since.delete()
        return
    restored = {"participant": floor.speaker, "started_at": _instant(floor.since)}
    since.exclude(**restored).delete()
    turns.filter(**restored).update(ended_at=None)


def _run_on(session: Session, *, entered_by_mistake: int | None) -> None:
    """The step that was left runs on; the one that was entered instead, if any (closing enters none), never ran."""
    newest_first = list(PhaseRun.objects.filter(session=session).order_by("-entered_at", "-id")[:2])
    if entered_by_mistake is not None:
        newest_first.pop(0).delete()
    PhaseRun.objects.filter(pk=newest_first[0].pk).update(left_at=None)


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def _attend(session: Session, before: State, after: State, at: datetime) -> None:
    arrived = [one for one in after.admitted if one not in before.admitted]
    Attendance.objects.bulk_create(
        [Attendance(session=session, participant_id=one, arrived_at=at) for one in arrived], ignore_conflicts=True
    )


def _leave(session: Session, before: State, after: State, at: datetime) -> None:
    rows = Attendance.objects.filter(session=session)
    rows.filter(participant__in=[one for one in after.left if one not in before.left]).update(left_at=at)
    rows.filter(participant__in=[one for one in before.left if one not in after.left]).update(left_at=None)


def _run_phase(session: Session, after: State, at: datetime) -> None:
    PhaseRun.objects.filter(session=session, left_at=None).update(left_at=at)
    if after.item is None or after.index is None:
        return
    PhaseRun.objects.create(
        session=session,
        index=after.index,
        step=after.item.key,
        round_number=after.item.round,
        planned_ms=after.item.planned_ms,
        entered_at=at,
    )


def _take_turn(session: Session, before: State, after: State, at: datetime) -> None:
    if before.floor.speaker:
        SpeakingTurn.objects.filter(session=session, ended_at=None).update(ended_at=at)
    if after.floor.speaker and after.floor.since is not None and after.index is not None:
        SpeakingTurn.objects.create(
            session=session, participant_id=after.floor.speaker, index=after.index, started_at=at
        )


def rebuild(session: Session) -> State:
    """Make phase runs, turns and attendance again from the journal, and return the state it leads to.

    Rounds stay: what people wrote hangs on them. For repairs, by hand: no page and no command calls it.
    """
    for model in (PhaseRun, SpeakingTurn, Attendance):
        model.objects.filter(session=session).delete()
    state = planned(session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality)
    for entry in session.journal.all():
        after = machine.replay(state, from_json(entry.events))
        update(session, state, after, _instant(entry.at))
        state = after
    return state
