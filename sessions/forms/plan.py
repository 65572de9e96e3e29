"""The form that plans a session: when, by which method, how, how long, for how many clients, with which settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..commands.planning import Plan
from ..commands.slots import LATEST
from ..dates.clocks import shown
from ..models import Session
from ..models.protocols import offer, offered
from ..rulebook.protocol import settings as school_settings
from ..rulebook.protocol.protocol import Protocol
from ..rulebook.state.agenda import LONGEST, leaves_no_step_out, usual_minutes
from .when import SHAPE, WhenField, told_by
from .where import WhereForm

PAST = _("This date has passed: a session is planned for a moment to come.")
YES_NO = {"yes": pgettext_lazy("setting", "Yes"), "no": pgettext_lazy("setting", "No")}
QUESTIONS = {
    "client_in_consultation": _("The client, while the peers search"),
    "subject_choice": _("Choosing the subjects"),
    "contract_written": _("The contract is written"),
    "contract_until": _("The contract may change until the step"),
    "observer": _("There may be an observer"),
    "client_turned_away": _("The client turns away or switches the camera off"),
    "round_floor": _("Whoever is late, each client keeps of the time planned"),
}
ANSWERS: Mapping[str, Mapping[str, str | Promise]] = {
    "client_in_consultation": {
        "silent": _("listens in silence"),
        "silent_unless_drift": _("listens, and speaks only if the group drifts"),
        "interaction": _("may speak with them"),
    },
    "subject_choice": {
        "facilitator": _("the facilitator chooses"),
        "stakes": _("together, by stakes, intensity and urgency"),
    },
    "round_floor": {
        "two_thirds": _("two thirds at least"),
        "half": _("half at least"),
        "none": _("whatever is left"),
    },
}


class SchoolForm(forms.Form):
    """What a school decides about one protocol; what it `decided` last, else the protocol's own, to begin with."""

    def __init__(self, of: Protocol, data: Mapping[str, Any] | None, decided: Mapping[str, str]) -> None:
        self.of = of
        known = school_settings.applicable(of)
        carried = data is not None and any(f"{of.key}-{name}" in data for name in known)
        # The page has one of these forms for each protocol. Bound to a request that carries none of its fields, it
        # would come back with nothing chosen instead of the protocol's own choices.
        super().__init__(data if carried else None, prefix=of.key)
        for name, values in school_settings.applicable(of).items():
            choices = [(value, self._answer(name, value)) for value in values]
            self.fields[name] = forms.ChoiceField(
                label=QUESTIONS[name], choices=choices, initial=decided.get(name, of.settings[name]), required=False
            )

    def _answer(self, name: str, value: str) -> str | Promise:
        if name == "contract_until":
            return self.of.step(value).title.given(get_language() or "")
        if (name, value) == ("subject_choice", "votes"):
            each = settings.CODEV_VOTES_EACH
            return ngettext("%(votes)d vote each", "%(votes)d votes each", each) % {"votes": each}
        return ANSWERS.get(name, YES_NO)[value]

    def overrides(self) -> dict[str, str]:
        """What differs from the protocol's own choices: all that the session keeps in `settings`."""
        given = self.cleaned_data if self.is_bound else {}
        return {name: value for name, value in given.items() if value and value != self.of.settings[name]}


@dataclass(frozen=True)
class Method:
    """A protocol in the picker."""

    of: Protocol
    school: SchoolForm
    is_chosen: bool

    @property
    def title(self) -> str:
        return self.of.title.given(get_language() or "")

    @property
    def summary(self) -> str:
        return self.of.summary.given(get_language() or "")


def _as_sent(value: Any, zone: ZoneInfo) -> str:
    return shown(value, zone).strftime(SHAPE) if isinstance(value, datetime) else str(value)


