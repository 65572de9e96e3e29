"""The scene of a rehearsal as its session stands, read with a fixed number of queries. No words are opened."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings

from ..models import Commitment, Contract, Contribution, Rehearsal, Round, Session, Subject, Vote
from ..rulebook.rules import rights
from ..rulebook.state.state import State
from .scene import Piece, Scene

Facts = dict[str, Any]


def read(rehearsal: Rehearsal, cast: tuple[str, ...]) -> Scene:
    """What the simulated people of `cast` know now."""
    session = rehearsal.session
    state = session.load()
    number = state.item.round if state.item else None
    here = None if number is None else Round.objects.filter(session=session, number=number).first()
    facts = {**_written(session, state, here), **_of_round(here), **_opening(session, state)}
    return Scene(state=state, cast=cast, seed=rehearsal.seed, **facts)


def _of_round(here: Round | None) -> Facts:
    if here is None:
        return {}
    contract = Contract.objects.filter(round=here).prefetch_related("acceptances").last()
    acceptances = contract.acceptances.all() if contract else ()
    return {
        "has_headline": bool(here.sealed_headline),
        "has_synthesis": bool(here.sealed_synthesis),
        "commitments": Commitment.objects.filter(round=here).count(),
        "contract": contract.number if contract else 0,
        "accepted": frozenset(str(one.participant_id) for one in acceptances),
    }


def _written(session: Session, state: State, here: Round | None) -> Facts:
    """Who wrote what, by one query."""
    # Without the sealed texts: nothing here may depend on words, and none are opened or even read.
    rows = list(Contribution.objects.filter(session=session, withdrawn_at=None).defer("sealed_text"))
    ours = [one for one in rows if one.round_id == (here.pk if here else None)]
    number = here.number if here else None
    shared = [one for one in ours if one.kept_at is None]
    seen = [one for one in shared if one.hidden_at is None and not one.is_withheld(state, number)]
    received = [one for one in seen if str(one.author_id) != state.client]
    return {
        "written": Counter((str(one.author_id), one.kind) for one in shared if _counts(state, one)),
        "said": Counter(one.kind for one in rows),
        "open_questions": tuple(one.pk for one in received if one.kind == "question" and one.answered_at is None),
        "received": tuple(_piece(one) for one in received),
        "kept": tuple(_piece(one) for one in ours if one.kept_at is not None),
        "wordings": tuple(one.pk for one in received if one.kind == "reformulation"),
    }


def _piece(one: Contribution) -> Piece:
    return Piece(one.pk, one.kind, str(one.author_id), one.mark)


def _is_here(state: State, one: Contribution) -> bool:
    return state.item is not None and one.step == state.item.key


def _counts(state: State, one: Contribution) -> bool:
    # In a step that falls silent anew, all have everything still to write, whatever they wrote there before.
    return _is_here(state, one) and one.in_silence == state.in_silence


def _opening(session: Session, state: State) -> Facts:
    """Subjects, and votes while they are cast; nothing in other steps."""
    if not rights.is_choosing(state):
        return {}
    subjects = list(Subject.objects.standing().filter(session=session).defer("sealed_title", "sealed_question"))
    votes = Vote.objects.filter(session=session) if rights.is_voting(state) else ()
    return {
        "subjects": {str(one.participant_id): one.pk for one in subjects},
        "weighed": frozenset(str(one.participant_id) for one in subjects if one.stakes is not None),
        "votes": {(str(one.participant_id), one.subject_id): one.count for one in votes},
        "votes_each": settings.CODEV_VOTES_EACH,
    }
