"""The debrief sheet of whoever facilitated: each account has its own, which nobody else reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from codev import pdf
from groups.models import Group
from groups.views.guards import account, account_required

from .. import commands
from ..forms.debrief import DebriefForm
from ..models import ContentKey, Debrief, Session
from ..models.sheets import Words
from .files import filename
from .sheets import Desk, serve


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def debrief(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """To write on, kept as it is typed. 404 for who does not facilitate, and until the session is over."""
    return serve(request, _desk(request, _mine(request, session_id)))


@require_safe
@account_required
def debrief_pdf(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The same as a file; 410, and the page that says so, once nobody can read it any more."""
    session = _mine(request, session_id)
    sheet = Debrief.objects.by(account(request)).filter(session=session).first()
    words = sheet.words if sheet else DebriefForm.SHEET.blank()
    if words is None or ContentKey.objects.is_gone(session.pk):
        return _page(request, session, {"is_readable": False}, 410)
    context = {"session": session, "by": account(request).name, "lines": DebriefForm.lines(words)}
    return pdf.answer("pdf/debrief.html", context, filename(session))


def _mine(request: HttpRequest, session_id: UUID) -> Session:
    """A session that is over, of a group that the account facilitates; for anybody else there is none."""
    over = Session.objects.select_related("cycle__group").filter(status=Session.Status.CLOSED)
    mine = Group.objects.driven_by(account(request)).filter(is_rehearsal=False)
    return get_object_or_404(over, pk=session_id, cycle__group__in=mine)


def _desk(request: HttpRequest, session: Session) -> Desk:
    user = account(request)

    def find() -> Debrief | None:
        return Debrief.objects.by(user).filter(session=session).first()

    def keep(words: Words, version: int) -> Debrief | None:
        return commands.keep_debrief(session=session, user=user, words=words, version=version)

    def page(context: dict[str, Any], status: int) -> HttpResponse:
        context["is_readable"] &= not ContentKey.objects.is_gone(session.pk)
        return _page(request, session, context, status)

    return Desk(DebriefForm, reverse("sessions:debrief", args=[session.pk]), (session.pk, user.pk), find, keep, page)


def _page(request: HttpRequest, session: Session, context: dict[str, Any], status: int) -> HttpResponse:
    context |= {"session": session, "makes_files": pdf.is_possible()}
    return render(request, "sessions/debrief/debrief.html", context, status=status)
