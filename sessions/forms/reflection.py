"""A page of the own journal, as the method asks; and what is looked for in a journal."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..mine.search import Query
from ..models import Reflection
from .sheets import SheetForm, answer

SEARCH_MAX = 200


class ReflectionForm(SheetForm):
    """The method's four questions, for whoever took part."""

    SHEET = Reflection

    subject = answer(_("What did I learn from the subjects of this session?"), 2)
    oneself = answer(_("And about myself?"), 2)
    helped = answer(_("How did I help?"), 2)
    trying = answer(_("What will I try?"), 2)


class ClientReflectionForm(ReflectionForm):
    """The same for whoever was client."""

    subject = answer(_("What did I learn on my subject?"), 2)


class SearchForm(forms.Form):
    """What is looked for, and which page of what was found."""

    q = forms.CharField(
        label=_("Search in my journal"),
        max_length=SEARCH_MAX,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
        error_messages={"required": _("Write a word to look for.")},
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=999_999, widget=forms.HiddenInput)

    def clean_q(self) -> Query:
        query = Query.of(self.cleaned_data["q"])
        if not query.words:
            raise ValidationError(_("Write a word to look for."), code="required")
        return query
