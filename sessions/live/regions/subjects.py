"""Subjects, votes and headlines: what rounds are and will be about."""

from __future__ import annotations

import json
from collections.abc import Hashable

from ...rulebook.rules import rights
from .. import labels
from ..elements import Piece
from ..snapshot.snapshot import Snapshot
from ..snapshot.subjects import Proposal
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads


def how_far(snapshot: Snapshot) -> Context | None:
    """How many have voted, never who nor for what; None where the school does not vote."""
    state, opening = snapshot.state, snapshot.opening
    if not rights.has_votes(state):
        return None
    voters = [one for one in state.present if opening.has_voted(one)]
    return {"is_over": state.vote_ended_at is not None, "voters": len(voters), "present": len(state.present)}


def given(snapshot: Snapshot, who: str) -> Context:
    """The votes of one person, subject by subject."""
    opening, own = snapshot.opening, snapshot.opening.ballot(who)
    left = opening.votes_each - own.spent
    return {
        "is_skipped": own.is_skipped,
        "each": opening.votes_each,
        "left": left,
        "lines": [_line(snapshot, one, own.given.get(one.id, 0), left) for one in opening.subjects],
    }


def aloud(snapshot: Snapshot) -> list[Context]:
    """Whose votes the facilitator may note: who has no device here. What people cast on a device nobody else sees."""
    opening = snapshot.opening
    silent = [one for one in snapshot.state.present if one not in opening.with_device]
    # A vote may come before its device is written down: it is not noted. An empty ballot counts as noted.
    voters = [one for one in silent if opening.subjects and opening.ballot(one).is_noted]
    return [{"id": one, "name": snapshot.name(one), **given(snapshot, one)} for one in voters]


def _line(snapshot: Snapshot, one: Proposal, count: int, left: int) -> Context:
    return {
        "id": one.id,
        "name": labels.subject_of(snapshot.given(one.who)),
        "count": count,
        "more": count + 1 if left > 0 else None,
        "fewer": count - 1 if count else None,
    }


def as_values(**values: object) -> str:
    """What a dialog opens with, in JSON, as its button carries it."""
    return json.dumps(values)


