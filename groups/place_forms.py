"""Where an organisation is: by whose clocks its groups meet, and which days are off."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from .regions import RegionField
from .zones import ZoneField, time_of, zone_named


def _servers() -> str:
    return time_of(zone_named(settings.TIME_ZONE))


class PlaceForm(forms.Form):
    """The organisation's clocks and public holidays; a group may say other clocks."""

    time_zone = ZoneField(
        empty=lazy(_servers, str)(),
        required=False,
        help_text=_("Groups meet by these clocks unless they say otherwise. What is planned keeps its hour."),
    )
    holidays = RegionField(label=_("Public holidays"), help_text=_("They are marked when dates are proposed."))
