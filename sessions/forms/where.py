"""Where a session meets: a place in words, and the link to a call."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

PLACE_MAX, LINK_MAX = 200, 500


class LinkField(forms.URLField):
    """An address of the web, http or https alone; without either, https. It names nobody who signs in there."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LINK_MAX, "assume_scheme": "https", **options})

    def clean(self, value: Any) -> str:
        """Raises ValidationError for what is no such address, carries a name before an @, or hides a sign."""
        link: str = super().clean(value)
        if "@" in urlsplit(link).netloc or not link.isprintable():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return link


class WhereForm(forms.Form):
    """Place and call, both or neither: each may be said or changed later."""

    place = forms.CharField(
        label=_("Place"),
        max_length=PLACE_MAX,
        required=False,
        help_text=_("In a few words: address, floor, room."),
    )
    call_url = LinkField(
        label=_("Link to the video call"),
        required=False,
        help_text=_("Those invited find it on the session’s page and in their mails. HR does not see it."),
    )
