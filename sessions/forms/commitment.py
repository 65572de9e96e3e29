"""A commitment as its owner changes it between sessions: state, day, and a word that is nobody else's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Commitment

State = Commitment.State
STATES = (
    (State.TAKEN, pgettext_lazy("commitment", "taken")),
    (State.TRYING, pgettext_lazy("commitment", "under way")),
    (State.DROPPED, pgettext_lazy("commitment", "dropped")),
)


class CommitmentForm(forms.Form):
    """`version` is the one in whose place it is kept. Where it was shared at an opening the word alone can change."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("Where are you with it?"), choices=STATES, widget=forms.RadioSelect)
    due = forms.DateField(
        label=_("For when?"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    word = forms.CharField(
        label=_("A word for yourself"),
        help_text=_("Nobody else reads it."),
        required=False,
        max_length=settings.CODEV_TEXT_MAX,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, of: Commitment, has_word: bool, initial: Any = None) -> None:
        super().__init__(data, auto_id=f"{of.pk}-%s", initial=initial)
        self.kept = of
        if of.state == State.REPORTED:
            del self.fields["state"], self.fields["due"]
        if not has_word:
            del self.fields["word"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked, one a line."""
        return list(self.visible_fields())

    @property
    def chosen(self) -> str:
        """What was chosen, once it is valid; what cannot change stays."""
        return str(self.cleaned_data.get("state", self.kept.state))
