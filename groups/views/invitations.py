"""Who was invited and who has come; everybody at one press, or on paper; who was removed, and may come back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codev import qr
from codev.marked import isolated

from .. import commands
from ..errors import Invalid
from ..forms import CardsForm
from ..invited import gone, invited
from ..models import Group
from ..queries import declined
from ..sentences import sentence
from ..writers import page_address
from .guards import account, account_required
from .members import my_group


@require_safe
@account_required
def invitations_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    return _page(request, my_group(request, group_id))


@require_POST
@account_required
def send(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """To everybody who has an address and has not come."""
    group = my_group(request, group_id)
    sent = commands.invite_all(group=group, by=account(request))
    if sent.now:
        words = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", sent.now)
        messages.success(request, words % {"count": sent.now})
    if sent.lately:
        messages.info(request, _lately(sent.lately))
    if not (sent.now or sent.lately):
        messages.info(request, _("Nobody is left to be invited by mail."))
    return redirect("groups:invitations", group.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def cards(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Asks for whom, then shows cards to be printed, this once: no redirect, whose page could not show the links."""
    group = my_group(request, group_id)
    people = list(invited(group, group.charter))
    chosen = [str(one.pk) for one in people if not one.has_come] or [str(one.pk) for one in people]
    form = CardsForm(request.POST or None, people=people, initial={"key": uuid4(), "people": chosen})
    if not form.is_valid():
        context = {"group": group, "form": form}
        return render(request, "groups/invitations/choose.html", context, status=422 if form.errors else 200)
    made = commands.make_cards(group=group, by=account(request), **form.cleaned_data)
    urls = [(one, page_address("groups:join", token)) for one, token in made]
    shown = [(one, url, qr.drawing(url)) for one, url in urls]
    return render(request, "groups/invitations/cards.html", {"group": group, "cards": shown})


@require_POST
@account_required
def return_member(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    group = my_group(request, group_id)
    person = get_object_or_404(group.participants.or_gone(), pk=participant_id)
    try:
        commands.bring_back(participant=person, by=account(request))
    except Invalid as refusal:
        return _page(request, group, refused=person, words=sentence(refusal.code, person.name))
    messages.success(request, _("%(name)s is in the group again.") % {"name": isolated(person.name)})
    return redirect("groups:invitations", group.pk)


def _lately(count: int) -> str:
    return ngettext(
        "%(count)s person was sent an invitation within the hour: nothing is sent twice.",
        "%(count)s people were sent an invitation within the hour: nothing is sent twice.",
        count,
    ) % {"count": count}


def _page(request: HttpRequest, group: Group, **refusal: Any) -> HttpResponse:
    """The page; where `refused` cannot come back, `words` say why."""
    people = list(invited(group, group.charter))
    waited_for = [one for one in people if not one.has_come]
    context = {
        "group": group,
        "people": people,
        "come": len(people) - len(waited_for),
        "to_invite": sum(bool(one.email) for one in waited_for),
        "gone": gone(group),
        "declined": declined(group.charter, account(request)),
    }
    return render(request, "groups/invitations/page.html", context | refusal, status=422 if refusal else 200)
