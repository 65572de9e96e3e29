"""What is typed to say what to call somebody. What may be kept of it, groups say."""

from __future__ import annotations

from django import forms


class CallForm(forms.Form):
    """Whom, "" for oneself, and what to call them."""

    participant = forms.UUIDField(required=False)
    # Longer than what may be kept: the refusal says how long that is.
    called = forms.CharField(required=False, max_length=400)
