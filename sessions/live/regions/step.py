"""Where we are: the step, its card, who does what, and which subjects wait."""

from __future__ import annotations

from django.utils.translation import gettext as _

from codev.marked import isolated
from groups.models import Part

from ...rulebook.protocol.protocol import Step
from ...rulebook.rules import rights
from ...rulebook.rules.navigation import following, is_break_next
from ...rulebook.state.agenda import BREAK_MINUTES, MINUTE_MS
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads

DUTIES = ("client", "peer", "observer", "scribe")


@reads("people guides", state="agenda broken clients here index present_roles")
def roles(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who does what: said as the session begins, and at each change of client."""
    state = snapshot.state
    first = state.item is not None and state.index is not None and _begins(snapshot)
    if not first:
        return {"lines": [], "put_aside": _put_aside(snapshot)}
    people = [(role, [snapshot.given(one) for one in state.present if state.role_of(one) == role]) for role in DUTIES]
    client = snapshot.given(state.client)
    lines = [
        {"role": labels.ROLES[role], "names": names, "duty": str(labels.DUTIES[role]) % {"client": isolated(client)}}
        for role, names in people
        # A peer's duty names the client: in the opening there is none yet.
        if names and (client or role != "peer")
    ]
    return {
        "lines": lines,
        "guides": [guide.name for guide in snapshot.guides.values() if guide.part == Part.FACILITATOR],
        "put_aside": _put_aside(snapshot),
    }


def _put_aside(snapshot: Snapshot) -> list[str]:
    """The subjects of interrupted rounds, named as another part or round begins, so that nobody's is forgotten."""
    state = snapshot.state
    before = state.agenda[state.index - 1] if state.index else None
    if state.item is None or (before is not None and before.round == state.item.round):
        return []
    return [labels.subject_of(snapshot.given(state.client_of(one.round))) for one in state.broken]


def _begins(snapshot: Snapshot) -> bool:
    """In the first step of the opening, or of a round."""
    state = snapshot.state
    before = state.agenda[state.index - 1] if state.index else None
    here = state.item
    return here is not None and here.part != "closing" and (before is None or before.round != here.round)


@reads(
    "is_rehearsal people",
    state=f"{AT_WORK} agenda break_before broken clients here index is_end_estimated left minutes protocol",
    viewer="audience",
)
def stage(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Where we are: part, step, its sentence, and what comes next."""
    state = snapshot.state
    context: Context = {
        "status": state.status,
        "audience": viewer.audience,
        "is_on_break": state.is_on_break,
        "is_end_estimated": state.is_end_estimated,
        # Deleted with all that is written in it: nothing to look back on later.
        "is_rehearsal": snapshot.is_rehearsal,
    }
    if state.item is None or state.step is None:
        return {**context, "protocol": state.protocol.title.given(viewer.language), "minutes": state.minutes}
    inside = [item for item in state.agenda if (item.part, item.round) == (state.item.part, state.item.round)]
    return {
        **context,
        "part": labels.PARTS.get(state.item.part, ""),
        "subject": labels.subject_of(snapshot.given(state.client)),
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
    return labels.with_client(step.purpose.given(language), snapshot.given(snapshot.state.client))


def coming(snapshot: Snapshot, language: str) -> Context | None:
    """What comes next and its minutes: the reserved break, or a step, and whose subject if a round begins with it.

    None at the end.
    """
    state = snapshot.state
    index = following(state) if state.index is not None else None
    if index is None:
        return None
    if is_break_next(state):
        return {"title": _("Break"), "minutes": BREAK_MINUTES, "subject": ""}
    item = state.agenda[index]
    title = state.protocol.step(item.key).title.given(language)
    changes = item.round != (state.item.round if state.item else None) and item.round is not None
    subject = labels.subject_of(snapshot.given(state.client_of(item.round))) if changes else ""
    return {"title": title, "minutes": minutes(item.allotted_ms), "subject": subject}


def minutes(span_ms: int) -> int:
    """A span of milliseconds in whole minutes, to the nearest."""
    return round(span_ms / MINUTE_MS)


@reads("people settings", state=f"{AT_WORK} client", viewer="audience")
def card(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What is expected of this role now, and what to refrain from; in the lobby and on a break a hint instead."""
    state, audience = snapshot.state, viewer.audience
    given = state.step.cards.get(audience) if state.step and rights.is_at_work(state) else None
    if given is None:
        hint = labels.HINTS.get(("break" if state.is_on_break else state.status, audience), "")
        return {"audience": audience, "expect": "", "refrain": "", "hint": hint}
    expect, refrain = (
        labels.with_client(text.given(viewer.language), snapshot.given(state.client))
        for text in (given.expect, given.refrain)
    )
    return {"audience": audience, "expect": expect, "refrain": refrain, "school": _school(snapshot)}


def _school(snapshot: Snapshot) -> list[str]:
    """What the school decided otherwise than the protocol, where it matters in the present step."""
    step, chosen = snapshot.state.step, snapshot.settings
    if step is not None and "clients" in step.needs and "subject_choice" in chosen:
        return [str(labels.CHOICES_OF_SUBJECTS[chosen["subject_choice"]])]
    if step is not None and step.is_listening:
        return [str(labels.WHILE_LISTENING[each]) for each in chosen.items() if each in labels.WHILE_LISTENING]
    return []
