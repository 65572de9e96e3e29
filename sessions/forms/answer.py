"""Whether somebody comes to a planned session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from groups.models import Participant


class AnswerForm(forms.Form):
    """« Je serai là » or « Je ne pourrai pas »; `participant` where it is noted for somebody."""

    comes = forms.TypedChoiceField(choices=(("yes", "yes"), ("no", "no")), coerce=lambda given: given == "yes")
    participant = forms.ModelChoiceField(Participant.objects.none(), required=False)

    def __init__(self, data: Mapping[str, Any], *, people: QuerySet[Participant]) -> None:
        super().__init__(data)
        field = self.fields["participant"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the type checker
        field.queryset = people