@reads(
    "opening people", state=f"{AT_WORK} clients present protocol rounds_begun vote_ended_at", viewer="audience drives"
)
def subjects(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The subjects proposed, what the group makes of them, and for the facilitator the choice of clients."""
    state, opening = snapshot.state, snapshot.opening
    is_here = state.step is not None and "clients" in state.step.needs
    if not is_here:
        return {"is_here": False}
    may_note = viewer.speaks_for_others and rights.is_choosing(state)
    may = {
        "may_note": may_note,
        "may_weigh": may_note and rights.may_weigh(state),
        "may_choose": viewer.drives and rights.is_choosing(state) and not state.rounds_begun,
    }
    head = {"count": len(opening.subjects), "vote": how_far(snapshot) if opening.subjects else None}
    cards = tuple(_card(snapshot, one, may) for one in opening.subjects)
    below = (*_aloud(snapshot, viewer), *_chosen(snapshot, viewer))
    return {
        "is_here": True,
        "lists": {"above-subjects": (_piece("head", head),), "list-subjects": cards, "below-subjects": below},
    }


def _piece(name: str, context: Context, **lists: tuple[Piece, ...]) -> Piece:
    named = {f"{list_}-aloud": pieces for list_, pieces in lists.items()}
    return Piece(f"subjects-{name}", f"sessions/live/subjects/_{name}.jinja", context, named)


def _card(snapshot: Snapshot, one: Proposal, may: Context) -> Piece:
    context = {"one": _subject(snapshot, one, may_choose=may["may_choose"]), **may}
    return Piece(f"subject-{one.id}", "sessions/live/subjects/_subject.jinja", context)


def _aloud(snapshot: Snapshot, viewer: Viewer) -> tuple[Piece, ...]:
    """Votes that the facilitator may note, a piece a voter."""
    votes = aloud(snapshot) if viewer.drives and rights.is_voting(snapshot.state) else []
    voters = tuple(Piece(f"voter-{one['id']}", "sessions/live/subjects/_voter.jinja", {"voter": one}) for one in votes)
    # Counted apart: the others' votes stay where they are as one device comes or goes.
    count = (_piece("voters", {"count": len(votes)}),)
    return (_piece("aloud", {}, count=count, voters=voters),) if votes else ()


def _chosen(snapshot: Snapshot, viewer: Viewer) -> tuple[Piece, ...]:
    """Who is client, and for the facilitator who was in the cycle."""
    clients = [snapshot.given(one) for one in snapshot.state.clients]
    past = _past(snapshot) if viewer.audience == "facilitator" else []
    return (_piece("chosen", {"clients": clients, "past": past}),) if clients or past else ()


def _subject(snapshot: Snapshot, one: Proposal, *, may_choose: bool = False) -> Context:
    clients = snapshot.state.clients
    place = clients.index(one.who) if one.who in clients else None
    chosen = clients if may_choose else ()
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
        # Whole lists, as `choose_clients` takes them: a late press still asks for what its button said.
        "with_it": [*chosen, one.who],
        "without": [other for other in chosen if other != one.who],
        "earlier": _earlier(chosen, place) if chosen else [],
        "values": as_values(id=one.id, title=one.title or "", question=one.question or ""),
        "weighing": _weighing(one),
    }


def _earlier(clients: tuple[str, ...], place: int | None) -> list[str]:
    """The same clients with this one a round earlier; nothing for the first, or for who is no client."""
    if not place:
        return []
    return [*clients[: place - 1], clients[place], clients[place - 1], *clients[place + 1 :]]


def _weighing(one: Proposal) -> str:
    stakes, intensity, urgency = one.weights or (None, None, None)
    return as_values(id=one.id, stakes=stakes, intensity=intensity, urgency=urgency)


def _weights(one: Proposal) -> list[Context]:
    return [
        {"word": word, "weight": weight}
        for word, weight in zip(labels.WEIGHTS.values(), one.weights or (), strict=False)
    ]


def _past(snapshot: Snapshot) -> list[Context]:
    """Who was client in which earlier session of the cycle."""
    was_client = snapshot.opening.was_client
    return [
        {"name": snapshot.given(one), "sessions": was_client.get(one, ())}
        for one in snapshot.state.present
        if snapshot.is_member(one)
    ]


def _my_subject_and_votes(snapshot: Snapshot, who: str) -> Hashable:
    opening = snapshot.opening
    mine = tuple(one for one in opening.subjects if one.who == who)
    ballot = opening.ballot(who)
    votes = ballot.is_skipped, ballot.is_noted, frozenset(ballot.given.items())
    # Who votes sees every subject; who does not, the own one.
    is_voting = rights.may_vote(snapshot.state, who)
    return is_voting, mine, opening.subjects if is_voting else (), votes, who in snapshot.state.present


@reads(
    "opening.votes_each people",
    state=f"{AT_WORK} clients present protocol vote_ended_at",
    own=_my_subject_and_votes,
    own_parts="opening.ballots opening.subjects",
)
def ballot(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My own subject, and my own votes while the vote lasts."""
    state, who = snapshot.state, viewer.participant or ""
    mine = next((one for one in snapshot.opening.subjects if one.who == who), None)
    context: Context = {"mine": _subject(snapshot, mine) if mine and rights.may_propose(state, who) else None}
    context["may_weigh"] = rights.may_weigh(state)
    if not rights.may_vote(state, who):
        return {**context, "is_voting": False}
    return {**context, "is_voting": True, **given(snapshot, who)}


@reads("opening.subjects people", state=f"{AT_WORK} present", viewer="audience drives")
def proposer(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom the facilitator and the scribe may put down a subject: who is here and has none."""
    holds = viewer.speaks_for_others and rights.is_choosing(snapshot.state)
    names = [{"id": one, "name": snapshot.name(one)} for one in without_subject(snapshot)] if holds else []
    return {"people": names, "is_facilitator": viewer.audience == "facilitator"}


def without_subject(snapshot: Snapshot) -> list[str]:
    """Who may propose a subject now, and has none."""
    having = {one.who for one in snapshot.opening.subjects}
    return [one for one in snapshot.state.present if one not in having and rights.may_propose(snapshot.state, one)]


@reads("opening.headline", viewer="audience")
def headline(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the round is about, for those who are here."""
    found = snapshot.opening.headline
    title, question = (found.title, found.question) if found else ("", "")
    return {
        "headline": found,
        "values": as_values(title=title or "", question=question or ""),
        "is_mine": viewer.audience == "client",
    }


def may_propose(snapshot: Snapshot, who: str) -> bool:
    """Whoever has no subject yet; the scribe as long as anybody has none."""
    if snapshot.state.role_of(who) == "scribe":
        return bool(without_subject(snapshot))
    return rights.may_propose(snapshot.state, who) and all(one.who != who for one in snapshot.opening.subjects)
