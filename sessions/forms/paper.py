"""The form that puts down afterwards a session that was held on paper. Shapes only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codev.marked import named
from groups.models import Participant

from .when import WhenField, told_by

MOST_CLIENTS = 4


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django has none when it runs
    """Several people, by boxes."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj.name)


class NameSelect(forms.Select):
    """A list of names, of which an option holds nothing else."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"] |= {"translate": "no", "dir": "auto"}
        return option


class PaperForm(forms.Form):
    """When it began, how long it lasted, who was there, who was client in which order."""

    began_at = WhenField(label=_("It began"))
    minutes = forms.IntegerField(label=_("It lasted, in minutes"), min_value=5, max_value=720)
    present = PeopleField(Participant.objects.none(), label=_("Who was there"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        zone: ZoneInfo,
        people: Sequence[Participant],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        told_by(self, zone)
        field = self.fields["present"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  for the type checker
        field.queryset = Participant.objects.filter(pk__in=[one.pk for one in people]).order_by("position")
        for number in range(1, min(MOST_CLIENTS, len(people)) + 1):
            self.fields[f"client_{number}"] = forms.ModelChoiceField(
                field.queryset,
                label=_("Client %(number)s") % {"number": number},
                required=number == 1,
                empty_label=_("nobody"),
                widget=NameSelect,
            )

    def clean_began_at(self) -> Any:
        """A session is recorded once it has begun. Raises ValidationError for a moment to come."""
        began_at = self.cleaned_data["began_at"]
        if began_at > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."), code="to_come")
        return began_at

    def clean(self) -> dict[str, Any]:
        """Clients were there, and nobody is client twice."""
        # Here too, beside the machine's own rule: the mistake is shown at the field that has it.
        cleaned = super().clean() or {}
        seen: set[Participant] = set()
        for name, client in ((name, cleaned.get(name)) for name in list(self.fields) if name.startswith("client_")):
            if client is None:
                continue
            if client in seen:
                self.add_error(name, _("Nobody is client twice in a session."))
            if client not in cleaned.get("present", ()):
                self.add_error(name, _("This person is not among those who were there."))
            seen.add(client)
        return cleaned

    def given(self) -> dict[str, Any]:
        """What `record_afterwards` takes, from a valid form; clients in their order, without empty choices."""
        cleaned = self.cleaned_data
        clients = [cleaned[name] for name in self.fields if name.startswith("client_") and cleaned[name]]
        known = ("began_at", "minutes", "present")
        return {**{name: cleaned[name] for name in known}, "present": list(cleaned["present"]), "clients": clients}

    @property
    def client_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("client_")]


class PastForm(PaperForm):
    """The same of a session that nobody planned, by which method."""

    protocol_key = forms.ChoiceField(label=_("Method"))

    field_order = ("began_at", "protocol_key")

    def __init__(self, data: Mapping[str, Any] | None, *, methods: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["protocol_key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = list(methods.items())

    def given(self) -> dict[str, Any]:
        return super().given() | {"protocol_key": self.cleaned_data["protocol_key"]}
