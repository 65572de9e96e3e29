"""The shapes of what commands carry; those with words are in words.py.

Rules are elsewhere: a form refuses only what cannot be understood.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups.pasting import NAME_MAX

from ..rulebook.protocol.vocabulary import KINDS


class CommandForm(forms.Form):
    """A command without fields: the idempotency key alone."""

    # Optional fields whose being empty says something, as the pages' forms send them.
    may_be_empty: frozenset[str] = frozenset()

    key = forms.UUIDField()

    def clean(self) -> dict[str, Any] | None:
        """Refuse a field that was carried without a value: an empty belief is a mistake, not none."""
        for name, field in self.fields.items():
            is_carried = name in self.data and name not in self.may_be_empty
            if is_carried and self.cleaned_data.get(name, "given") in field.empty_values:
                self.add_error(name, field.error_messages["required"])
        return super().clean()

    def given(self) -> dict[str, Any]:
        """The cleaned fields that the request carried. One that it did not carry is left to the command's default: who
        sends no `from_step` believes nothing, and is not refused as stale.
        """
        carried = {name: value for name, value in self.cleaned_data.items() if name in self.data and name != "key"}
        return {name: value for name, value in carried.items() if value is not None}


class StepForm(CommandForm):
    from_step = forms.IntegerField(required=False, min_value=0)


class JumpForm(StepForm):
    to_step = forms.IntegerField(min_value=0)


class UndoForm(CommandForm):
    of_revision = forms.IntegerField(min_value=1)


class SpanForm(CommandForm):
    seconds = forms.IntegerField(min_value=-3600, max_value=3600)


class ParticipantForm(CommandForm):
    participant = forms.UUIDField()


class NameForm(CommandForm):
    name = forms.CharField(max_length=NAME_MAX)


class RoleForm(ParticipantForm):
    role = forms.CharField(max_length=16)


class TurnForm(CommandForm):
    participant = forms.UUIDField(required=False)


class WhereForm(CommandForm):
    where = forms.ChoiceField(choices=[("room", "room"), ("remote", "remote")])
    participant = forms.UUIDField(required=False)


class HandForm(ParticipantForm):
    later = forms.BooleanField(required=False)


class FloorForm(ParticipantForm):
    may_be_empty = frozenset({"believed_speaker"})

    # Carried but empty says that nobody spoke: an empty text, unlike None, is given to the command.
    believed_speaker = forms.CharField(required=False, max_length=40)
    exceptional = forms.BooleanField(required=False)


class KindForm(ParticipantForm):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])


class ReframeForm(CommandForm):
    whom = forms.ChoiceField(choices=[("peer", "peer"), ("client", "client")], required=False)

    def given(self) -> dict[str, Any]:
        # A choice that was not carried comes out as an empty text.
        return super().given() if self.cleaned_data["whom"] else {}


class PromptForm(StepForm):
    index = forms.IntegerField(min_value=0)


class RoundForm(CommandForm):
    round = forms.IntegerField(min_value=0)


class BreakForm(CommandForm):
    minutes = forms.IntegerField(min_value=1, max_value=60)


class NextSpeakerForm(CommandForm):
    may_be_empty = frozenset({"believed_speaker"})

    believed_speaker = forms.CharField(required=False, max_length=40)


class ModeForm(CommandForm):
    mode = forms.CharField(max_length=16)


class HandOverForm(CommandForm):
    # An account's id; a greater number would fail in the database rather than be refused.
    to = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class OrderForm(CommandForm):
    order = forms.CharField(max_length=16)


class LimitForm(CommandForm):
    may_be_empty = frozenset({"seconds"})  # no limit

    seconds = forms.IntegerField(required=False, min_value=0, max_value=3600)


class UuidsField(forms.Field):
    """A repeated field of ids, in order. Raises ValidationError for what is no UUID."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[UUID]:
        try:
            return [UUID(one) for one in value or ()]
        except ValueError:
            raise ValidationError(_("Somebody in this list is unknown."), code="invalid") from None


class ClientsForm(CommandForm):
    participants = UuidsField(required=False)

    def given(self) -> dict[str, Any]:
        # An empty list too, which the machine refuses by name (`clients_required`).
        return {"participants": self.cleaned_data["participants"]}


class IdForm(CommandForm):
    id = forms.UUIDField()


class MarkForm(IdForm):
    # "none" takes the mark off: an empty value would be refused as missing.
    mark = forms.ChoiceField(choices=[("none", ""), ("thinking", ""), ("trying", "")])

    def given(self) -> dict[str, Any]:
        return {"id": self.cleaned_data["id"], "mark": self.cleaned_data["mark"].removeprefix("none")}


class DeliveryForm(CommandForm):
    wanted = forms.BooleanField(required=False)


class AccordForm(CommandForm):
    wording = forms.CharField(max_length=16)


class BehalfForm(CommandForm):
    behalf = forms.UUIDField(required=False)


class WeightsForm(IdForm):
    stakes = forms.IntegerField(min_value=1, max_value=3)
    intensity = forms.IntegerField(min_value=1, max_value=3)
    urgency = forms.IntegerField(min_value=1, max_value=3)


class VoteForm(BehalfForm):
    subject = forms.UUIDField()
    count = forms.IntegerField(min_value=0, max_value=100)