class PlanForm(WhereForm):
    """A session to be planned, on the clocks of `zone`. Minutes and clients left empty are the method's own."""

    asked_first: ClassVar[tuple[str, ...]] = ("scheduled_at",)

    scheduled_at = WhenField(label=_("Date and time"))
    protocol_key = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)
    modality = forms.TypedChoiceField(
        label=_("How you meet"),
        widget=forms.RadioSelect,
        choices=Session.Modality.choices,
        required=False,
        empty_value=Session.Modality.IN_ROOM,
        help_text=_("At a distance everything takes longer: count a quarter more, and an hour and a half at most."),
    )
    minutes = forms.IntegerField(
        label=_("Duration in minutes"),
        min_value=20,
        max_value=LONGEST,
        required=False,
        help_text=_("Left empty: the method’s usual duration for so many clients, a quarter more at a distance."),
    )
    rounds = forms.IntegerField(
        label=_("Number of clients"),
        min_value=1,
        max_value=12,
        required=False,
        help_text=_("Left empty: the method’s usual number."),
    )
    is_everyone_client = forms.BooleanField(
        label=_("Everybody will be client in this session"),
        required=False,
        help_text=_("There will be as many clients as people, once everybody is here."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        zone: ZoneInfo,
        school: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`school`: what was decided last time otherwise than the method of `initial` says."""
        super().__init__(data, **kwargs)
        self.zone = zone
        told_by(self, zone)
        self.offers = {key: offer(key) for key in offered()}
        last = self.initial.get("protocol_key")
        decided = {last: school or {}}
        self.schools = {key: SchoolForm(of, data, decided.get(key, {})) for key, of in self.offers.items()}
        field = self.fields["protocol_key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [(key, key) for key in self.offers]

    def clean_scheduled_at(self) -> datetime:
        """A session may be planned for right now, not for the past. Raises ValidationError half an hour later."""
        scheduled_at: datetime = self.cleaned_data["scheduled_at"]
        if scheduled_at < timezone.now() - LATEST:
            raise ValidationError(PAST, code="past")
        return scheduled_at

    def clean(self) -> dict[str, Any]:
        """Fill in what the method says, and see that every step of every round has a minute at least."""
        cleaned = super().clean() or {}
        if "protocol_key" in cleaned and self.schools[cleaned["protocol_key"]].errors:
            self.add_error("protocol_key", _("A setting of the school is not possible with this method."))
        if not self.errors:
            self._complete(cleaned)
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        of = self.offers[cleaned["protocol_key"]]
        rounds = cleaned["rounds"] or of.rounds
        # With many clients the usual duration would be longer than the field allows anybody to type.
        usual = min(usual_minutes(of, rounds=rounds, modality=cleaned["modality"]), LONGEST)
        minutes = cleaned["minutes"] or usual
        if not leaves_no_step_out(of, minutes=minutes, rounds=rounds):
            self.add_error(
                "rounds" if cleaned["rounds"] else "minutes", _("There is not enough time for so many clients.")
            )
        cleaned |= {"rounds": rounds, "minutes": minutes}

    def assumed(self) -> Self:
        """The same form as if it were sent as it stands."""
        if self.is_bound:
            return self
        given = {one.name: one.value() for one in self}
        sent = {name: _as_sent(value, self.zone) for name, value in given.items() if value not in (None, False)}
        return type(self)(sent, zone=self.zone)

    def plan(self) -> Plan:
        """What the sessions have in common, from a valid form."""
        given = {one.name: self.cleaned_data[one.name] for one in fields(Plan) if one.name in self.cleaned_data}
        return Plan(**given, settings=self.schools[self.cleaned_data["protocol_key"]].overrides())

    @property
    def has_errors_in_the_rest(self) -> bool:
        """Whether a mistake is in what is folded away."""
        return bool(self.errors.keys() - set(self.asked_first))

    def rest(self) -> str:
        """What else the plan says than when, in words; "" while that is not known."""
        if not self.is_valid():
            return ""
        given = self.cleaned_data
        title = self.offers[given["protocol_key"]].title.given(get_language() or "")
        clients = ngettext("%(clients)d client", "%(clients)d clients", given["rounds"]) % {"clients": given["rounds"]}
        return " · ".join((title, str(Session.Modality(given["modality"]).label), clients))

    @property
    def methods(self) -> list[Method]:
        chosen = self["protocol_key"].value()
        return [Method(of, self.schools[key], key == chosen) for key, of in self.offers.items()]

    @property
    def first_methods(self) -> list[Method]:
        """Those of codéveloppement."""
        return [method for method in self.methods if method.of.key.startswith("codev")]

    @property
    def other_methods(self) -> list[Method]:
        return [method for method in self.methods if not method.of.key.startswith("codev")]

    @property
    def is_other_chosen(self) -> bool:
        return any(method.is_chosen for method in self.other_methods)
