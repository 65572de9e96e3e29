"""What stands before every page: who may come, how refusals are answered, and that nothing is kept by caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from ..errors import CodevError
from ..factors import SecondStepMissing, lead_to
from ..models import User
from ..sentences import sentence

View = Callable[..., HttpResponseBase]


def calm(view: View) -> View:
    """Answer refusals with a sentence and their status; keep the page out of caches.

    On a shared device the next person could otherwise go back to it, signed out or not.
    """

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except CodevError as refusal:
            if isinstance(refusal, SecondStepMissing) and request.method in ("GET", "HEAD"):
                return lead_to(request, request.get_full_path())
            return render(request, "groups/refused.html", {"words": sentence(refusal.code)}, status=refusal.status)

    return answer


def account_required(view: View) -> View:
    """For accounts alone: reading leads to sign-in, writing is refused (from sign-in one comes back by a GET)."""

    @calm
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else ask_to_sign_in(request)

    return answer


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not there is something behind the address."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def account(request: HttpRequest) -> User:
    """Who is signed in, where a guard has made sure that somebody is."""
    return cast(User, request.user)


def next_page(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the request asks to go on to (`next`), if that is on this site.

    A link could otherwise lead from our own sign-in to somebody else's copy of it.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise
