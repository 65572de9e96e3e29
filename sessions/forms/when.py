"""The one field that asks for a day and hour, on the clocks of a place; hours that are none there, or two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from groups.clocks import hour_of
from groups.zones import HourTwiceError, NoSuchHourError, instant_of, is_twice, time_of

SHAPE = "%Y-%m-%dT%H:%M"
SHAPES = (SHAPE, "%Y-%m-%dT%H:%M:%S")  # some browsers add seconds
FIRST_YEAR, YEARS_AHEAD = 2000, 100


class Typed(str):
    """What was typed; `which` of two hours was meant, "1" or "2", "" where nobody was asked."""

    which = ""


class WhenInput(forms.DateTimeInput):
    """A day and hour; beneath it, where the hour comes twice, which of the two."""

    input_type = "datetime-local"
    template_name = "sessions/when/input.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format=SHAPE)
        self.zone: ZoneInfo | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        text = data.get(name)
        if not text:
            return None
        typed = Typed(text)
        typed.which = data.get(f"{name}_which", "")
        return typed

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With `which`, the two hours to choose from, where there are two."""
        context = super().get_context(name, value, attrs)
        local = _local(value)
        context["which"] = _two_hours(value) if local and self.zone and is_twice(local, self.zone) else ()
        return context


def _local(value: Any) -> datetime | None:
    if isinstance(value, Typed):
        return _read(value)
    return value.replace(tzinfo=None, fold=0) if isinstance(value, datetime) else None


def _two_hours(value: Any) -> tuple[dict[str, Any], ...]:
    chosen = value.which if isinstance(value, Typed) else str(value.fold + 1)
    words = (("1", _("the first time, before clocks go back")), ("2", _("the second time, afterwards")))
    return tuple({"value": which, "label": label, "is_chosen": which == chosen} for which, label in words)


def _read(text: str) -> datetime | None:
    for shape in SHAPES:
        try:
            return datetime.strptime(text, shape)
        except ValueError:
            continue
    return None


class WhenField(forms.Field):
    """A day and hour on the clocks of `zone`, which a form sets by `at`; the instant, in UTC, once clean.

    It refuses, in words, what is no date, a year out of reach, an hour that clocks go over; of one that comes twice it
    asks which.
    """

    widget = WhenInput
    default_error_messages = {
        "invalid": forms.DateTimeField.default_error_messages["invalid"],
        "year": _("Check the year: this is too far from today."),
        "gap": _(
            "On that day clocks go forward: it is never %(hour)s. Choose %(before)s or earlier, %(after)s or later."
        ),
        "twice": _("On that day clocks go back: it is %(hour)s twice. Say which of the two."),
    }

    zone = ZoneInfo("UTC")

    def at(self, zone: ZoneInfo) -> None:
        """On the clocks of this place, which its help says."""
        assert isinstance(self.widget, WhenInput)  # noqa: S101  for the type checker
        self.zone = self.widget.zone = zone
        self.help_text = capfirst(time_of(zone))

    def prepare_value(self, value: Any) -> Any:
        """An instant as its place shows it."""
        return value.astimezone(self.zone) if isinstance(value, datetime) and timezone.is_aware(value) else value

    def to_python(self, value: Typed | None) -> datetime | None:
        """Raises ValidationError, with codes `invalid`, `year`, `gap`, `twice`."""
        if not value:
            return None
        local = _read(value)
        if local is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not FIRST_YEAR <= local.year <= timezone.now().year + YEARS_AHEAD:
            raise ValidationError(self.error_messages["year"], code="year")
        which = {"1": False, "2": True}.get(value.which)
        try:
            return instant_of(local, self.zone, is_second=which)
        except NoSuchHourError as fault:
            hours = {"hour": hour_of(local), "before": hour_of(fault.before), "after": hour_of(fault.after)}
            raise ValidationError(self.error_messages["gap"], code="gap", params=hours) from None
        except HourTwiceError:
            raise ValidationError(self.error_messages["twice"], code="twice", params={"hour": hour_of(local)}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


def told_by(form: forms.Form, zone: ZoneInfo) -> None:
    """Every day and hour of a form is one on the clocks of this place."""
    for field in form.fields.values():
        if isinstance(field, WhenField):
            field.at(zone)
