"""What the facilitator shows all: for a while the step's rule, naming nobody, or what is being done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import rules
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]
RULE_OF = {"reframe": "peer", "reframe_client": "client"}
TITLES = {
    "reframe": _("The step’s rule"),
    "reframe_client": _("The step’s rule, for the client"),
    "reformulate": _("The facilitator rewords what was said"),
    "summarise": _("The facilitator sums up"),
}
# In French, prepositions melt into the article that stands where the name stood.
UNNAMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "fr": (("à {client}", "au client"), ("de {client}", "du client"), ("{client}", "le client")),
    "en": (("{client}", "the client"),),
}


def moment(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The rule, or what the facilitator does, with the instants between which pages show it."""
    shown = snapshot.state.moment if rules.is_at_work(snapshot.state) else None
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
    """What the role's card asks to refrain from; nothing for what is no rule."""
    step = snapshot.state.step
    card = step.cards.get(RULE_OF.get(kind, "")) if step else None
    return "" if card is None else unnamed(card.refrain.given(language), language)


def unnamed(text: str, language: str) -> str:
    """A sentence of a protocol in which the client has no name."""
    for named, role in UNNAMED["fr" if language.startswith("fr") else "en"]:
        text = text.replace(named, role)
    return re.sub(r"^\w|(?<=[.!?] )\w", lambda first: first[0].upper(), text)
