"""What regions shared by an audience hold: plain values from a snapshot, never of now and never of one person."""

from __future__ import annotations

from typing import Any

from groups.models import Part

from ..rulebook.protocol.protocol import Step
from ..rulebook.rules import airtime, rights
from ..rulebook.rules.navigation import following
from ..rulebook.state.agenda import MINUTE_MS
from . import circle as drawing
from . import words
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]


def stage(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Where we are: part, step, its sentence, and what comes next."""
    state = snapshot.state
    context: Context = {
        "status": state.status,
        "audience": viewer.audience,
        "is_paused": state.is_running and state.since is None,
        "is_on_break": state.is_on_break,
    }
    if state.item is None or state.step is None:
        return {**context, "protocol": state.protocol.title.given(viewer.language), "minutes": state.minutes}
    inside = [item for item in state.agenda if (item.part, item.round) == (state.item.part, state.item.round)]
    return {
        **context,
        "part": words.PARTS.get(state.item.part, ""),
        "subject": words.subject_of(snapshot.given(state.client)),
        "number": 1 + [item.key for item in inside].index(state.item.key),
        "of": len(inside),
        "round": None if state.item.round is None else state.item.round + 1,
        "rounds": state.rounds,
        "title": state.step.title.given(viewer.language),
        "purpose": purpose(snapshot, state.step, viewer.language),
        "next": coming(snapshot, viewer.language),
    }


def purpose(snapshot: Snapshot, step: Step, language: str) -> str:
    """The step's sentence, with the client's name."""
    return step.purpose.given(language).replace("{client}", snapshot.given(snapshot.state.client))


def coming(snapshot: Snapshot, language: str) -> Context | None:
    state = snapshot.state
    index = following(state) if state.index is not None else None
    if index is None:
        return None
    item = state.agenda[index]
    title = state.protocol.step(item.key).title.given(language)
    changes = item.round != (state.item.round if state.item else None) and item.round is not None
    subject = words.subject_of(snapshot.given(state.client_of(item.round))) if changes else ""
    return {"title": title, "minutes": minutes(item.allotted_ms), "subject": subject}


def minutes(span_ms: int) -> int:
    """Whole minutes, to the nearest."""
    return round(span_ms / MINUTE_MS)


def circle(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The people around the ring, in the group's order, after those who facilitate."""
    return {"circle": drawing.arrange([*_guides(snapshot), *_seated(snapshot)])}


def _guides(snapshot: Snapshot) -> list[drawing.Person]:
    state = snapshot.state
    leading = (
        (pk, guide)
        for pk, guide in snapshot.guides.items()
        if (guide.part == Part.FACILITATOR or pk == state.driver) and guide.participant not in state.present
    )
    return [drawing.Person(id=f"guide-{pk}", name=guide.name, role="guide") for pk, guide in leading]


def _seated(snapshot: Snapshot) -> list[drawing.Person]:
    state = snapshot.state
    return [
        drawing.Person(
            id=one,
            name=snapshot.name(one),
            role=state.role_of(one) or "peer",
            speaks=state.floor.speaker == one and not state.is_on_break,
            hand=airtime.number_of(state, one),
        )
        for one in state.present
        if snapshot.is_member(one)
    ]


def said(snapshot: Snapshot, viewer: Viewer) -> Context:
    """One line in the middle of the circle: who has the floor."""
    state = snapshot.state
    return {
        "status": state.status,
        "speaker": "" if state.is_on_break else snapshot.given(state.floor.speaker),
        "is_silent": rights.is_at_work(state) and state.floor.mode == "silence",
        "present": len(state.present),
    }


def summary(snapshot: Snapshot, viewer: Viewer) -> Context:
    """How many are here and how they meet, for the dashboard's head."""
    present = sum(snapshot.is_member(one) for one in snapshot.state.present)
    return {
        "present": present,
        "members": len(snapshot.members),
        "drives": viewer.drives,
        "modality": words.MODALITIES.get(snapshot.modality, ""),
    }


def card(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What is expected of this role now, and what to refrain from."""
    state, audience = snapshot.state, viewer.audience
    given = state.step.cards.get(audience) if state.step and rights.is_at_work(state) else None
    if given is None:
        hint = words.HINTS.get(("break" if state.is_on_break else state.status, audience), "")
        return {"audience": audience, "expect": "", "refrain": "", "hint": hint}
    expect, refrain = (
        text.given(viewer.language).replace("{client}", snapshot.given(state.client))
        for text in (given.expect, given.refrain)
    )
    return {"audience": audience, "expect": expect, "refrain": refrain, "school": _school(snapshot)}


def _school(snapshot: Snapshot) -> list[str]:
    """What the school decided otherwise than the protocol, where it matters in the present step."""
    step, chosen = snapshot.state.step, snapshot.settings
    if step is not None and "clients" in step.needs and "subject_choice" in chosen:
        return [str(words.CHOICES_OF_SUBJECTS[chosen["subject_choice"]])]
    if step is not None and step.is_listening:
        return [str(words.WHILE_LISTENING[each]) for each in chosen.items() if each in words.WHILE_LISTENING]
    return []


def keepsake(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the client keeps: words on the client's and the scribe's screens alone."""
    synthesis = snapshot.synthesis if viewer.audience in ("client", "scribe") else ""
    return {"synthesis": synthesis, "is_mine": viewer.audience == "client"}
