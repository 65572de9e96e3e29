"""The preparation sheet as it is typed: everything may be left empty, and is kept half done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models.preparation import FIELDS, Words
from .shapes import TITLE_MAX

# What each asks, how many lines it begins with, and what helps to answer.
ASKED: dict[str, tuple[Any, int, Any]] = {
    "title": (_("Title of the subject"), 0, ""),
    "situation": (_("The situation, and what is at stake"), 5, ""),
    "tried": (_("What I have tried"), 3, ""),
    "others": (_("How others see it"), 3, ""),
    "wanted": (_("What I want to be different"), 3, ""),
    "question": (_("My question"), 2, _("One sentence, to the group.")),
    "help": (_("What kind of help do you wish for?"), 2, _("Analyses, options, experiences, questions…")),
}
LABELS = {name: label for name, (label, _rows, _help) in ASKED.items()}


def _field(name: str) -> forms.CharField:
    label, rows, hint = ASKED[name]
    # Kept as it stands once it is accepted: nothing is emptied by saving (static/js/live/drafts.js).
    attrs: dict[str, Any] = {"data-keep": "", "autocomplete": "off"}
    widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    most = settings.CODEV_TEXT_MAX if rows else TITLE_MAX
    return forms.CharField(label=label, required=False, help_text=hint, max_length=most, strip=False, widget=widget)


class PreparationForm(forms.Form):
    """The words, and the version in whose place they are kept: 0 for none."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    title = _field("title")
    situation = _field("situation")
    tried = _field("tried")
    others = _field("others")
    wanted = _field("wanted")
    question = _field("question")
    help = _field("help")

    @property
    def words(self) -> Words:
        """What was typed, once it is valid."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked, in the method's order."""
        return [self[name] for name in FIELDS]
