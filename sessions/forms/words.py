"""The shapes of commands that carry words. Rules are elsewhere: a form refuses only what cannot be understood."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from ..rulebook.protocol.vocabulary import KINDS
from .shapes import CommandForm, IdForm, StepForm

TITLE_MAX = 120


class TextField(forms.CharField):
    """What somebody wrote: something, and not more than CODEV_TEXT_MAX characters."""

    def __init__(self) -> None:
        super().__init__(max_length=settings.CODEV_TEXT_MAX)


class TextForm(CommandForm):
    text = TextField()


class ContractForm(TextForm):
    """What the client wishes to leave with, and the kind of help that is wanted."""

    may_be_empty = frozenset({"help"})  # none is said

    help = forms.CharField(max_length=TITLE_MAX, required=False)


class OwnPromptForm(TextForm, StepForm):
    pass


class EditForm(TextForm, IdForm):
    pass


class KeepForm(EditForm):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])


class ContributionForm(KeepForm):
    may_be_empty = frozenset({"behalf"})  # in one's own name

    behalf = forms.UUIDField(required=False)


class CommitmentForm(TextForm):
    may_be_empty = frozenset({"due"})

    due = forms.DateField(required=False)


class ReportForm(CommandForm):
    """Of one's own commitment (`id`), or what somebody says aloud (`behalf`): one of the two."""

    may_be_empty = frozenset({"text"})

    id = forms.UUIDField(required=False)
    behalf = forms.UUIDField(required=False)
    state = forms.ChoiceField(choices=[(one, one) for one in ("trying", "reported", "dropped", "not_today")])
    text = forms.CharField(max_length=settings.CODEV_TEXT_MAX, required=False)
    is_shared = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any] | None:
        # Never both: whoever notes a report for somebody must not pick the commitment.
        if bool(self.cleaned_data.get("id")) == bool(self.cleaned_data.get("behalf")):
            self.add_error("id", self.fields["id"].error_messages["required"])
        return super().clean()


class HeadlineForm(CommandForm):
    """Short words, and the question to the group."""

    title = forms.CharField(max_length=TITLE_MAX)
    question = TextField()


class SubjectForm(HeadlineForm, IdForm):
    may_be_empty = frozenset({"behalf"})  # in one's own name

    behalf = forms.UUIDField(required=False)
