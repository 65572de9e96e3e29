"""What forms look like and say, whichever they are."""

from __future__ import annotations

import re

from django import forms
from django.utils import translation


class Asked(forms.Form):
    """A number, a text and a box."""

    days = forms.IntegerField(min_value=0, max_value=60)
    title = forms.CharField(max_length=5)
    breaks = forms.BooleanField(label="Breaks count", required=False)


def test_what_cannot_be_taken_is_said_as_one_person_says_it_to_another() -> None:
    with translation.override("fr"):
        few, many = Asked({"days": "-4", "title": "a lot"}), Asked({"days": "61", "title": "too much"})
        said = [*few.errors["days"], *many.errors["days"], *many.errors["title"]]
    assert said == ["Ici, pas moins de 0.", "Ici, pas plus de 60.", "5 caractères au plus\u00a0; il y en a 8."]


def test_a_box_stands_beside_what_it_says() -> None:
    drawn = re.sub(r"\s+", " ", str(Asked()["breaks"].as_field_group()))
    assert re.search(r"<label> ?<input type=\"checkbox\"[^>]*> <span>Breaks count</span> ?</label>", drawn)
