"""What training organisations need, written down: who issues, how attendance counts, what a cycle is as an action."""

from __future__ import annotations

import unicodedata

from django.db import transaction

from ..access import may_administer, may_manage_group
from ..errors import Invalid, NotAllowed, Refused
from ..models import Cycle, Organisation, User
from .names import kept_line, kept_lines

TITLE_MAX, ADDRESS_MAX, OBJECTIVES_MAX = 120, 300, 1500
NUMBER_LENGTH = 11  # of a declaration number, in figures
BETWEEN = frozenset(" .-\u00a0\u202f\u2009/")  # what people type between them


@transaction.atomic
def write_training(
    *,
    organisation: Organisation,
    training_name: str,
    training_number: str,
    training_address: str,
    signing_days: int,
    counts_breaks: bool,
    attendance_years: int,
    by: User,
) -> None:
    """Say who issues certificates ("" for nobody yet), and how attendance is signed, counted and kept.

    Sessions count anew at once, those of the past too. Raises NotAllowed, and Invalid for what cannot be.
    """
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    kept = {
        "training_name": kept_line(training_name, "training_name", TITLE_MAX),
        "training_number": _kept_number(training_number),
        "training_address": kept_lines(training_address, "training_address", ADDRESS_MAX),
        "signing_days": signing_days,
        "counts_breaks": counts_breaks,
        "attendance_years": attendance_years,
    }
    Organisation.objects.filter(pk=organisation.pk).update(**kept)


@transaction.atomic
def describe_cycle(*, cycle: Cycle, title: str, nature: str, objectives: str, by: User) -> None:
    """Say what a cycle is as an action of training: for those who pay for it. Raises NotAllowed and Invalid."""
    if not may_manage_group(by, cycle.group):
        raise NotAllowed("not_a_facilitator")
    kept = {"title": kept_line(title, "title", TITLE_MAX), "nature": nature}
    kept["objectives"] = kept_lines(objectives, "objectives", OBJECTIVES_MAX)
    Cycle.objects.filter(pk=cycle.pk).update(**kept)


def check_issuer(name: str) -> None:
    """Raises Refused where nobody is named who issues certificates."""
    if not name:
        raise Refused("training_name_missing")


def _kept_number(number: str) -> str:
    """A declaration number as it is printed, « 11 75 12345 67 », however it was typed; "" for none."""
    figures = "".join(one for one in unicodedata.normalize("NFKC", number) if one not in BETWEEN and not one.isspace())
    if not figures:
        return ""
    if len(figures) != NUMBER_LENGTH or not (figures.isascii() and figures.isdigit()):
        raise Invalid("training_number_unreadable", "training_number")
    return f"{figures[:2]} {figures[2:4]} {figures[4:9]} {figures[9:]}"
