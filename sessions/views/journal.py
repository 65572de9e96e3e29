"""The own journal: all its pages, those that hold some words, and one that is written after a session.

For its author alone, on devices that open it (decision 061), also of a group that one left, of which nothing is written
any more. What is looked for is posted: an address ends in logs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.actors import as_wanted, ever_held, seat_meant, seats_of
from groups.models import Participant, Seat
from groups.views.devices import proving

from .. import access, commands, keepsakes
from ..forms.reflection import ClientReflectionForm, ReflectionForm, SearchForm
from ..mine import journal as pages
from ..mine.journal import Entry, Journal
from ..mine.people import Person
from ..mine.search import Part, Query
from ..models import Reflection, Session
from ..models.sheets import Sheet, Words
from .guards import known_required
from .mine import for_a_person, page_number
from .sheets import Desk, serve


class PageForm(forms.Form):
    """Which page of a journal is meant."""

    id = forms.UUIDField()


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_person(ever_held)
def journal(request: HttpRequest, person: Person, *, is_shared: bool) -> HttpResponse:
    """All pages, the newest session first, twenty or, to be printed, all; of posted words, those that hold them."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"person": person, "is_shared": is_shared, "form": form, "address": _address(person)}
    if form.is_bound and form.is_valid():
        query, page = form.cleaned_data["q"], form.cleaned_data["page"] or 1
        return _journal(request, pages.search(person, query, page), context, page, query)
    page, is_whole = page_number(request.GET.get("page", "")), "all" in request.GET
    found = pages.read(person, 1, size=pages.MOST) if is_whole else pages.read(person, page)
    context |= {"is_whole": is_whole, "unwritten": pages.unwritten(person)}
    return _journal(request, found, context, page, status=422 if form.errors else 200)


def _journal(
    request: HttpRequest,
    found: Journal,
    context: dict[str, Any],
    page: int,
    query: Query | None = None,
    status: int = 200,
) -> HttpResponse:
    context |= {
        "journal": found,
        "entries": [_shown(one, query or Query(())) for one in found.entries],
        "query": query,
        "page": page,
        "has_older": page * pages.A_PAGE < found.total and not context.get("is_whole"),
        "most": pages.MOST,
    }
    return render(request, "sessions/journal/journal.html", context, status=status)


def _shown(entry: Entry, query: Query) -> dict[str, Any]:
    form = ClientReflectionForm if entry.was_client else ReflectionForm
    lines = [{"label": one["label"], "marked": _marked(query.parts(one["text"]))} for one in form.lines(entry.words)]
    is_open = entry.seat.is_live and entry.row.session.status == Session.Status.CLOSED
    return {"entry": entry, "lines": lines, "is_open": is_open}


def _marked(parts: Iterable[Part]) -> SafeString:
    """What was looked for as `<mark>`, all else as text."""
    shown = (format_html("<mark>{}</mark>", one.text) if one.is_hit else one.text for one in parts)
    return format_html_join("", "{}", ((one,) for one in shown))


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_person(ever_held)
def erase(request: HttpRequest, person: Person, *, is_shared: bool) -> HttpResponse:
    """Asks whether this page (`id`) is to go for good; posted, it goes. Twice does nothing more."""
    form = PageForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise Http404
    if request.method == "POST":
        commands.erase_reflection(id=form.cleaned_data["id"], seats=person.own)
        messages.info(request, _("This page of your journal is erased."))
        return redirect(_address(person))
    row = Reflection.objects.opened_by(person.own).filter(pk=form.cleaned_data["id"])
    entry = row.select_related("session__cycle__group").defer("session__state").first()
    if entry is None:
        raise Http404
    lines = [{"label": one["label"], "text": one["text"]} for one in ReflectionForm.lines(entry.words)]
    context = {"person": person, "row": entry, "lines": lines, "address": _address(person)}
    return render(request, "sessions/journal/erase.html", context)


def _address(person: Person) -> str:
    return f"{reverse('sessions:journal')}?as={person.seat.participant_id}"


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def reflection(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The page of one session, which is kept as it is typed. 404 for who did not take part, and before it is over."""
    return serve(request, _desk(request, *_took_part(request, session_id)))


@require_POST
@known_required
def take_over(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Bring the page here that another device of the person wrote."""
    session, seat = _took_part(request, session_id)
    commands.take_over_reflection(session=session, seat=seat)
    return redirect(_page_of(session, seat))


def _took_part(request: HttpRequest, session_id: UUID) -> tuple[Session, Seat]:
    """Raises Http404 for whoever did not take part in this session, and while it is not over."""
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    participant: Participant | None = visit.actor.participant if visit else None
    if visit is None or participant is None or visit.session.status != Session.Status.CLOSED:
        raise Http404
    seat = seat_meant(seats_of(request.session), str(participant.pk))
    if seat is None or not seat.is_admitted or not seat.is_for(session_id):
        raise Http404
    if not participant.attendances.filter(session=session_id).exists():
        raise Http404
    return visit.session, seat


def _desk(request: HttpRequest, session: Session, seat: Seat) -> Desk:
    address = _page_of(session, seat)
    past = keepsakes.of(session, seat, seats_of(request.session))
    form = ClientReflectionForm if past and past.was_client else ReflectionForm

    def find() -> Reflection | None:
        return Reflection.objects.on(seat, session)

    def keep(words: Words, version: int) -> Sheet | None:
        return commands.keep_reflection(session=session, seat=seat, words=words, version=version)

    def page(context: dict[str, Any], status: int) -> HttpResponse:
        sheet = context["sheet"]
        other = Reflection.objects.elsewhere(seat, session)
        context |= {
            "session": session,
            **proving(seat, address),
            "is_erased": past is not None and past.is_erased,
            "elsewhere": form.lines(other.words) if other else None,
            "may_take": other is not None and (sheet is None or sheet.is_blank),
        }
        return render(request, "sessions/journal/reflection.html", context, status=status)

    return Desk(form, address, (session.pk, seat.pk), find, keep, page)


def _page_of(session: Session, seat: Seat) -> str:
    return f"{reverse('sessions:reflection', args=[session.pk])}?as={seat.participant_id}"
