"""What is kept of one participant session by session."""

from __future__ import annotations

import json
from collections.abc import Collection
from uuid import UUID

from groups.models import Participant

from ..attendance.said import half_said, pairs_said
from ..history.half_days import HalfDay
from ..models import (
    CommitmentReport,
    Contribution,
    Correction,
    Evaluation,
    Served,
    Session,
    Signature,
    Subject,
)
from ..models.unsealed import unsealed
from ..queries import rounds_kept
from .kept import Values, kept_of


def sessions_of(person: Participant, opened: Collection[UUID] | None = None) -> list[Session]:
    """Those that left a trace of this person, the oldest first.

    Where only the `opened` ones are read, one that was only prepared, or evaluated, is not told of elsewhere: that is
    private, too.
    """
    traces = (
        person.attendances,
        person.signatures,
        person.corrections,
        person.rounds_as_client,
        Subject.objects.filter(participant=person),
        Contribution.objects.filter(author=person),
    )
    ids = {one for rows in traces for one in rows.values_list("session", flat=True)}
    private = {*person.preparations.values_list("session", flat=True)}
    private |= {*person.evaluations.values_list("session", flat=True)}
    ids |= private if opened is None else private & {*opened}
    return list(Session.objects.filter(pk__in=ids).order_by("scheduled_at", "number"))


def session_of(person: Participant, session: Session, *, is_elsewhere: bool) -> Values:
    """`is_elsewhere`: its words open on another device, and are left out."""
    came = person.attendances.filter(session=session).first()
    here = {
        "number": session.number,
        "at": session.scheduled_at,
        "zone": session.zone.key,
        "arrived_at": came.arrived_at if came else None,
        "left_at": came.left_at if came else None,
        "gone": _gone(person, session),
        "signatures": [_signature(one) for one in person.signatures.filter(session=session)],
        "corrections": [_correction(one, session) for one in person.corrections.filter(session=session)],
        # Whoever stayed was there until then.
        "is_end_estimated": session.is_end_estimated,
        "is_elsewhere": is_elsewhere,
    }
    return here if is_elsewhere else here | _words_in(person, session)


def _gone(person: Participant, session: Session) -> list[str]:
    """From when to when this one was gone and came back."""
    absences = (session.attended or {"absences": []})["absences"]
    return [pairs_said([(since, until)], session.zone) for who, since, until in absences if who == str(person.pk)]


def _signature(one: Signature) -> Values:
    return {
        "half_day": half_said(HalfDay(one.day, one.is_afternoon)),
        "name": one.name,
        "way": one.way,
        "said": one.get_way_display(),
        "device": one.device,
        "minutes": one.minutes,
        "at": one.signed_at,
        "replaced_at": one.replaced_at,
        "countersigned_at": one.countersigned_at,
        "countersigned_by": one.countersigned_name,
    }


def _correction(one: Correction, session: Session) -> Values:
    old, new = (pairs_said(pairs, session.zone) for pairs in (one.old, one.new))
    contested = {"at": one.contested_at, "words": one.contested_words} if one.contested_at else None
    return {"old": old, "new": new, "reason": one.reason, "by": one.by_name, "at": one.made_at, "contested": contested}


def _words_in(person: Participant, session: Session) -> Values:
    state = session.load()
    written = Contribution.objects.filter(session=session, author=person)
    served = set(Served.objects.filter(contribution__in=written).told().values_list("pk", flat=True))
    return {
        "preparations": [
            {"words": one.words, "at": one.written_at} for one in person.preparations.filter(session=session)
        ],
        "journal": [{"words": one.words, "at": one.written_at} for one in person.reflections.filter(session=session)],
        "evaluations": [_evaluation(one) for one in person.evaluations.filter(session=session)],
        "subjects": [_subject(one) for one in Subject.objects.filter(session=session, participant=person)],
        # What its author was told; not that a client will have it told.
        "written": [{**words_of(one), "served": one.pk in served} for one in written],
        "reports": [
            {"state": one.state, "text": unsealed(one), "at": one.reported_at}
            for one in CommitmentReport.objects.filter(session=session, commitment__participant=person)
        ],
        "rounds": [kept_of(one, state) for one in rounds_kept(session, person)],
        # What is, or will be, told to its author, who may not know yet.
        "served": [
            {"text": unsealed(one), "mark": one.mark}
            for one in Contribution.objects.filter(session=session, round__client=person, served__isnull=False)
        ],
    }


def _evaluation(one: Evaluation) -> Values:
    """Until it is published; `answers` is None where they cannot be opened."""
    text = unsealed(one)
    return {"form": one.kind, "answers": None if text is None else json.loads(text)}


def _subject(one: Subject) -> Values:
    weights = {"stakes": one.stakes, "intensity": one.intensity, "urgency": one.urgency}
    return {"title": unsealed(one, "title"), "question": unsealed(one, "question"), **weights, "at": one.proposed_at}


def words_of(one: Contribution) -> Values:
    """One's own words. `fate` is kept, withdrawn, hidden or shared; `memory` how they stand in the group's, or ""."""
    fates = {"kept": one.kept_at, "withdrawn": one.withdrawn_at, "hidden": one.hidden_at, "shared": True}
    fate = next(name for name, is_so in fates.items() if is_so)
    return {
        "text": unsealed(one),
        "kind": one.kind,
        "step": one.step,
        "at": one.written_at,
        "fate": fate,
        "memory": one.memory,
    }
