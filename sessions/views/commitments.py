"""« Vos engagements »: what somebody took on, followed on a phone between sessions; and the ideas that were marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from codev.pace import Paces
from groups.actors import as_wanted, seat_meant, seats_of
from groups.errors import CodevError, Invalid, NotFound, Refused, Stale
from groups.models import Seat
from groups.views.devices import proving

from .. import commands, keepsakes
from ..following import own, served
from ..following.own import Holder
from ..forms.commitment import CommitmentForm
from ..live.labels import COMMITMENT_STATES, KINDS, MARKS
from ..models import Commitment, Contribution
from ..models.unsealed import unsealed
from .guards import known_required
from .mine import page_number
from .refusals import words

A_PAGE = 20
SAVES_A_MINUTE = 60
_paces = Paces()


@require_safe
@known_required
def commitments(request: HttpRequest) -> HttpResponse:
    """One's own, twenty a page, as far as this browser opens them; whoever has none, or shows none, reads the same."""
    return _page(request, _holder(request))


@require_POST
@known_required
def change_commitment(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """Keep what was typed; 422 with the error at its field, 409 where another device kept something else meanwhile."""
    holder = _holder(request)
    found = own.commitments_of(holder).filter(pk=commitment_id).first()
    if found is None:
        raise Http404
    form = CommitmentForm(request.POST, of=found, has_word=holder.opens_word(found))
    status = _keep(holder, found, form)
    if status == 302:
        return redirect(f"{_address(holder.seat)}&saved={found.pk}#{found.pk}")
    return _page(request, holder, form, status)


def _keep(holder: Holder, found: Commitment, form: CommitmentForm) -> int:
    """The status of the answer; what is wrong stands at the form's fields."""
    if not form.is_valid():
        return 422
    due = form.cleaned_data.get("due") if "due" in form.fields else found.due_on
    change = commands.Change(form.chosen, due, form.cleaned_data.get("word"))
    try:
        if _paces.exceeds((found.pk, holder.seat.pk), SAVES_A_MINUTE):
            raise Refused("too_many_commands")
        commands.change_commitment(holder=holder, id=found.pk, change=change, version=form.cleaned_data["version"])
    except NotFound:
        raise Http404 from None
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, words(fault.code))
        return 422
    except Stale:
        return 409
    except CodevError as refusal:
        form.add_error(None, words(refusal.code))
        return refusal.status
    return 302


@require_POST
@known_required
def tell_author(request: HttpRequest) -> HttpResponse:
    """« Le dire à son auteur », or not: `idea`, `tell` (yes or no); `keepsake`, of the session that showed it."""
    held = seats_of(request.session)
    holder = _holder(request)
    try:
        idea = UUID(request.POST.get("idea", ""))
        back = UUID(one) if (one := request.POST.get("keepsake", "")) else None
        commands.tell_author(holder=holder, held=held, idea=idea, is_wanted=request.POST.get("tell") == "yes")
    except (ValueError, NotFound):
        raise Http404 from None
    except Refused as refusal:
        return _page(request, holder, status=refusal.status, refusal=str(words(refusal.code)))
    address = _address(holder.seat)
    if back:
        address = f"{reverse('sessions:keepsake', args=[back])}?as={holder.seat.participant_id}"
    return redirect(f"{address}#{idea}")


def _holder(request: HttpRequest) -> Holder:
    """Raises Http404 for a browser without a seat of the participant that is wanted."""
    held = seats_of(request.session)
    seat = seat_meant(held, as_wanted(request))
    if seat is None:
        raise Http404
    return Holder.of(seat, held)


def _address(seat: Seat) -> str:
    return f"{reverse('sessions:commitments')}?as={seat.participant_id}"


def _page(
    request: HttpRequest,
    holder: Holder,
    form: CommitmentForm | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    seat, held = holder.seat, seats_of(request.session)
    number = page_number(request.GET.get("page", ""))
    start = (number - 1) * A_PAGE
    rows = list(own.commitments_of(holder)[start : start + A_PAGE + 1])
    if form and form.kept not in rows[:A_PAGE]:
        rows = [form.kept, *rows]
    ideas = _ideas(holder, held, start) if number == 1 or rows else []
    context = {
        "address": _address(seat),
        "commitments": [_shown(holder, one, form, status) for one in rows[:A_PAGE]],
        "ideas": ideas[:A_PAGE],
        "saved": request.GET.get("saved", ""),
        "refusal": refusal,
        "page": number,
        "has_older": max(len(rows), len(ideas)) > A_PAGE,
        **proving(seat, _address(seat)),
    }
    return render(request, "sessions/following/commitments.html", context, status=status)


def _shown(holder: Holder, one: Commitment, sent: CommitmentForm | None, status: int) -> dict[str, Any]:
    """One commitment with its form: as it was sent, where it was not kept."""
    is_sent = sent is not None and sent.kept.pk == one.pk
    if sent and is_sent:
        one = own.commitments_of(holder).get(pk=one.pk)  # as it is by now
    text, opens_word = unsealed(one), holder.opens_word(one)
    form = CommitmentForm(initial=_values(one), of=one, has_word=opens_word)
    if sent and is_sent:
        form = _once_more(sent, one, opens_word) if status == 409 else sent
    return {
        "id": one.pk,
        "session": one.session,
        "text": text,
        "due_on": one.due_on,
        "state": COMMITMENT_STATES[one.state],
        "kind": one.state,
        "word": unsealed(one, "word") if opens_word else "",
        "form": None if text is None else form,
        "is_sent": is_sent,
        "is_changed": is_sent and status == 409 and not form.errors,
    }


def _values(one: Commitment) -> dict[str, Any]:
    return {"version": one.version, "state": one.state, "due": one.due_on, "word": unsealed(one, "word") or ""}


def _once_more(sent: CommitmentForm, one: Commitment, opens_word: bool) -> CommitmentForm:
    """What was typed, to be kept in place of what stands by now, at another press."""
    typed = {**{name: sent.data.get(name) for name in sent.fields}, "version": one.version}
    form = CommitmentForm(typed, of=one, has_word=opens_word)
    for fault in sent.non_field_errors():
        form.add_error(None, fault)
    return form


def _ideas(holder: Holder, held: list[Seat], start: int) -> list[dict[str, Any]]:
    opened = keepsakes.opened_by(held, holder.seat.participant)
    return ideas_of(served.marked_by(holder.seat.participant, opened)[start : start + A_PAGE + 1])


def ideas_of(marked: Iterable[Contribution]) -> list[dict[str, Any]]:
    """Marked ideas as pages show them, each with how it stands with its author."""
    rows = list(marked)
    told = served.tellings(rows)
    return [
        {
            "id": one.pk,
            "session": one.session,
            "text": unsealed(one),
            "kind": KINDS[one.kind],
            "author": one.author.name if one.author else "",
            "mark": MARKS[one.mark],
            "telling": told[one.pk],
        }
        for one in rows
    ]
