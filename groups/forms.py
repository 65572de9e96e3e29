"""What people type about groups, understood or sent back with the reason at the field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import zones
from .errors import CodevError, Invalid
from .models import RETENTION_LIMITS, Answer, Charter, Group, Organisation, Part, Participant, Role
from .naming import CALLED_MAX
from .pasting import NAME_MAX
from .sentences import sentence


def show_refusal(form: forms.Form, refusal: CodevError) -> None:
    """Put a command's refusal where the person can mend it: at its field, or above the form that has no such field."""
    field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
    form.add_error(field, sentence(refusal.code))


class InviteForm(forms.Form):
    """Somebody who gets a role in an organisation."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class WhoForm(forms.Form):
    """Whether an account is a member: of a doubt that stands in a row, or of a name that is like the member's."""

    doubt = forms.IntegerField(required=False)
    participant = forms.UUIDField(required=False)
    user = forms.IntegerField(required=False)
    answer = forms.ChoiceField(choices=[(one.value, one.value) for one in (Answer.SAME, Answer.OTHER)])


class SupportForm(forms.Form):
    """Whom people may turn to besides those who facilitate."""

    text = forms.CharField(
        label=_("Support contacts"),
        help_text=_("Shown to participants who want to warn the facilitators: a name, a number, the hours."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _days(label: Any, **more: Any) -> forms.IntegerField:
    least, most = RETENTION_LIMITS
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class RetentionForm(forms.Form):
    """How long what was written in a cycle is kept at most."""

    days = _days(_("Days after a cycle’s end"))


class NameForm(forms.Form):
    """What a group is called. `sure` is the name that was asked about, where another group has it."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    sure = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """With `is_sure` in place of `sure`: another name that is there is asked about anew."""
        cleaned = super().clean() or {}
        cleaned["is_sure"] = cleaned.pop("sure", "") == cleaned.get("name")
        return cleaned

    def ask_if_sure(self) -> None:
        """Let the form, pressed once more as it is, mean it."""
        self.data = {**self.data.dict(), "sure": self.data["name"].strip()}  # type: ignore[attr-defined]


class GroupForm(NameForm):
    """A group: what it is called inside, and outside, and by whose clocks it meets.

    A new one names its organisation too, where somebody makes groups in several of `organisations`.
    """

    field_order = ("name", "organisation", "calendar_name", "time_zone", "sure")

    calendar_name = forms.CharField(
        label=_("Name in calendars and mails"),
        help_text=_(
            "What calendars and mails will say of the group, which others may read. Its own name never stands there."
            " Left empty, they say “Codéveloppement” and no more."
        ),
        max_length=60,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, organisations: Sequence[Organisation] = (), group: Group | None = None, **kwargs: Any
    ) -> None:
        if group:
            kwargs["initial"] = {name: getattr(group, name) for name in ("name", "calendar_name", "time_zone")}
            organisations = [group.organisation]
        super().__init__(data, **kwargs)
        self.organisations = organisations
        if len(organisations) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Organisation"), choices=[(str(one.pk), one.name) for one in organisations]
            )
        self.fields["time_zone"] = zones.ZoneField(
            empty=_organisations_own(organisations),
            help_text=_("The hours of sessions are this place’s. Each device shows its own hour as well."),
            required=False,
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.pop("organisation", None)
        if self.organisations and not self.errors:
            found = (one for one in self.organisations if chosen in (None, str(one.pk)))
            cleaned["organisation"] = next(found)
        return cleaned


def _organisations_own(organisations: Sequence[Organisation]) -> str:
    # Of several organisations each has its own, and which one it will be, another field says.
    if len(organisations) != 1:
        return gettext("The organisation’s")
    return gettext("The organisation’s: %(time)s") % {"time": zones.time_of(organisations[0].zone)}


class CalledField(forms.CharField):
    """What to call somebody, in a few words."""

    def __init__(self, **options: Any) -> None:
        about = _("Everybody reads it in sessions: a given name, mostly.")
        super().__init__(**{"label": _("What to call them"), "help_text": about, "max_length": CALLED_MAX, **options})


class CalledForm(forms.Form):
    """What to call me."""

    called = CalledField(label=_("What to call you"))


class MemberForm(forms.Form):
    """A participant's name, what to call them, where they are reached."""

    name = forms.CharField(label=_("Name"), max_length=NAME_MAX)
    called = CalledField()
    email = forms.EmailField(label=_("E-mail, if any"), required=False, max_length=254)
    language = forms.ChoiceField(
        label=_("Language of mails"),
        choices=[("", _("That of whoever writes")), *settings.LANGUAGES],
        required=False,
    )

    @classmethod
    def about(cls, participant: Participant) -> MemberForm:
        return cls(
            initial={
                "name": participant.name,
                "called": participant.known_as,
                "email": participant.email,
                "language": participant.language,
            }
        )


class CardsForm(forms.Form):
    """Whose cards are printed. The key is the page's own: sent again, it makes the same links."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.MultipleChoiceField(label=_("For whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["people"]
        assert isinstance(choices, forms.MultipleChoiceField)  # noqa: S101 (as above)
        choices.choices = [(str(one.pk), one.name) for one in people]


class FacilitatorForm(forms.Form):
    """Somebody of the organisation who facilitates a group."""

    email = forms.EmailField(label=_("E-mail of somebody in the organisation"), max_length=254)
    role = forms.ChoiceField(label=_("Part in the group"), choices=Part.choices)


class CharterForm(forms.Form):
    """A new version of a charter."""

    text = forms.CharField(label=_("Text of the charter"), widget=forms.Textarea(attrs={"rows": 10}))
    retention_days = _days(_("Days after the cycle’s end after which what was written is erased"), required=False)
    # The version that is reworded: two at once do not undo each other's words unread.
    of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of_charter(cls, charter: Charter) -> CharterForm:
        about = {"text": charter.text, "retention_days": charter.retention_days, "of": charter.number}
        return cls(initial=about)
