"""A pasted list or a file, and each line of its preview: what is wrong is said at the line, what was typed stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .errors import Invalid
from .models import Group
from .naming import proposed
from .pasting import (
    LINES_MAX,
    Line,
    PastedPerson,
    Reading,
    Source,
    called_fault,
    clean_address,
    faults,
    preview,
    read,
    read_file,
    tidy,
)
from .queries import as_pasted
from .sentences import sentence, why_doubted

_LONGEST = 400_000  # signs of a list: what a request can hold
_FIELDS = {"email_taken": "email", "email_unreadable": "email", "name_taken": "called"}


class PasteForm(forms.Form):
    """People as they are pasted, or a file that holds them."""

    people = forms.CharField(
        label=_("People to add"),
        help_text=_(
            "Paste them as you have them: from a mail, a spreadsheet, a list. You check before anybody is added."
        ),
        max_length=_LONGEST,
        required=False,
        strip=False,  # a first cell may be empty
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or a file: Excel (.xlsx) or CSV"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """`source`, the text to read, and `reading`, who stands in it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        field = "file" if cleaned.get("file") else "people"
        try:
            source = _source(cleaned)
            reading = read(source.text)
        except Invalid as refusal:
            self.add_error(field, sentence(refusal.code))
            return cleaned
        if reading.is_cut:
            self.add_error(field, sentence("too_many_lines"))
        elif not reading.lines:
            self.add_error(field, sentence("nobody_read"))
        return {**cleaned, "source": source, "reading": reading}


def _source(cleaned: dict[str, Any]) -> Source:
    given, pasted = cleaned.get("file"), cleaned.get("people") or ""
    if isinstance(given, UploadedFile) and pasted.strip():
        raise Invalid("text_and_file", "file")
    return read_file(given.read()) if isinstance(given, UploadedFile) else Source(pasted)


class LineForm(forms.Form):
    """Somebody of a preview, as corrected by who pasted."""

    name = forms.CharField(label=_("Name"), required=False, max_length=400)
    called = forms.CharField(label=_("What to call them"), required=False, max_length=400)
    email = forms.CharField(label=_("E-mail, if any"), required=False, max_length=400)
    out = forms.BooleanField(label=_("Leave out"), required=False)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        self.reasons = [why_doubted(code) for code in line.doubts]

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody has to look at this line first."""
        return bool(self.reasons or self.errors)

    @property
    def person(self) -> PastedPerson:
        """As it is to be kept; once the form was cleaned."""
        name, called = tidy(self.cleaned_data["name"]), tidy(self.cleaned_data["called"])
        return PastedPerson(name, clean_address(self.cleaned_data["email"]), "" if called == proposed(name) else called)


class Preview:
    """The lines of a list that was read, as forms; with `data` as they were sent, else as they were read."""

    def __init__(self, group: Group, reading: Reading, data: Any = None) -> None:
        self.there = as_pasted(group.participants.current())
        self.reading = reading
        self.error = ""
        self.lines = [
            LineForm(data, prefix=f"line-{place}", line=line, initial=_initial(line))
            for place, line in enumerate(preview(reading.lines[:LINES_MAX], self.there))
        ]

    @property
    def doubtful(self) -> list[LineForm]:
        return [line for line in self.lines if line.is_doubtful]

    @property
    def ready(self) -> list[LineForm]:
        return [line for line in self.lines if not line.is_doubtful]

    @property
    def places(self) -> int:
        """How many people the group has room for."""
        return max(settings.CODEV_PARTICIPANTS_MAX - len(self.there), 0)

    @property
    def people(self) -> list[PastedPerson]:
        """Who is to be added; once it is_valid."""
        return [line.person for line in self._wanted()]

    def is_valid(self) -> bool:
        """Whether everybody who is not left out can be added; what is wrong is said at each line."""
        wanted = self._wanted()
        if any(line.errors for line in wanted):
            return False
        for line, code in zip(wanted, _faults([line.person for line in wanted], self.there), strict=True):
            if code:
                line.add_error(_field(code), sentence(_said(code), line.person.name))
        if not wanted:
            self.error = sentence("nobody_wanted")
        return bool(wanted) and not any(line.errors for line in wanted)

    def _wanted(self) -> list[LineForm]:
        """Who is not left out; a line that cannot be read at all is never left out unseen."""
        return [line for line in self.lines if not (line.is_valid() and line.cleaned_data["out"])]


def _initial(line: Line) -> dict[str, Any]:
    return {"name": line.name, "called": line.called, "email": line.email, "out": line.is_out}


def _faults(people: Sequence[PastedPerson], there: Sequence[PastedPerson]) -> list[str]:
    """One code a person. Who is there to the letter is no fault: pressed twice, nobody is added twice."""
    found = faults(people, [one for one in there if one not in people])
    return [code or (called_fault(one.called) if one.called else "") for one, code in zip(people, found, strict=True)]


def _field(code: str) -> str:
    return _FIELDS.get(code, "called" if code.startswith("called") else "name")


def _said(code: str) -> str:
    return "name_twice" if code == "name_taken" else code
