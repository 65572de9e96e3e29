"""The live pages: dashboard, participant's stage, room screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from codev import pool
from codev.addresses import reachable
from codev.qr import drawing
from groups.access import may_say_what_to_call
from groups.actors import SCREENS, as_wanted, hold_screen, knows_door
from groups.errors import CodevError
from groups.views.guards import ask_to_sign_in

from .. import access, commands
from ..access import Visit
from ..evaluation import windows
from ..evaluation.questions import SESSION
from ..forms.words import TITLE_MAX
from ..history.hours import last_day
from ..live.hub import presence
from ..live.labels import KINDS, WEIGHTS
from ..live.snapshot.snapshot import Snapshot
from ..live.snapshot.viewer import Viewer
from ..live.stage import Stage
from ..mirror.reading import guided
from ..models import Session
from ..rulebook.protocol.vocabulary import ROLES
from ..rulebook.state.agenda import BREAK_MINUTES
from ..rulebook.state.state import OVER
from .door import door_path
from .frames import now, stage_of
from .guards import charter_first
from .own_place import own_place
from .pairing import paired_devices
from .rehearsal import simulated


@never_cache
@require_safe
def session_page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Everyone's page of a session: the dashboard for its facilitators, the stage for its participants.

    404 for outsiders; a stranger is asked to sign in, whether or not there is such a session.
    """
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    if visit is None:
        return _at_the_door(request, session_id)
    if answer := charter_first(request, visit):
        return answer
    _come_in(visit)
    return _render(request, visit)


@never_cache
@require_safe
def screen_page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The room screen, for a browser that came by its link, or a facilitator's; 404 for others who are known."""
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    visit = access.screen_visit(session_id, user=request.user, browser=request.session)
    if visit is None and request.session.get(SCREENS):
        # Of whatever session: a new link closes the screens that came by the old one.
        return render(request, "sessions/live/screen_closed.html", status=404)
    if visit is None:
        raise Http404
    return _render(request, visit)


