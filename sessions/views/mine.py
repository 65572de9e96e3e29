"""« Mes séances »: what one took part in and what comes, each with what may be read or done of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from groups.actors import as_wanted, seats_of
from groups.models import Seat
from groups.views.guards import View, ask_to_sign_in, calm

from .. import access
from ..mine import listing
from ..mine.people import Person, named, people_of


def for_a_person(held: Callable[[SessionBase], list[Seat]] = seats_of) -> Callable[[View], View]:
    """For a browser that holds a seat: `person` is whom `?as=` names, else the only one whom it knows; where it knows
    several one chooses first. 404 for another, and where there is none.
    """

    def for_that_one(view: View) -> View:
        @calm
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> Any:
            if not access.is_known(request.user, request.session):
                return ask_to_sign_in(request)
            people, wanted = people_of(held(request.session)), as_wanted(request)
            person = named(people, wanted) if wanted else people[0] if len(people) == 1 else None
            if person is None and (wanted or not people):
                raise Http404
            if person is None:
                return render(request, "sessions/mine/choose.html", {"people": people})
            return view(request, *args, person=person, is_shared=len(people) > 1, **kwargs)

        return answer

    return for_that_one


@require_safe
@for_a_person()
def mine(request: HttpRequest, person: Person, *, is_shared: bool) -> HttpResponse:
    """All the sessions of one person, over all groups: the next ones on top, then those behind, twenty a page."""
    page = page_number(request.GET.get("page", ""))
    coming, has_more = listing.coming(person) if page == 1 else ([], False)
    context = {
        "person": person,
        "is_shared": is_shared,
        "coming": coming,
        "has_more": has_more,
        "behind": listing.behind(person, page),
        "page": page,
        "address": f"{reverse('sessions:mine')}?as={person.seat.participant_id}",
    }
    return render(request, "sessions/mine/mine.html", context)


@require_safe
@calm
def past(request: HttpRequest) -> HttpResponse:
    """Where past sessions were listed before: it leads to where they are."""
    asked = request.GET.urlencode()
    return redirect(f"{reverse('sessions:mine')}?{asked}" if asked else "sessions:mine")


def page_number(text: str) -> int:
    """The page that an address says; the first for anything else."""
    # Of more digits no list is so long, and the database knows no such number.
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1
