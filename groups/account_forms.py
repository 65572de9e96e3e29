"""Forms of signing in that differ from allauth's; apart from accounts.py, which allauth's own forms import."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.models import EmailAddress


class RequestCodeForm(RequestLoginCodeForm):
    """Asks for a sign-in code. An invited account gets its address row here: the code that reaches it confirms it."""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        # allauth sets it while it cleans the address, and not at all where the address is refused.
        user = getattr(self, "_user", None)
        # An invitation makes the account alone. Without this row allauth has nothing to confirm by the code, and as a
        # confirmed address is mandatory would ask for another code after the first.
        if user and not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return cleaned