@never_cache
@require_safe
def qr(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The QR code of the join page, a picture, for dashboards and room screens; 404 for others.

    Asked for by itself, as it names the host under which this page was reached, and regions know none.
    """
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    visit = access.screen_visit(session_id, user=request.user, browser=request.session)
    if visit is None:
        raise Http404
    url = reachable(request, door_path(visit.session))
    context = {"qr": drawing(url), "label": gettext("QR code of the join page")}
    return render(request, "_qr.html", context, content_type="image/svg+xml")


@require_safe
def enter_screen(request: HttpRequest, secret: UUID) -> HttpResponse:
    """The room screen's link: this browser may show that session's circle, as long as the row has this secret."""
    session = Session.objects.with_screen(secret)
    if session is None:
        raise Http404
    # The secret, not the session: a new one in the row ends all screens that came by the old (docs/decisions/009).
    hold_screen(request.session, secret)
    return redirect("sessions:screen", session.pk)


def _at_the_door(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Whoever gave the code and has no seat, or no longer, chooses a name; for anybody else there is nothing."""
    if knows_door(request.session, session_id):
        return redirect("sessions:name", session_id)
    if access.is_known(request.user, request.session):
        raise Http404
    return ask_to_sign_in(request)


def _come_in(visit: Visit) -> None:
    """Note the device. Then a personal link comes in by itself once the session is open, and a guest knocks."""
    if visit.session.status in OVER:
        return  # nobody was here who comes afterwards (docs/decisions/046)
    # Not left to the first heartbeat: of whom a device was seen, nobody else may note votes (docs/decisions/016).
    pool.soon(presence.write, visit.session.pk, [presence.sighting(visit.standing)])
    seat = visit.actor.seat
    # `admitted`, not `present`: who was marked gone is back when the facilitator says so, not by loading the page.
    is_inside = visit.is_admitted and visit.participant_id in visit.session.load().admitted
    if seat is None or is_inside or not visit.session.is_enterable:
        return
    # The seat's id as key makes one knock of it, however often the page is loaded (docs/decisions/012).
    step, key = ("arrive", uuid4()) if seat.is_member else ("knock", seat.pk)
    try:
        commands.run(step, visit=visit, key=key)
    except CodevError:
        # The page then shows that this person waits.
        return


def _render(request: HttpRequest, visit: Visit) -> HttpResponse:
    stage, viewer = stage_of(visit, request)
    return render(request, f"sessions/live/{viewer.shell}.html", _page(request, visit, stage, viewer))


def _page(request: HttpRequest, visit: Visit, stage: Stage, viewer: Viewer) -> dict[str, Any]:
    snapshot = stage.snapshot
    return {
        "snapshot": snapshot,
        "viewer": viewer,
        "live_state": stage.live_state(viewer, now()),
        "regions": {name: one.html for name, one in stage.shown_to(viewer).regions.items()},
        **_addresses(snapshot.session_id, viewer),
        **(paired_devices(visit) if viewer.shell == "facilitator" else {}),
        **_door(request, visit.session, viewer),
        "calling": _calling(visit, viewer),
        "evaluation": _evaluation(visit),
        "may_sign": _may_sign(visit.session),
        "may_look_back": viewer.shell == "facilitator" and _may_look_back(visit),
        "has_sheet": bool(viewer.participant and visit.actor.seat and visit.actor.seat.is_member),
        **own_place(request, visit.session),
        **simulated(visit),
        "is_early": not visit.session.is_at_hand,
        "is_hybrid": visit.session.modality == Session.Modality.HYBRID,
        "text_max": settings.CODEV_TEXT_MAX,
        "title_max": TITLE_MAX,
        "weights": [{"name": name, "label": label} for name, label in WEIGHTS.items()],
        "writing": _writing(snapshot, viewer),
        "zone": snapshot.zone,
        "breaks": (5, 10, 15),
        "rest_minutes": BREAK_MINUTES,
        "support": _support(visit, viewer),
        "kinds": [{"key": kind, "label": label} for kind, label in KINDS.items()],
    }


def _addresses(session_id: UUID, viewer: Viewer) -> dict[str, str]:
    """Where the page hears what changes, asks for it, and sends commands."""
    is_screen = viewer.shell == "screen"
    whose = {"as": viewer.participant} if viewer.participant else {}
    query = urlencode({"lang": viewer.language, **whose, **({"older": "1"} if viewer.older else {})})
    path = reverse("sessions:screen" if is_screen else "sessions:session", args=[session_id])
    return {
        "socket": f"/ws{path}?{query}",
        "poll": reverse("sessions:poll", args=[session_id]) + ("?screen&" if is_screen else "?") + query,
        "do": f"/sessions/{session_id}/do/",
    }


def _may_look_back(visit: Visit) -> bool:
    """Whether the session has a mirror for who looks; while it runs, whether closing it will make that so."""
    if visit.session.status != Session.Status.CLOSED:
        return visit.may_drive and visit.pairing is None
    user = visit.actor.user
    return user is not None and visit.pairing is None and visit.session.pk in guided(user, [visit.session.pk])


def _calling(visit: Visit, viewer: Viewer) -> str:
    """What this person is called; "" for who facilitates, and a guest who may not change it yet."""
    person = visit.actor.participant
    is_own = viewer.participant and person is not None and may_say_what_to_call(visit.actor, person)
    return person.known_as if is_own and person else ""


def _evaluation(visit: Visit) -> str:
    """Where this person says how the session was, once the page offers it; "" where that is over, or never asked."""
    session, who = visit.session, visit.participant_id
    until = windows.closes_at(session, SESSION)
    if who is None or session.cycle.group.is_rehearsal or (until and timezone.now() >= until):
        return ""
    return f"{reverse('sessions:evaluation', args=[session.pk])}?{urlencode({'as': who})}"


def _may_sign(session: Session) -> bool:
    """Whether attendance is signed as far as the clock says; a correction that makes it so again, its page says."""
    since = windows.closed_at(session)
    days = session.cycle.group.organisation.signing_days
    return since is None or timezone.localdate(timezone=session.zone) <= last_day(since, session.zone, days)


def _support(visit: Visit, viewer: Viewer) -> str:
    """Whom the organisation says one may turn to, beside the button that warns: for participants' pages alone."""
    return visit.session.cycle.group.organisation.support if viewer.shell == "participant" else ""


def _door(request: HttpRequest, session: Session, viewer: Viewer) -> dict[str, Any]:
    """How to come in: the address, for dashboard and room screen; for others the way to change person."""
    here: dict[str, Any] = {
        "is_passing": session.cycle.group.is_passing,
        "is_rehearsal": session.cycle.group.is_rehearsal,
        "door": door_path(session),
        "is_enterable": session.is_enterable,
    }
    if viewer.shell not in ("facilitator", "screen"):
        return here
    return {**here, "door_host": urlsplit(reachable(request, here["door"])).netloc}


def _writing(snapshot: Snapshot, viewer: Viewer) -> list[dict[str, object]]:
    """Every kind that this person may write in any step, or note for somebody: the page shows those of the step.

    All of them stand in the page from the start, as a box that is typed in is never swapped (docs/decisions/007).
    """
    roles = ROLES if viewer.audience == "facilitator" else [role for role in ROLES if role != "facilitator"]
    writable = {kind for step in snapshot.state.protocol.steps for role in roles for kind in step.writes.get(role, ())}
    return [{"key": kind, "label": label} for kind, label in KINDS.items() if kind in writable]
