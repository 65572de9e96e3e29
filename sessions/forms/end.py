"""The form that says when a session really ended that was left open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

SHAPE = "%Y-%m-%dT%H:%M"


class EndForm(forms.Form):
    """The day and hour at which it ended: after its last step began, and no later than it was closed."""

    ended_at = forms.DateTimeField(
        label=_("It ended"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPE),
        input_formats=[SHAPE],
    )

    def __init__(self, data: Mapping[str, Any] | None, *, ended_at: datetime, after: datetime, until: datetime) -> None:
        super().__init__(data, initial={"ended_at": timezone.localtime(ended_at)})
        self.after, self.until = after, until

    def clean_ended_at(self) -> datetime:
        """Raises ValidationError, in words, for an hour at which it cannot have ended."""
        ended_at: datetime = self.cleaned_data["ended_at"]
        if ended_at <= self.after:
            said = _("The last step began on %(when)s: the session ended later.")
            raise forms.ValidationError(said, code="too_early", params={"when": _when(self.after)})
        if ended_at > self.until:
            said = _("The session was closed on %(when)s: it ended earlier.")
            raise forms.ValidationError(said, code="too_late", params={"when": _when(self.until)})
        return ended_at


def _when(instant: datetime) -> str:
    return date_format(timezone.localtime(instant), "DATETIME_FORMAT")
