"""What is sent about attendance: half-days, whose they are, and from when to when somebody was there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.clocks import day_and_hour
from groups.letters import without_breaks

from ..history.half_days import HalfDay
from ..history.shapes import Between
from ..models.evidence import REASON_MAX
from .when import WhenField, told_by

MINUTE = timedelta(minutes=1)
HALF = re.compile(r"(\d{4}-\d{2}-\d{2})-([ap])m", re.ASCII)


def half_key(half: HalfDay) -> str:
    """A half-day as forms carry it: « 2026-01-12-am »."""
    return f"{half.day:%Y-%m-%d}-{'pm' if half.is_afternoon else 'am'}"


def half_of(text: str) -> HalfDay | None:
    """The half-day that such a text says; None for any other text."""
    found = HALF.fullmatch(text)
    try:
        return HalfDay(date.fromisoformat(found[1]), found[2] == "p") if found else None
    except ValueError:
        return None


def cell_of(text: str) -> tuple[UUID, HalfDay] | None:
    """Whose half-day a text says, « <id>:2026-01-12-am »; None for any other text."""
    person, _colon, rest = text.partition(":")
    half = half_of(rest)
    try:
        return (UUID(person), half) if half else None
    except ValueError:
        return None


class CorrectionForm(forms.Form):
    """From when to when somebody was there, or not at all, and why that is put right.

    `began` and `ended` are the session's own; `old` how it stands. Hours are typed to the minute: one that is left as
    it was shown stays the very instant that it stands for.
    """

    there = forms.ChoiceField(
        label=_("Was this person there?"),
        choices=[("yes", _("Yes")), ("no", _("No, not at all"))],
        widget=forms.RadioSelect,
    )
    arrived_at = WhenField(label=_("Arrived"), required=False)
    left_at = WhenField(label=_("Left"), required=False)
    keeps = forms.BooleanField(label=_("In between, this person had gone and come back, as noted"), required=False)
    reason = forms.CharField(
        label=_("Why it is put right"),
        max_length=REASON_MAX,
        help_text=_("Kept with the attendance, and read by this person. Nothing about health."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        old: Sequence[Between],
        began: datetime,
        ended: datetime,
        zone: ZoneInfo,
    ) -> None:
        self.old, self.began, self.ended, self.zone = old, began, ended, zone
        self.shown = {"arrived_at": old[0][0] if old else began, "left_at": old[-1][1] if old else ended}
        super().__init__(data, initial={**self.shown, "there": "yes", "keeps": True})
        told_by(self, zone)
        if len(old) < 2:
            del self.fields["keeps"]

    def clean_reason(self) -> str:
        return _in_one_line(self, "reason")

    def clean(self) -> None:
        if self.errors or self.cleaned_data["there"] == "no":
            # What stands in the fields of hours does not count then, faults included.
            if self.cleaned_data.get("there") == "no":
                for name in ("arrived_at", "left_at"):
                    self.errors.pop(name, None)
            return
        for name in ("arrived_at", "left_at"):
            self._check(name)
        if not self.errors and self._exact("left_at") <= self._exact("arrived_at"):
            self.add_error("left_at", forms.ValidationError(_("The person left after having arrived."), code="order"))

    def _check(self, name: str) -> None:
        at: datetime | None = self.cleaned_data[name]
        if at is None:
            self.add_error(name, forms.ValidationError(self.fields[name].error_messages["required"], code="required"))
        elif not _minute(self.began) <= at <= self.ended + MINUTE:
            said = _("The session lasted from %(start)s to %(end)s.")
            hours = {"start": self._when(self.began), "end": self._when(self.ended)}
            self.add_error(name, forms.ValidationError(said, code="outside", params=hours))

    def _when(self, instant: datetime) -> str:
        return day_and_hour(instant.astimezone(self.zone))

    def _exact(self, name: str) -> datetime:
        at: datetime = self.cleaned_data[name]
        exact = self.shown[name] if _minute(self.shown[name]) == _minute(at) else at
        return min(max(exact, self.began), self.ended)

    @property
    def stays(self) -> list[Between]:
        """Once valid: from when to when the person was there."""
        if self.cleaned_data["there"] == "no":
            return []
        start, end = self._exact("arrived_at"), self._exact("left_at")
        if not self.cleaned_data.get("keeps"):
            return [(start, end)]
        gaps = [(gone, back) for (_, gone), (back, _) in zip(self.old, self.old[1:], strict=False)]
        found = []
        for gone, back in gaps:
            if start < gone and back < end:
                found.append((start, gone))
                start = back
        return [*found, (start, end)]


class ContestForm(forms.Form):
    """That somebody does not agree with the `correction` that is in force, and why."""

    correction = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What is not right"),
        max_length=REASON_MAX,
        help_text=_("Read by whoever facilitates, and printed on the attendance sheet. Nothing about health."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        return _in_one_line(self, "words")


def _in_one_line(form: forms.Form, name: str) -> str:
    """What stands in one line of a sheet, and is not made of signs that cannot be seen."""
    words = without_breaks(form.cleaned_data[name])
    if not words:
        raise forms.ValidationError(form.fields[name].error_messages["required"], code="required")
    return words


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
