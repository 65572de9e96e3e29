"""Regions of the opening, and the headline of a round: from the snapshot, never of now."""

from __future__ import annotations

import json
from typing import Any

from ..rulebook.rules import rights
from . import ballots, words
from .opening_rows import Ballot, Promise, Proposal, Said
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]


def promises(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My own commitments of earlier sessions, in the step in which one reports on them."""
    mine = [one for one in snapshot.opening.promises if one.owner == viewer.participant]
    follows_up = rights.may_report(snapshot.state, viewer.participant or "")
    return {"promises": [_promise(one) for one in mine] if follows_up else []}


def _values(**values: object) -> str:
    """What a dialog opens with, as its button carries it."""
    return json.dumps(values)


def _promise(one: Promise) -> Context:
    return {
        "id": one.id,
        "text": one.text,
        "due_on": one.due_on,
        "word": words.COMMITMENT_STATES[one.state],
        "has_spoken": one.said is not None,
        "is_not_today": one.said is not None and not one.said.state,
        "values": _values(
            id=one.id,
            state=(one.said.state if one.said else "") or "trying",
            text=(one.said.text if one.said else "") or "",
            is_shared=one.said is not None and one.said.is_shared,
        ),
    }


def reports(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What former clients told the group; for who facilitates, who may still have something to tell."""
    told = [one for one in snapshot.opening.promises if one.said and one.said.state]
    follows_up = rights.follows_up(snapshot.state)
    is_guide = viewer.audience == "facilitator"
    return {
        "reports": [_report(snapshot, one) for one in told],
        "may_note": follows_up and is_guide and viewer.drives,
        "to_come": _still_to_tell(snapshot) if follows_up and is_guide else [],
        "is_empty": follows_up and is_guide and not snapshot.opening.promises,
    }


def _report(snapshot: Snapshot, one: Promise) -> Context:
    assert one.said is not None  # noqa: S101  for the type checker
    return {
        "name": snapshot.name(one.owner),
        "word": words.COMMITMENT_STATES[one.said.state],
        "is_silent": one.said.text == "",
        "text": one.said.text,
        "is_shared": one.said.is_shared,
        "promise": one.text if one.said.is_shared else "",
        "is_noted": one.said.is_noted,
        "id": one.id,
        "values": _telling(snapshot, one.owner, one.said) if one.said.is_noted else "",
    }


def _telling(snapshot: Snapshot, who: str, said: Said | None = None) -> str:
    """What the dialog opens with in which somebody's report is noted."""
    text = (said.text if said else "") or ""
    return _values(behalf=who, who=snapshot.name(who), state=(said.state if said else "") or "trying", text=text)


def _still_to_tell(snapshot: Snapshot) -> list[Context]:
    waiting = {one.owner for one in snapshot.opening.promises if one.said is None}
    to_come = [one for one in snapshot.state.present if one in waiting]
    return [{"id": one, "name": snapshot.name(one), "values": _telling(snapshot, one)} for one in to_come]


def subjects(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The subjects proposed, what the group makes of them, and for who drives the choice of clients."""
    state, opening = snapshot.state, snapshot.opening
    is_here = state.step is not None and "clients" in state.step.needs
    if not is_here:
        return {"is_here": False}
    may_note = viewer.speaks_for_others and rights.is_choosing(state)
    return {
        "is_here": True,
        "subjects": [_subject(snapshot, one) for one in opening.subjects],
        "may_note": may_note,
        "may_weigh": may_note and rights.may_weigh(state),
        "vote": ballots.how_far(snapshot),
        "aloud": ballots.aloud(snapshot) if viewer.drives and rights.is_voting(state) else [],
        "may_choose": viewer.drives and rights.is_choosing(state) and not state.rounds_begun,
        "clients": [snapshot.given(one) for one in state.clients],
        "past": _past(snapshot) if viewer.audience == "facilitator" else [],
    }


def _subject(snapshot: Snapshot, one: Proposal) -> Context:
    clients = snapshot.state.clients
    place = clients.index(one.who) if one.who in clients else None
    return {
        "id": one.id,
        "who": one.who,
        "name": snapshot.name(one.who),
        "title": one.title,
        "question": one.question,
        "is_noted": one.is_noted,
        "weights": _weights(one),
        "votes": one.votes,
        "is_here": one.who in snapshot.state.present,
        "turn": None if place is None else place + 1,
        "with_it": [*clients, one.who],
        "without": [other for other in clients if other != one.who],
        "earlier": _earlier(clients, place),
        "values": _values(id=one.id, title=one.title or "", question=one.question or ""),
        "weighing": _weighing(one),
    }


def _earlier(clients: tuple[str, ...], place: int | None) -> list[str]:
    """The same clients, this one a round earlier; nothing for the first."""
    if not place:
        return []
    return [*clients[: place - 1], clients[place], clients[place - 1], *clients[place + 1 :]]


def _weighing(one: Proposal) -> str:
    stakes, intensity, urgency = one.weights or (None, None, None)
    return _values(id=one.id, stakes=stakes, intensity=intensity, urgency=urgency)


def _weights(one: Proposal) -> list[Context]:
    return [
        {"word": word, "weight": weight}
        for word, weight in zip(words.WEIGHTS.values(), one.weights or (), strict=False)
    ]


def _past(snapshot: Snapshot) -> list[Context]:
    """Who was client in which earlier session of the cycle."""
    was_client = snapshot.opening.was_client
    return [
        {"name": snapshot.given(one), "sessions": was_client.get(one, ())}
        for one in snapshot.state.present
        if snapshot.is_member(one)
    ]


def ballot(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My own subject, and my own votes while the vote lasts."""
    state, who = snapshot.state, viewer.participant or ""
    mine = next((one for one in snapshot.opening.subjects if one.who == who), None)
    context: Context = {"mine": _subject(snapshot, mine) if mine and rights.may_propose(state, who) else None}
    context["may_weigh"] = rights.may_weigh(state)
    if not rights.may_vote(state, who):
        return {**context, "is_voting": False}
    return {**context, "is_voting": True, **ballots.given(snapshot, who)}


def proposer(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom facilitator and scribe may put down a subject: whoever is here and has none."""
    holds = viewer.speaks_for_others and rights.is_choosing(snapshot.state)
    names = [{"id": one, "name": snapshot.name(one)} for one in without_subject(snapshot)] if holds else []
    return {"people": names, "is_facilitator": viewer.audience == "facilitator"}


def without_subject(snapshot: Snapshot) -> list[str]:
    having = {one.who for one in snapshot.opening.subjects}
    return [one for one in snapshot.state.present if one not in having and rights.may_propose(snapshot.state, one)]


def headline(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the round is about, for those who are here."""
    found = snapshot.opening.headline
    title, question = (found.title, found.question) if found else ("", "")
    return {
        "headline": found,
        "values": _values(title=title or "", question=question or ""),
        "is_mine": viewer.audience == "client",
    }


def may_of(snapshot: Snapshot, who: str) -> dict[str, bool]:
    """What a participant may do of all this."""
    state = snapshot.state
    others = state.role_of(who) == "scribe" and bool(without_subject(snapshot))
    return {
        "propose_subject": who in without_subject(snapshot) or others,
        "skip_vote": rights.may_vote(state, who)
        and bool(snapshot.opening.subjects)
        and snapshot.opening.ballot(who) == Ballot(),
        "word_headline": rights.may_word_headline(state, who),
    }


def may_drive(snapshot: Snapshot) -> dict[str, bool]:
    """What who drives may do of all this."""
    state = snapshot.state
    return {
        "propose_subject": bool(without_subject(snapshot)),
        "end_vote": rights.is_voting(state) and state.vote_began_at is not None,
        "word_headline": rights.may_word_headline(state, None),
    }
