"""What training organisations need: who issues certificates and how attendance counts; a cycle as an action."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .commands.training import ADDRESS_MAX, OBJECTIVES_MAX, TITLE_MAX
from .models import ATTENDANCE_LIMITS, SIGNING_LIMITS, Cycle


class TrainingForm(forms.Form):
    """An organisation: who issues certificates, and how its groups' attendance is signed, counted and kept."""

    training_name = forms.CharField(
        label=_("Training organisation that issues certificates"),
        help_text=_("Its name as it is declared. Without it no certificate of completion can be made."),
        max_length=TITLE_MAX,
        required=False,
    )
    training_number = forms.CharField(
        label=_("Its declaration number, if it has one"),
        help_text=_("In France, 11 figures: 11 75 12345 67."),
        max_length=40,
        required=False,
    )
    training_address = forms.CharField(
        label=_("Its address"),
        max_length=ADDRESS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signing_days = forms.IntegerField(
        label=_("Days after a session within which attendance may be signed"),
        help_text=_("0: at the session alone."),
        min_value=SIGNING_LIMITS[0],
        max_value=SIGNING_LIMITS[1],
    )
    counts_breaks = forms.BooleanField(label=_("Breaks count as hours present"), required=False)
    attendance_years = forms.IntegerField(
        label=_("Years for which attendance is kept after a cycle"),
        help_text=_("Its legal term: who erases their data leaves it, and is told so."),
        min_value=ATTENDANCE_LIMITS[0],
        max_value=ATTENDANCE_LIMITS[1],
    )


class CycleForm(forms.Form):
    """A cycle as attendance sheets and certificates name it."""

    title = forms.CharField(
        label=_("Title of the action"),
        help_text=_(
            "It stands on attendance sheets and certificates. Left empty, they say what calendars say of the group."
        ),
        max_length=TITLE_MAX,
        required=False,
    )
    nature = forms.ChoiceField(
        label=_("Nature of the action"),
        help_text=_("By article L. 6313-1 of the French labour code."),
        choices=Cycle.Nature.choices,
    )
    objectives = forms.CharField(
        label=_("Objectives of the cycle"),
        help_text=_(
            "The cycle’s, never a session’s: whoever pays for it and HR read them. Nothing here of what anybody brings."
        ),
        max_length=OBJECTIVES_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
