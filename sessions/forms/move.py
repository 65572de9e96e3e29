"""The forms that put a planned session to another date, and that call it off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import Session
from .when import WhenField, told_by


class MoveForm(forms.Form):
    """Another date and hour; `seen` says what somebody was shown that would become of sessions."""

    scheduled_at = WhenField(label=_("New date and time"))
    which = forms.ChoiceField(
        label=_("What moves"),
        widget=forms.RadioSelect,
        choices=(("one", _("This session only")), ("following", _("This one and all that follow"))),
        initial="one",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: Mapping[str, Any] | None, *, session: Session, follow: bool) -> None:
        """`follow`: whether others are planned after it; without any it is not asked which."""
        super().__init__(data, initial={"scheduled_at": session.scheduled_at})
        told_by(self, session.zone)
        if not follow:
            del self.fields["which"]

    @property
    def with_following(self) -> bool:
        return self.cleaned_data.get("which") == "following"


class CallOffForm(forms.Form):
    """A word to the group, which its members read on the session's page."""

    word = forms.CharField(
        label=_("A word to the group"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=settings.CODEV_TEXT_MAX,
        required=False,
        help_text=_("Its members read it on the session’s page. Mails say only that a word awaits."),
    )
