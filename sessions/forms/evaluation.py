"""Answers to an evaluation: each sentence from 1 to 5, or passed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..evaluation.questions import LEAST, MOST, Questions
from ..evaluation.sentences import SENTENCES

POINTS = tuple((str(one), str(one)) for one in range(LEAST, MOST + 1))


class EvaluationForm(forms.Form):
    """Its fields are the sentences of the form that is asked, in their order."""

    def __init__(self, *args: Any, questions: Questions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: _field(name) for name in questions.sentences}

    @property
    def given(self) -> dict[str, int]:
        """What was answered, once it is valid."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def _field(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=SENTENCES[name],
        required=False,
        choices=(*POINTS, ("", _("I pass"))),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
