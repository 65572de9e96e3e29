"""PDF files about attendance, for whoever may read them; who that is, each page says by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import pgettext

from codev import pdf
from groups.commands import check_issuer

from ..history import figures, training
from ..history.actions import Action, Realised, realised
from ..history.lengths import in_words
from ..history.printed import blocks
from ..history.shapes import CycleFigures


def figures_of_cycle(group: UUID, number: int) -> tuple[Action, CycleFigures]:
    """Raises Http404 where there is no such cycle."""
    if (action := training.action(group, number)) is None:
        raise Http404
    return action, figures.of_the_cycle(group, number)


def certified(action: Action, cycle: CycleFigures, person: UUID) -> Realised:
    """What somebody's certificate says.

    Raises Http404 for who was in none of the cycle's sessions, and Refused where nobody is named who issues it.
    """
    if (found := realised(cycle, person)) is None:
        raise Http404
    check_issuer(action.issuer.name)
    return found


def certificate(action: Action, of: Realised) -> HttpResponse:
    """It names the person in its text alone."""
    context = {"action": action, "realised": of, "hours": in_words(of.minutes), "today": timezone.localdate()}
    return answer("pdf/certificate.html", context, pgettext("name of a file", "certificate-of-completion"))


def hours(action: Action, cycle: CycleFigures) -> HttpResponse:
    """A cycle at a glance: half-days and hours, nobody's coming and going. Raises Http404 where nobody came yet."""
    if not cycle.register.lines:
        raise Http404
    return answer("pdf/sheet.html", {"action": action, **glance(cycle)}, sheet_named(f"cycle-{cycle.number}"))


def sheet_named(about: str) -> str:
    """The name of a sheet's file: that of a cycle or of a day, nobody's."""
    return pgettext("name of a file", "attendance-sheet") + f"-{about}"


def glance(cycle: CycleFigures) -> dict[str, Any]:
    """What the sheet shows of a whole cycle."""
    register = cycle.register
    return {"blocks": blocks(register), "is_estimated": any(one.is_estimated for one in register.columns)}


def answer(template: str, context: Mapping[str, Any], name: str) -> HttpResponse:
    """A PDF file; raises as `pdf.made` does."""
    return pdf.answer(template, context, f"{name}.pdf")
