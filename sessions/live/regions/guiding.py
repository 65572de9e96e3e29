"""What the facilitator shows to all: the step's rule, naming nobody; what is being done; a prompt."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ...rulebook.protocol.protocol import Text
from ...rulebook.rules import rights
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads

RULE_OF = {"reframe": "peer", "reframe_client": "client"}
TITLES = {
    "reframe": _("The step’s rule"),
    "reframe_client": _("The step’s rule, for the client"),
    "reformulate": _("The facilitator rewords what was said"),
    "summarise": _("The facilitator sums up"),
    "hands": _("The facilitator has changed the order of the hands"),
}
# « à {client} » becomes « au client », not « à le client »: French contracts the two. The longer ones come first.
UNNAMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("à {client}", "au client"),
        ("À {client}", "Au client"),
        ("de {client}", "du client"),
        ("De {client}", "Du client"),
        ("{client}", "le client"),
    ),
    "en": (("{client}", "the client"),),
}


@reads(state=f"{AT_WORK} moment", viewer="drives")
def moment(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The rule, or what the facilitator does, with the instants (epoch milliseconds) between which pages show it."""
    shown = snapshot.state.moment if rights.is_at_work(snapshot.state) else None
    if shown is None:
        return {"title": ""}
    return {
        "title": str(TITLES[shown.kind]),
        "rule": _rule(snapshot, shown.kind, viewer.language),
        "since": shown.since,
        "until": shown.until,
        "may_end": viewer.drives,
    }


def _rule(snapshot: Snapshot, kind: str, language: str) -> str:
    """What the role's card asks to refrain from, without the client's name; "" for what is no rule."""
    step = snapshot.state.step
    card = step.cards.get(RULE_OF.get(kind, "")) if step else None
    return "" if card is None else unnamed(card.refrain.given(language), language)


def unnamed(text: str, language: str) -> str:
    """A protocol's sentence with « the client » where the name stands: a rule is recalled to all, and blames nobody."""
    for named, role in UNNAMED["fr" if language.startswith("fr") else "en"]:
        text = text.replace(named, role)
    # A name had its capital; « le client » needs one where a sentence begins with it.
    return re.sub(r"^\w|(?<=[.!?] )\w", lambda first: first[0].upper(), text)


@reads("own_prompt people", state=f"{AT_WORK} client prompt", viewer="drives")
def prompt(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What gets the group moving, the step's or the facilitator's own, and since when (epoch milliseconds)."""
    state = snapshot.state
    shown = state.prompt if rights.is_at_work(state) else None
    if shown is None or state.step is None:
        return {"is_shown": False}
    own = shown.index is None
    text = snapshot.own_prompt if shown.index is None else _naming(snapshot, state.step.prompts[shown.index], viewer)
    return {"is_shown": text != "", "is_own": own, "text": text, "since": shown.since, "may_end": viewer.drives}


@reads("people", state=f"{AT_WORK} client prompt", viewer="drives")
def prompts(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The step's prompts, for the facilitator to choose from."""
    state = snapshot.state
    known = state.step.prompts if state.step and viewer.drives and rights.is_at_work(state) else ()
    now = state.prompt.index if state.prompt else None
    given = [_naming(snapshot, text, viewer) for text in known]
    return {"prompts": [{"index": i, "text": text, "is_now": i == now} for i, text in enumerate(given)]}


def _naming(snapshot: Snapshot, text: Text, viewer: Viewer) -> str:
    return labels.with_client(text.given(viewer.language), snapshot.given(snapshot.state.client))
