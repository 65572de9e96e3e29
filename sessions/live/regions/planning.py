"""What is left for the clients to come, who pays for being late, and the clients in their order."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codev.marked import isolated

from ...rulebook.rules import paying, planner, rights
from ...rulebook.rules.outlook import outlook
from ...rulebook.state.agenda import MINUTE_MS
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from . import step
from .inputs import AT_WORK, reads


@reads(
    "people",
    state=f"{AT_WORK} agenda break_before broken clients ends_at given_up_ms index item left protocol overtime_paid_ms",
    viewer="drives",
)
def planning(snapshot: Snapshot, viewer: Viewer) -> Context:
    """From which the page says, by its clock, when all is over, what each coming round gets, and who pays.

    The figures are those of Outlook: epoch milliseconds and spans in milliseconds; nothing ticks on the server.
    """
    state, ahead = snapshot.state, outlook(snapshot.state)
    is_at_work = viewer.drives and rights.is_at_work(state)
    if ahead is None:
        return {"is_at_work": is_at_work, "ahead": None, **_payer(snapshot, viewer)}
    part, least = planner.coming_part(state)
    return {
        "is_at_work": is_at_work,
        "ahead": ahead,
        "part": part,
        "least": least,
        # What is left of the opening is nobody's to share.
        "kept": 0 if state.item and state.item.round is not None else ahead.rest_ms,
        "count": len(ahead.clients),
        **_words(len(ahead.clients), snapshot.given(ahead.clients[0]) if ahead.clients else ""),
        "given_up": state.given_up_ms,
        "may_share": is_at_work and bool(planner.sharing(state)),
        **_payer(snapshot, viewer),
    }


def _words(count: int, name: str) -> dict[str, str]:
    """What is said of the clients to come, with « # » for the minutes; the only one is named."""
    say = ngettext("%(count)s client to come, # min", "%(count)s clients to come, # min each", count)
    if count == 1 and name:
        less, hold = _("%(name)s would have # min only"), _("Finish on time: # min for %(name)s")
    else:
        less = ngettext(
            "The last client would have # min only", "The %(count)s clients to come would have # min only each", count
        )
        hold = ngettext("Finish on time: # min for the last client", "Finish on time: # min for each client", count)
    given = {"count": count, "name": isolated(name)}
    return {"say": say % given, "say_less": less % given, "say_hold": hold % given}


def _payer(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Which step has less, by how many minutes, if the button « +2 min » is pressed and no time was saved."""
    state = snapshot.state
    pays = paying.payer(state, 2 * MINUTE_MS)
    if pays is None:
        return {"say_payer": _("+2 min: the session ends later")}
    item, paid = state.agenda[pays.index], step.minutes(pays.span_ms)
    say = ngettext("+2 min: %(paid)s min taken from %(payer)s", "+2 min: %(paid)s min taken from %(payer)s", paid)
    title = state.protocol.step(item.key).title.given(viewer.language)
    whose = labels.subject_of(snapshot.given(state.client_of(item.round)))
    return {"say_payer": " · ".join(filter(None, [say % {"paid": paid, "payer": title}, whose]))}


@reads("is_everyone_client people", state="clients left present rounds_begun status", viewer="drives")
def clients(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The clients in their order: those whose round has not begun may be moved or dropped, others added.

    Buttons carry the whole list that they would make, as `choose_clients` takes it.
    """
    state = snapshot.state
    is_open = viewer.drives and state.status in ("open", "running")
    return {
        "may_change": is_open,
        "clients": [_client(snapshot, place) for place in range(len(state.clients))],
        "others": _others(snapshot) if is_open else [],
        "everybody": list(state.present) if is_open and not state.rounds_begun and state.present else [],
        "is_everybody": set(state.clients) == set(state.present),
        "is_planned": snapshot.is_everyone_client,
    }


def _client(snapshot: Snapshot, place: int) -> Context:
    state = snapshot.state
    order, begun = list(state.clients), state.rounds_begun
    return {
        "id": order[place],
        "name": snapshot.name(order[place]),
        "turn": place + 1,
        "has_begun": place < begun,
        "has_left": order[place] in state.left,
        "up": _swapped(order, place - 1) if begun < place else [],
        "down": _swapped(order, place) if begun <= place < len(order) - 1 else [],
        "without": [*order[:place], *order[place + 1 :]] if place >= begun else [],
    }


def _swapped(order: list[str], place: int) -> list[str]:
    return [*order[:place], order[place + 1], order[place], *order[place + 2 :]]


def _others(snapshot: Snapshot) -> list[Context]:
    """Who is here and could be client too."""
    state = snapshot.state
    free = [one for one in state.present if one not in state.clients]
    return [{"id": one, "name": snapshot.name(one), "with_it": [*state.clients, one]} for one in free]
