"""What stays of the demonstration's sessions that are over: what was written for clients, learned, kept, and left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from groups.models import Group, Participant

from ..models import Contract, Contribution, PhaseRun, Round, Session, Subject
from . import said
from .said import Learned, Told

HALF_A_MINUTE = timedelta(seconds=30)


def write(group: Group) -> None:
    """Fill the last session of the cycle before, and the one that began the present cycle."""
    people = list(group.participants.current().order_by("position"))
    held = Session.objects.filter(cycle__group=group, status=Session.Status.CLOSED).order_by("-scheduled_at")
    for session, rounds in zip(held[:2], (said.BEGUN, said.BEFORE), strict=True):
        for number, told in enumerate(rounds):
            _tell(session, number, told, people)
    _bring(held[0], people)


def _tell(session: Session, number: int, told: Told, people: Sequence[Participant]) -> None:
    began = {one.step: one.entered_at for one in session.phase_runs.filter(round_number=number)}
    round_ = session.rounds.get(number=number, client=people[told.client])
    round_.headline, round_.question, round_.synthesis = told.headline, told.question, told.synthesis
    round_.save()
    for place, text in enumerate(told.contracts):
        contract = Contract(session=session, round=round_, number=place + 1)
        contract.help, contract.text = told.help, text
        contract.written_at = began["contract"] + (place + 1) * HALF_A_MINUTE
        contract.save(force_insert=True)
    rows = [
        _row(round_, note.step, note.kind, people[note.author], note.text, began[note.step], place, mark=note.mark)
        for place, note in enumerate(told.notes)
    ]
    rows += [_learned(round_, one, people, began["learning"], place) for place, one in enumerate(told.learned)]
    Contribution.objects.bulk_create(rows)


def _learned(round_: Round, one: Learned, people: Sequence[Participant], at: datetime, place: int) -> Contribution:
    return _row(round_, "learning", "learning", people[one.author], one.text, at, place, memory=one.memory)


def _row(
    round_: Round, step: str, kind: str, author: Participant, text: str, at: datetime, place: int, **more: str
) -> Contribution:
    row = Contribution(id=uuid4(), session_id=round_.session_id, round=round_, step=step, kind=kind, author=author)
    row.written_at, row.text = at + (place + 1) * HALF_A_MINUTE, text
    row.answered_at = row.written_at if kind == "question" else None
    for name, value in more.items():
        setattr(row, name, value)
    return row


def _bring(session: Session, people: Sequence[Participant]) -> None:
    """Subjects that wait for another session."""
    chosen = PhaseRun.objects.filter(session=session, step="subject_choice").earliest("entered_at")
    for one in said.BROUGHT:
        subject = Subject(id=uuid4(), session=session, participant=people[one.who], proposed_at=chosen.entered_at)
        subject.title, subject.question = one.title, one.question
        subject.save(force_insert=True)
