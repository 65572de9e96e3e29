"""A sheet as it is typed: everything may be left empty, and is kept half done."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from ..models.sheets import Sheet, Words
from .words import TITLE_MAX


def answer(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    """One question: a line, or a box that begins with so many `rows`."""
    # Kept as it stands once it is accepted: nothing is emptied by saving (static/js/live/drafts.js).
    attrs: dict[str, Any] = {"data-keep": "", "autocomplete": "off"}
    widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    most = settings.CODEV_TEXT_MAX if rows else TITLE_MAX
    return forms.CharField(label=label, required=False, help_text=hint, max_length=most, strip=False, widget=widget)


class SheetForm(forms.Form):
    """The answers, and the version in whose place they are kept: 0 for none."""

    SHEET: ClassVar[type[Sheet]]

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    @property
    def words(self) -> Words:
        """What was typed, once it is valid."""
        return {name: self.cleaned_data[name] for name in self.SHEET.FIELDS}

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked, in its order."""
        return [self[name] for name in self.SHEET.FIELDS]

    @classmethod
    def lines(cls, words: Words | None) -> list[dict[str, Any]]:
        """What stands in a sheet, each under what was asked; None where it cannot be read any more."""
        if words is None:
            return [{"label": "", "text": None}]
        labels = {name: cls.base_fields[name].label for name in cls.SHEET.FIELDS}
        return [{"label": label, "text": words[name]} for name, label in labels.items() if words[name]]
