"""Forms of signing in that differ from allauth's; apart from accounts.py, which allauth's own forms import."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.models import EmailAddress


class RequestCodeForm(RequestLoginCodeForm):
    """Knows an invited account's address from the first time: the code that reaches it confirms it."""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        user = getattr(self, "_user", None)
        if user and not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return cleaned
