"""The client's demand on the room screen: its words for that screen, and for client and facilitators the accord."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from ...models.demand import Demand
from ...rulebook.rules import showing
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads


@reads("contract opening.headline people", state=f"{AT_WORK} accord client")
def projected(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Question and contract while the client's accord lasts; without it not a word."""
    # Who was removed from the group has no page any more on which to take it back.
    if not showing.is_projected(snapshot.state) or not snapshot.is_member(snapshot.state.client):
        return {"is_shown": False}
    demand = _demand(snapshot)
    return {"is_shown": any(demand), **demand._asdict()}


@reads(
    "contract opening.headline people reach.screens",
    state=f"{AT_WORK} accord client present present_roles protocol",
    viewer="audience drives",
)
def accord(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Whether the client agrees, by which words, and how many screens there are for whoever decides."""
    state, demand = snapshot.state, _demand(snapshot)
    accepted = snapshot.contract.accepted if snapshot.contract else None
    is_ready = any(demand) and showing.may_be_projected(state, accepted)
    # Once it was asked or given it can be taken back, whoever has come since and accepted nothing yet.
    is_told = viewer.audience in ("client", "facilitator")
    if not is_told or not (is_ready or state.accord):
        return {"is_told": False}
    return {
        "is_told": True,
        "accord": state.accord,
        "is_own": viewer.audience == "client",
        "may_drive": viewer.drives,
        "client": snapshot.given(state.client),
        "wording": demand.wording,
        "screens": _screens(snapshot.reach.screens),
    }


def _demand(snapshot: Snapshot) -> Demand:
    headline, contract = snapshot.opening.headline, snapshot.contract
    return Demand(headline.question if headline else "", contract.text if contract else "")


def _screens(count: int) -> str:
    if not count:
        return gettext("No room screen is open now.")
    return ngettext("%(count)s room screen is open.", "%(count)s room screens are open.", count) % {"count": count}
