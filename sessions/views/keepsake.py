"""What somebody keeps of a session: a client the own rounds; everybody what one wrote, and what others learned."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from codev import pdf
from groups.actors import as_wanted, seat_meant, seats_of
from groups.models import Participant, Seat
from groups.views.devices import proving

from .. import access, company, keepsakes, my_data, queries
from ..access import Visit
from ..following import served
from ..keepsakes import Opened
from ..live.labels import COMMITMENT_STATES, KINDS, KINDS_TOGETHER, MARKS, subject_of
from ..models import Attendance, ContentKey, Contribution, Round, Session
from ..models.unsealed import unsealed
from ..my_data import Values
from ..rulebook.state.state import State
from ..traces import Traces, traces
from .files import filename
from .guards import Elsewhere, known_required


@require_safe
@known_required
def keepsake(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The rounds in which this very person was client, on a device that is proven.

    On another that was there, those in which it wrote, as it saw them. 404 for anybody else, facilitators too; 403 for
    an unknown guest, and on a device on which nothing of the session opens, whether or not that person was client.
    """
    return _page(request, _kept_rounds(request, session_id))


@require_safe
@known_required
def keepsake_pdf(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The same as a file, by the same rules; 410, and the page that says so, once nobody can read it any more."""
    context = _kept_rounds(request, session_id)
    if context["is_erased"]:
        return _page(request, context, 410)
    return pdf.answer("pdf/keepsake.html", context, filename(context["session"]))


def _page(request: HttpRequest, context: Values, status: int = 200) -> HttpResponse:
    _say_who_knows(context)
    address = reverse("sessions:keepsake_pdf", args=[context["session"].pk])
    file = "" if context["is_erased"] else f"{address}?as={context['participant'].pk}"
    context |= {"makes_files": pdf.is_possible(), "file": file}
    return render(request, "sessions/keepsake/keepsake.html", context, status=status)


def _kept_rounds(request: HttpRequest, session_id: UUID) -> Values:
    visit, participant = _participant(request, session_id)
    # By a room code one takes any name: whoever was not let in is told nothing of who was client.
    if not visit.is_admitted:
        raise Elsewhere(_seat(request, visit))
    what = keepsakes.opened(visit.session, participant, seats_of(request.session))
    # Nor is a device on which nothing opens, as of whoever has a link that was meant for another.
    if not what.is_anything:
        raise Elsewhere(_seat(request, visit))
    rounds = queries.rounds_kept(visit.session, participant)
    if not rounds:
        raise Http404
    seen = None if what.is_whole else traces(visit.session, what.seats)
    shown = [one for one in rounds if seen is None or one.number in seen.rounds]
    if not shown:
        raise Elsewhere(_seat(request, visit))
    head = {**_head(request, visit, what), "participant": participant}
    if head["is_erased"]:
        return head
    state, there = visit.session.load(), company.by_round(visit.session)
    kept = [{**_kept(one, state, seen), "others": _others(participant, there[one.number])} for one in shown]
    return {**head, "rounds": kept}


def _say_who_knows(context: Values) -> None:
    """Beside each idea that was marked, how it stands with its author: on the page, where all of the session opens."""
    session = context["session"]
    if context.get("is_partial") or session.status != Session.Status.CLOSED:
        return
    told = served.tellings(served.marked_by(context["participant"], [session.pk]))
    for round_ in context.get("rounds", ()):
        for kind in round_["kinds"]:
            for note in kind["notes"]:
                note["telling"] = told.get(note["id"], "")


def _others(client: Participant, there: Iterable[Participant]) -> list[str]:
    return [one.name for one in there if one.pk != client.pk]


@require_safe
@known_required
def written(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What this person wrote in a closed session, and the learnings shared while that one was there.

    On a device that is not proven, what was written on it and shared while it was there. 404 for who did not take part;
    403 on a device of that person that was not there.
    """
    visit, participant = _participant(request, session_id)
    attended = Attendance.objects.filter(session=visit.session, participant=participant).first()
    if attended is None or visit.session.status != Session.Status.CLOSED:
        raise Http404
    what = keepsakes.opened(visit.session, participant, seats_of(request.session))
    if not what.is_anything:
        raise Elsewhere(_seat(request, visit))
    context = {
        **_head(request, visit, what),
        "participant_id": visit.participant_id,
        "written": _noted(keepsakes.written_by(visit.session, participant, what)),
        "learnings": _noted(keepsakes.learnings(visit.session, attended, what)),
    }
    return render(request, "sessions/keepsake/written.html", context)


def _participant(request: HttpRequest, session_id: UUID) -> tuple[Visit, Participant]:
    """Raises Http404 for who is no participant of that session's group."""
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    participant = visit.actor.participant if visit else None
    if visit is None or participant is None:
        raise Http404
    return visit, participant


def _seat(request: HttpRequest, visit: Visit) -> Seat:
    # There is one: by it this participant was found.
    return cast(Seat, seat_meant(seats_of(request.session), str(visit.participant_id)))


def _head(request: HttpRequest, visit: Visit, what: Opened) -> dict[str, Any]:
    session = visit.session
    head = {
        "session": session,
        "guides": company.guides(session),
        "is_erased": ContentKey.objects.is_gone(session.pk),
        "participant_id": visit.participant_id,
    }
    if what.is_whole:
        return head
    return {**head, "is_partial": True, **proving(_seat(request, visit), request.get_full_path())}


def _noted(contributions: Iterable[Contribution]) -> list[dict[str, Any]]:
    return [
        {
            "text": unsealed(one),
            "kind": KINDS[one.kind],
            "author": one.author.name if one.author else "",
            "about": subject_of(one.round.client.name) if one.round else "",
            "is_kept": one.kept_at is not None,
            "is_hidden": one.hidden_at is not None,
            "is_learning": one.kind == "learning" and not (one.kept_at or one.hidden_at),
            "choice": {"id": one.pk, "session_id": one.session_id, "memory": one.memory},
        }
        for one in contributions
    ]


def _kept(round_: Round, state: State, seen: Traces | None) -> Values:
    """`seen`: what the devices did that read it, where they are not proven: what nobody else saw is theirs alone."""
    kept = my_data.kept_of(round_, state, seen.marks if seen else None)
    *earlier, newest = kept["contracts"] or [None]
    actions = [{**one, "state": COMMITMENT_STATES[one["state"]]} for one in kept["actions"]]
    if seen:
        # What became of them is told later, and not before everybody.
        actions = [{**one, "state": ""} for one in actions]
        if round_.number not in seen.syntheses:
            kept["synthesis"] = ""
    return {**kept, "newest": newest, "earlier": earlier[::-1], "actions": actions, "kinds": _by_kind(kept["notes"])}


def _by_kind(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In words: kinds and marks as people read them."""
    order = list(KINDS)
    ordered = sorted(notes, key=lambda one: order.index(one["kind"]))
    return [
        {"label": KINDS_TOGETHER[kind], "notes": [{**one, "mark": MARKS.get(one["mark"], "")} for one in some]}
        for kind, some in groupby(ordered, key=lambda one: one["kind"])
    ]
