"""The forms of a cycle: how many sessions in which rhythm, and then each of their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groups.models import Group

from ..commands.planning import MOST_AT_ONCE, Plan
from ..commands.slots import AtOnce, Past
from ..dates import days_off
from ..dates.clocks import instant, shown
from ..dates.rhythm import MONTHLY, WEEKS, dates
from .plan import PlanForm
from .slots import day_and_hours, refusal
from .when import WhenField

EVERY: dict[str, str | Promise] = {
    "every_1": _("every week"),
    "every_2": _("every two weeks"),
    "every_3": _("every three weeks"),
    "every_4": _("every four weeks"),
    "every_6": _("every six weeks"),
}
OF_THE_MONTH: dict[str, str | Promise] = {
    "month_first": _("the first %(day)s of the month"),
    "month_second": _("the second %(day)s of the month"),
    "month_third": _("the third %(day)s of the month"),
    "month_last": _("the last %(day)s of the month"),
}
USUAL_COUNT, USUAL_RHYTHM = 6, "every_3"


def rhythms(first: date) -> list[tuple[str, str | Promise]]:
    """All rhythms in words, those of the month on the first date's day of the week."""
    day = {"day": date_format(first, "l").lower()}
    return [*((key, EVERY[key]) for key in WEEKS), *((key, str(OF_THE_MONTH[key]) % day) for key in MONTHLY)]


class CycleForm(PlanForm):
    """Several sessions to be planned, whose dates are proposed."""

    count = forms.IntegerField(label=_("Number of sessions"), min_value=1, max_value=MOST_AT_ONCE, initial=USUAL_COUNT)
    rhythm = forms.ChoiceField(label=_("Rhythm"), initial=USUAL_RHYTHM)

    asked_first = field_order = ("count", "scheduled_at", "rhythm")

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["scheduled_at"].label = _("First session")
        rhythm = self.fields["rhythm"]
        assert isinstance(rhythm, forms.ChoiceField)  # noqa: S101  for the type checker
        rhythm.choices = rhythms(self._first())

    def _first(self) -> date:
        """The first date, as far as it can be told before anything is checked."""
        name, now = "scheduled_at", timezone.now()
        if not self.is_bound:
            return shown(self.initial.get(name, now), self.zone).date()
        try:
            return shown(self.fields[name].to_python(self[name].data) or now, self.zone).date()
        except ValidationError:
            return shown(now, self.zone).date()

    def dates(self) -> list[datetime]:
        """The instants that are proposed, from a valid form: the same hour each time, whatever clocks do in between."""
        first = shown(self.cleaned_data["scheduled_at"], self.zone)
        days = dates(first.date(), self.cleaned_data["rhythm"], self.cleaned_data["count"])
        others = (instant(datetime.combine(day, first.time()), self.zone) for day in days[1:])
        return [self.cleaned_data["scheduled_at"], *others]


@dataclass(frozen=True)
class Row:
    """One date on the page: its two fields, when it is in words, and what sets it apart."""

    at: forms.BoundField
    keep: forms.BoundField
    words: str
    holiday: str
    is_weekend: bool

    @property
    def is_kept(self) -> bool:
        return bool(self.keep.value())


class DatesForm(forms.Form):
    """Each date of a cycle, to be moved or left out before all are kept: `at_0`, `keep_0`, and so on."""

    def __init__(self, data: Mapping[str, Any] | None, *, group: Group, proposed: Sequence[datetime] = ()) -> None:
        super().__init__(data)
        self.zone = group.zone
        self.region = days_off.region_of(group.organisation.holidays, self.zone.key)
        sent = takewhile(lambda place: f"at_{place}" in (data or {}), range(MOST_AT_ONCE))
        self.places = range(len(proposed)) if data is None else list(sent)
        for place in self.places:
            self.fields[f"keep_{place}"] = forms.BooleanField(label=_("Keep this date"), required=False, initial=True)
            when = WhenField(label=_("Date and time"), initial=proposed[place] if data is None else None)
            when.at(self.zone)
            self.fields[f"at_{place}"] = when

    def clean(self) -> dict[str, Any]:
        """What is left out may be anything."""
        for place in self.places:
            if not self.cleaned_data.get(f"keep_{place}"):
                self.errors.pop(f"at_{place}", None)
        return self.cleaned_data

    def kept(self) -> dict[int, datetime]:
        """The dates that are kept, by their places."""
        return {place: at for place in self.places if (at := self._date(place)) and self[f"keep_{place}"].value()}

    def refuse(self, fault: AtOnce | Past) -> None:
        """Say at its field which of the kept dates cannot be."""
        self.add_error(f"at_{list(self.kept())[fault.place]}", refusal(fault, self.zone))

    def _date(self, place: int) -> datetime | None:
        name = f"at_{place}"
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get(name)
        at: datetime | None = self.fields[name].initial
        return at

    def rows(self, plan: Plan) -> list[Row]:
        return [self._row(place, plan) for place in self.places]

    def _row(self, place: int, plan: Plan) -> Row:
        at = self._date(place)
        fields = self[f"at_{place}"], self[f"keep_{place}"]
        if at is None:
            return Row(*fields, "", "", is_weekend=False)
        day = shown(at, self.zone).date()
        holiday = days_off.name_of(day, self.region, (get_language() or "")[:2])
        return Row(*fields, day_and_hours(plan.slot(at), self.zone), holiday, days_off.is_weekend(day))
