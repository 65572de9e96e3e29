"""What is typed at the door of a session, and to start one now. Shapes only; rules are elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from codev.marked import named
from groups.forms import CalledField
from groups.models import Participant
from groups.naming import listed
from groups.pasting import NAME_MAX

from ..models import Session
from ..models.protocols import offer
from ..rulebook.state.agenda import leaves_no_step_out

NOW_PROTOCOL = "codev-classique"
CODE_WORDS = {
    "unknown_code": _("No session has this code. Look at it again: six letters and digits."),
    "too_many_codes": _("Too many codes were tried from here. Wait ten minutes, then try again."),
    "code_changed": _("The code has changed. Read it anew on the room screen, or ask the facilitator."),
    "code_over": _("This code is no longer valid: the session is over."),
}


class CodeForm(forms.Form):
    """A room code, as it is typed: longer than the code itself, for spaces and hyphens."""

    code = forms.CharField(
        label=_("Room code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}
        ),
    )

    def refuse(self, code: str) -> None:
        """Say at the field why the code opens nothing."""
        self.errors.setdefault("code", self.error_class()).append(str(CODE_WORDS[code]))


class NameForm(forms.Form):
    """A name of the group, or a new one."""

    participant = forms.ChoiceField(label=_("Your name"), required=False, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Another name"), required=False, max_length=NAME_MAX)
    called = CalledField(
        label=_("What to call you"), required=False, help_text=_("If you leave it empty, we take it from your name.")
    )

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        """`people` are the names that may be chosen: the group's members, without anybody simulated."""
        super().__init__(*args, **kwargs)
        field = self.fields["participant"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        names = listed([(one.name, one.known_as) for one in people])
        field.choices = [(str(one.pk), named(name)) for one, name in zip(people, names, strict=True)]
        if not people:
            del self.fields["participant"]
            self.fields["name"].label = _("Your name")

    def clean(self) -> dict[str, Any]:
        """One of the two: a name that was written counts, whatever was chosen in the list before."""
        cleaned = {"participant": "", "name": "", "called": "", **(super().clean() or {})}
        if cleaned["name"]:
            cleaned["participant"] = ""
        elif not cleaned["participant"] and not self.errors:
            raise forms.ValidationError(_("Choose your name, or write it."), code="name_missing")
        return cleaned


def _least(cleaned: dict[str, Any]) -> dict[str, int]:
    """The fewest minutes that leave no step out."""
    of, rounds = offer(NOW_PROTOCOL), cleaned["rounds"]
    enough = (some for some in range(cleaned["minutes"], 481, 5) if leaves_no_step_out(of, minutes=some, rounds=rounds))
    return {"minutes": next(enough, 480)}


class NowForm(forms.Form):
    """How long, and how many clients: all that a session without a plan needs. Hybrid sessions are planned."""

    minutes = forms.IntegerField(
        label=_("Duration in minutes"), min_value=20, max_value=480, initial=60, help_text=_("At least 20.")
    )
    rounds = forms.IntegerField(label=_("Number of clients"), min_value=1, max_value=12, initial=1)
    modality = forms.TypedChoiceField(
        label=_("How you meet"),
        choices=[one for one in Session.Modality.choices if one[0] != Session.Modality.HYBRID],
        initial=Session.Modality.IN_ROOM,
        required=False,
        empty_value=Session.Modality.IN_ROOM,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not leaves_no_step_out(
            offer(NOW_PROTOCOL), minutes=cleaned["minutes"], rounds=cleaned["rounds"]
        ):
            self.add_error("minutes", _("For so many clients count at least %(minutes)s minutes.") % _least(cleaned))
        return cleaned
