"""An account's own page, and the page that asks for the second step."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import factors
from .guards import account, account_required, next_page


@require_safe
@account_required
def account_page(request: HttpRequest) -> HttpResponse:
    """How one signs in, where one is signed in, and what is kept of one."""
    return render(request, "groups/account/account.html", {"has_factor": factors.has_factor(account(request))})


@require_safe
@account_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Why a second step is asked here, and how it is set up; whoever has one is asked for it."""
    wanted = next_page(request)
    if factors.is_done(request.session, account(request)):
        return redirect(wanted)
    if factors.has_factor(account(request)):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
    request.session[factors.WANTED] = wanted
    return render(request, "groups/account/second_step.html")


@require_safe
@account_required
def second_step_done(request: HttpRequest) -> HttpResponse:
    """On to what somebody wanted who had to set up a second step first."""
    return redirect(request.session.pop(factors.WANTED, None) or "groups:account")
