"""What is kept of one person, as that person may read it: plain values, for a page and for a file.

Never what is somebody else's: words noted for others, and what is not delivered to a client yet, are left out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from groups.models import Participant, Seat, User
from groups.queries import opens_decline

from .attendance.said import half_said, pairs_said
from .history.half_days import HalfDay
from .models import (
    Commitment,
    CommitmentReport,
    Contract,
    Contribution,
    Correction,
    Evaluation,
    Pairing,
    PrivateNote,
    Round,
    Served,
    Session,
    Signature,
    Subject,
)
from .models.unsealed import unsealed
from .queries import rounds_kept
from .rulebook.state.state import State

Values = dict[str, Any]


def of_participant(person: Participant, opened: Collection[UUID] | None = None, seat: Seat | None = None) -> Values:
    """All of one participant of one group; on a device, `seat`, words of the `opened` sessions alone."""
    return {
        "exported_at": timezone.now(),
        "name": person.name,
        "called": person.known_as,
        "email": person.email,
        "addresses_typed": person.typed_addresses.count(),
        "group": person.group.name,
        "organisation": person.group.organisation.name,
        "joined_at": person.joined_at,
        "left_at": person.removed_at,
        "charter": [
            {"version": one.charter.number, "at": one.accepted_at, "aloud": one.is_oral, "heard_by": one.witness}
            for one in person.acceptances.select_related("charter", "heard_by", "heard_by_participant")
        ],
        "declined": [
            {"version": one.charter.number, "at": one.declined_at}
            for one in person.declines.select_related("charter")
            if seat is None or opens_decline(one, seat)
        ],
        "links": list(person.links.values("created_at", "revoked_at")),
        "calendars": list(person.feeds.values("created_at", "revoked_at")),
        "devices": list(person.seats.values("label", "created_at", "proven_at", "revoked_at")),
        # Before a session, until its day is over.
        "answers": [
            {"session": _day(one), "comes": one.comes, "at": one.answered_at}
            for one in person.answers.select_related("session").order_by("session__scheduled_at")
        ],
        "sessions": [
            _session(person, one, is_elsewhere=opened is not None and one.pk not in opened)
            for one in sessions_of(person, opened)
        ],
    }


def of_account(user: User) -> Values:
    """All of one account."""
    own = Contribution.objects.filter(user=user, author=None).select_related("session")
    notes = PrivateNote.objects.by(user).select_related("session")
    return {
        "exported_at": timezone.now(),
        "name": user.name,
        "email": user.email,
        "joined_at": user.date_joined,
        "last_login": user.last_login,
        # As fingerprints, which nobody reads back.
        "addresses_proven": user.proven_addresses.count(),
        **_parts(user),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "calendars": list(user.feeds.values("created_at", "revoked_at")),
        "devices": list(user.sign_ins.values("label", "created_at")),
        "phones": list(Pairing.objects.filter(user=user).values("label", "created_at", "used_at", "revoked_at")),
        "notes": [{"session": _day(one), "text": unsealed(one), "at": one.written_at} for one in notes],
        "debriefs": [
            {"session": _day(one), "words": one.words, "at": one.written_at}
            for one in user.debriefs.select_related("session").order_by("session__scheduled_at", "session__number")
        ],
        "written": [{"session": _day(one), **_words(one)} for one in own],
    }


def _parts(user: User) -> Values:
    """What the account is to groups and organisations, and what the ledger says of it."""
    return {
        "who_is_who": [
            {"group": str(one.group_id), "ground": one.ground, "answer": one.answer, "at": one.raised_at}
            for one in user.same_people.all()
        ],
        "roles": [
            {"organisation": one.organisation.name, "role": one.role, "said": one.get_role_display()}
            for one in user.roles.select_related("organisation")
        ],
        "facilitates": [
            {"group": one.group.name, "part": one.role, "said": one.get_role_display()}
            for one in user.facilitations.select_related("group")
        ],
        "looks": [
            {"group": one.fields["group"], "what": one.what, "said": one.said, "at": one.looked_at}
            for one in user.looks.order_by("looked_at")
        ],
    }


def _day(row: Any) -> Any:
    return row.session.scheduled_at


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


def _session(person: Participant, session: Session, *, is_elsewhere: bool) -> Values:
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
    return {"old": old, "new": new, "reason": one.reason, "by": one.by_name, "at": one.made_at}


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
        "written": [{**_words(one), "served": one.pk in served} for one in written],
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


def _words(one: Contribution) -> Values:
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


def kept_of(round_: Round, state: State, marks: Collection[str] | None = None) -> Values:
    """What a client keeps of a round: what it was about, and all that was delivered; the marks on these alone.

    `contracts` are all versions, the oldest first: the last is in force, and stands as `contract` and `help`, too.
    """
    delivered = [one for one in round_.contributions.all() if _is_delivered(one, round_, state)]
    contracts = [_version(one, delivered) for one in round_.contracts.all()]
    newest = contracts[-1] if contracts else {"text": "", "help": ""}
    return {
        "headline": unsealed(round_, "headline"),
        "question": unsealed(round_, "question"),
        "contract": newest["text"],
        "help": newest["help"],
        "contracts": contracts,
        "synthesis": unsealed(round_, "synthesis"),
        "actions": [_action(one, is_whole=marks is None) for one in round_.commitments.all()],
        "notes": [_note(one, marks) for one in delivered],
    }


def _version(one: Contract, delivered: Iterable[Contribution]) -> Values:
    """`adopted_from`: whose wording it took over, where the client has that wording, else ""."""
    wording = next((note for note in delivered if note.pk == one.adopted_id), None)
    return {
        "number": one.number,
        "text": unsealed(one),
        "help": unsealed(one, "help"),
        "at": one.written_at,
        "adopted_from": wording.author.name if wording and wording.author else "",
    }


def _action(one: Commitment, *, is_whole: bool) -> Values:
    """`word`: the owner's own, on devices that open all of the round."""
    mine = {"word": unsealed(one, "word")} if is_whole else {}
    return {"text": unsealed(one), "due_on": one.due_on, "state": one.state, **mine}


def _note(one: Contribution, marks: Collection[str] | None) -> Values:
    author = one.author.name if one.author else ""
    mark = one.mark if marks is None or str(one.pk) in marks else ""
    return {"id": one.pk, "text": unsealed(one), "kind": one.kind, "author": author, "mark": mark}


def _is_delivered(one: Contribution, round_: Round, state: State) -> bool:
    """Shared, not hidden, and not withheld from the client until the end of the step under way."""
    is_withheld = one.is_withheld(state, round_.number)
    return not (one.withdrawn_at or one.kept_at or one.hidden_at or is_withheld)


def people_with(email: str) -> tuple[User | None, list[Participant]]:
    """The account and the participants, former ones too, who have an address."""
    people = Participant.objects.filter(email__iexact=email).exclude(email="").select_related("group__organisation")
    return User.objects.filter(email__iexact=email).first(), list(people)


def person_with(id: UUID) -> Participant | None:
    return Participant.objects.filter(pk=id).select_related("group__organisation").first()
