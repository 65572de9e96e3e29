"""What its author chooses of a learning: whether it stands in the group's memory, and how."""

from __future__ import annotations

from django import forms

from ..models import Contribution


class MemoryForm(forms.Form):
    """`memory` is what the page said that pressing does; "" takes the learning back."""

    id = forms.UUIDField()
    memory = forms.ChoiceField(choices=(("", ""), *Contribution.Memory.choices), required=False)
