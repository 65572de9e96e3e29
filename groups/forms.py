"""What people type about groups, understood or sent back with the reason at the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .errors import CodevError, Invalid
from .models import RETENTION_LIMITS, Answer, Group, Part, Participant, Role
from .naming import CALLED_MAX
from .pasting import NAME_MAX, PastedPerson, first_fault, parse_people
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


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)


class CalledField(forms.CharField):
    """What to call somebody, in a few words."""

    def __init__(self, **options: Any) -> None:
        about = _("Everybody reads it in sessions: a given name, mostly.")
        super().__init__(**{"label": _("What to call them"), "help_text": about, "max_length": CALLED_MAX, **options})


class CalledForm(forms.Form):
    """What to call me."""

    called = CalledField(label=_("What to call you"))


class MembersForm(forms.Form):
    """A pasted list of people who join a group."""

    people = forms.CharField(
        label=_("People to add, one a line"),
        help_text=_("A name alone, or “Léa Martin; lea@example.org”. Addresses copied from a mail work too."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_people(self) -> list[PastedPerson]:
        people = parse_people(self.cleaned_data["people"])
        there = list(self.group.participants.current())
        # The command checks again behind a lock, as two people may add members at once; here the message can say whose
        # line it is.
        if fault := first_fault(people, [one.name for one in there], [one.email for one in there]):
            raise forms.ValidationError(sentence(fault.code, fault.name))
        if len(there) + len(people) > settings.CODEV_PARTICIPANTS_MAX:
            raise forms.ValidationError(sentence("too_many_participants"))
        return people


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
