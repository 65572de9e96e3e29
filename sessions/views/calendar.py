"""One's own calendar: the page that makes an address which it follows, and that address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from codev.addresses import reachable
from codev.pace import Paces
from groups.actors import SEATS, Actor, as_wanted, seats_of
from groups.commands import end_feed, make_feed
from groups.models import CalendarFeed, Group
from groups.models.links import hash_of
from groups.views.guards import View, account, ask_to_sign_in, calm

from ..calendar.events import feed, tag
from ..calendar.feeds import followed
from ..queries import chosen

A_MINUTE = 60  # how often one address may be asked for; programmes ask a few times a day
_paces = Paces()


@dataclass(frozen=True)
class Owner:
    """Whose calendar: an account's, of all that it facilitates, or a member's of one group; and the address it has."""

    actor: Actor
    feed: CalendarFeed | None = None
    url: str = ""

    @property
    def key(self) -> str:
        """What a form sends as `as`."""
        return str(self.actor.participant.pk) if self.actor.participant else ""

    @property
    def webcal(self) -> str:
        """The same address, by which a device opens its calendar at once."""
        return f"webcal{self.url[self.url.index(':') :]}" if self.url else ""


def for_owners(view: Callable[[HttpRequest, list[Owner]], HttpResponse]) -> View:
    """Pages for whoever may have a calendar: who facilitates a group, and who came by a personal link."""

    @calm
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        owners = _owners(request)
        if not owners and not (request.user.is_authenticated or request.session.get(SEATS)):
            return ask_to_sign_in(request)
        if not owners:
            raise Http404
        return view(request, owners)

    return answer


@require_safe
@for_owners
def page(request: HttpRequest, owners: list[Owner]) -> HttpResponse:
    return _page(request, owners)


@require_POST
@for_owners
def make(request: HttpRequest, owners: list[Owner]) -> HttpResponse:
    """Shows the address this once, and therefore redirects nowhere: nobody can read it again."""
    owner = _meant(request, owners)
    token = make_feed(by=owner.actor)
    made = Owner(owner.actor, url=reachable(request, reverse("sessions:feed", args=[token])))
    return _page(request, [made if one is owner else one for one in owners])


@require_POST
@for_owners
def end(request: HttpRequest, owners: list[Owner]) -> HttpResponse:
    end_feed(by=_meant(request, owners).actor)
    return redirect("sessions:calendar")


@require_safe
@cache_control(private=True, no_cache=True)
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar follows. It is opened by whoever has the address, without signing in, and writes nothing."""
    if _paces.exceeds(hash_of(token), A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    found = CalendarFeed.objects.live().with_token(token).select_related("participant", "user").first()
    if found is None:
        raise Http404
    language = found.participant.language if found.participant else ""
    with translation.override(language or translation.get_language()):
        text = feed(followed(found))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = tag(text)
    return get_conditional_response(request, etag=answer["ETag"], response=answer)  # type: ignore[return-value]


def _owners(request: HttpRequest) -> list[Owner]:
    """Whom this browser may make one for."""
    actors = [Actor(seat=one) for one in chosen(seats_of(request.session)) if one.is_member]
    user = account(request)
    if request.user.is_authenticated and Group.objects.driven_by(user).filter(is_rehearsal=False).exists():
        actors.insert(0, Actor(user=user))
    feeds = CalendarFeed.objects.live().filter(
        Q(participant__in=[one.participant for one in actors if one.participant])
        | Q(user__in=[one.user for one in actors if one.user])
    )
    by_owner = {one.user or one.participant: one for one in feeds.select_related("user", "participant")}
    return [Owner(one, by_owner.get(one.user or one.participant)) for one in actors]


def _meant(request: HttpRequest, owners: list[Owner]) -> Owner:
    """The one that `as` names; without it an account's, or the only member's."""
    wanted = as_wanted(request)
    meant = [one for one in owners if one.key == wanted] or ([] if wanted else owners)
    if not meant:
        raise Http404
    return meant[0]


def _page(request: HttpRequest, owners: list[Owner]) -> HttpResponse:
    return render(request, "sessions/calendar/calendar.html", {"owners": owners})
