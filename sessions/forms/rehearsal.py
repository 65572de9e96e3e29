"""What is asked before a rehearsal, and what may be changed during it. Shapes only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Rehearsal
from ..models.protocols import offer, offered
from ..rehearsal.library import MOST

FEWEST, USUAL = 3, 6


class MannersForm(forms.Form):
    """How the simulated people behave."""

    temper = forms.ChoiceField(label=_("Temper"), choices=Rehearsal.Temper.choices, initial=Rehearsal.Temper.LIVELY)
    pace = forms.TypedChoiceField(
        label=_("Pace"), coerce=int, choices=Rehearsal.Pace.choices, initial=Rehearsal.Pace.QUICK
    )


class RehearsalForm(MannersForm):
    """Method, number of people, temper and pace: four inputs with good values."""

    protocol_key = forms.ChoiceField(label=_("Method"))
    people = forms.IntegerField(label=_("Simulated participants"), min_value=FEWEST, max_value=MOST, initial=USUAL)
    field_order = ("protocol_key", "people", "temper", "pace")

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["protocol_key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [(key, offer(key).title.given(language)) for key in offered()]


class BehaviourForm(MannersForm):
    """The same while it runs, and what goes wrong on purpose."""

    is_advising = forms.BooleanField(label=_("Advice dressed as a question"), required=False)
    is_monopolised = forms.BooleanField(label=_("Somebody keeps the floor"), required=False)
    is_one_lost = forms.BooleanField(label=_("A lost connection"), required=False)
