"""Whose public holidays an organisation keeps: a country, or a part of one that has days of its own. No rows."""

from __future__ import annotations

from functools import cache
from typing import Any

import holidays
from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Parts with days of their own, of countries where French is spoken; by what people there call them.
PARTS = {
    "FR-57": "Alsace-Moselle",
    "FR-971": "Guadeloupe",
    "FR-972": "Martinique",
    "FR-973": "Guyane",
    "FR-974": "La Réunion",
    "FR-976": "Mayotte",
    "FR-NC": "Nouvelle-Calédonie",
    "FR-PF": "Polynésie française",
    "FR-WF": "Wallis-et-Futuna",
    "FR-PM": "Saint-Pierre-et-Miquelon",
    "FR-BL": "Saint-Barthélemy",
    "FR-MF": "Saint-Martin",
    "CH-GE": "Genève",
    "CH-VD": "Vaud",
    "CH-NE": "Neuchâtel",
    "CH-JU": "Jura",
    "CH-FR": "Fribourg",
    "CH-VS": "Valais",
    "CH-BE": "Berne",
    "CA-QC": "Québec",
    "CA-ON": "Ontario",
    "CA-NB": "Nouveau-Brunswick",
}


@cache
def regions() -> frozenset[str]:
    """All that can be chosen, as `Organisation.holidays` holds it."""
    countries = (code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)
    return frozenset([*countries, *PARTS])


def choices() -> list[tuple[str, str]]:
    """By name in the reader's language, each part behind its country; France first."""
    territories = Locale.parse((get_language() or "en").replace("-", "_")).territories
    named = {code: f"{territories.get(code[:2], code[:2])}{_part(code)}" for code in regions()}
    return sorted(named.items(), key=lambda one: (not one[0].startswith("FR"), one[1]))


def _part(code: str) -> str:
    return f" – {PARTS[code]}" if code in PARTS else ""


class RegionField(forms.ChoiceField):
    """Whose public holidays are marked; left open, those of the time zone's own country."""

    def __init__(self, **options: Any) -> None:
        open_choice = ("", _("Those of the time zone’s country"))
        super().__init__(choices=lambda: [open_choice, *choices()], required=False, **options)
