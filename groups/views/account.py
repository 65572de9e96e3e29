"""An account's own page, and the page that asks for the second step."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from codev.browsers import hashed

from .. import commands, factors
from ..accounts import only_here
from ..commands.sign_ins import note_sign_in
from ..models import Group
from ..queries import sign_ins_of
from .guards import account, account_required, next_page


@require_safe
@account_required
def account_page(request: HttpRequest) -> HttpResponse:
    """How one signs in, where one is signed in, and what is kept of one."""
    user = account(request)
    facilitates = Group.objects.driven_by(user).filter(is_rehearsal=False).exists()
    context = {"has_factor": factors.has_factor(user), "facilitates": facilitates}
    return render(request, "groups/account/account.html", context)


@require_safe
@account_required
def sign_ins(request: HttpRequest) -> HttpResponse:
    """The browsers that this account is signed in in, by what they call themselves, and since when."""
    here = hashed(request.session.session_key or "")
    known = sign_ins_of(account(request))
    # A browser that signed in before there was a list.
    if not any(one.browser == here for one in known):
        note_sign_in(request, account(request))
        known = sign_ins_of(account(request))
    return render(request, "groups/account/devices.html", {"devices": known, "here": here})


@require_POST
@account_required
def end_one(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    commands.end_sign_in(user=account(request), sign_in_id=sign_in_id)
    return redirect("groups:sign_ins")


@require_POST
@account_required
def end_others(request: HttpRequest) -> HttpResponse:
    only_here(request, account(request))
    return redirect("groups:sign_ins")


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
