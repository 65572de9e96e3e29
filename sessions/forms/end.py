"""The form that says when a session really ended that was left open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.clocks import day_and_hour

from .when import WhenField, told_by


class EndForm(forms.Form):
    """The day and hour at which it ended: after its last step began, and no later than it was closed."""

    ended_at = WhenField(label=_("It ended"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        ended_at: datetime,
        after: datetime,
        until: datetime,
        zone: ZoneInfo,
    ) -> None:
        super().__init__(data, initial={"ended_at": ended_at})
        told_by(self, zone)
        self.after, self.until, self.zone = after, until, zone

    def clean_ended_at(self) -> datetime:
        """Raises ValidationError, in words, for an hour at which it cannot have ended."""
        ended_at: datetime = self.cleaned_data["ended_at"]
        if ended_at <= self.after:
            said = _("The last step began on %(when)s: the session ended later.")
            raise forms.ValidationError(said, code="too_early", params={"when": self._when(self.after)})
        if ended_at > self.until:
            said = _("The session was closed on %(when)s: it ended earlier.")
            raise forms.ValidationError(said, code="too_late", params={"when": self._when(self.until)})
        return ended_at

    def _when(self, instant: datetime) -> str:
        return day_and_hour(instant.astimezone(self.zone))
