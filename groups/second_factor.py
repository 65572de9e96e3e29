"""The second step of signing in as allauth carries it out, with its secrets sealed and its drawing ours."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from codev import qr, sealing

# allauth seals a text without saying whose it will be: it is bound to what it is, not to its row.
FIELD = "second factor"


def seal(text: str) -> str:
    return sealing.seal_rowless(text, FIELD)


def unseal(sealed: str) -> str:
    """Raises SealBroken where none of CODEV_CONTENT_KEYS opens it."""
    return sealing.open_rowless(sealed, FIELD)


class Adapter(DefaultMFAAdapter):
    """Seals the keys of apps and the seeds of recovery codes, and names things as our pages do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not the right one. Wait for the next one, and try again."),
        "unverified_email": _("First confirm your e-mail address."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(encrypted_text)
        except sealing.SealBroken:
            # Never an empty key instead: whoever knew it would know every code.
            raise self.validation_error("incorrect_code") from None

    def build_totp_svg(self, url: str) -> str:
        return render_to_string("_qr.html", {"qr": qr.drawing(url), "label": gettext("The key, for your app to read")})

    def _get_site_name(self) -> str:
        return "Codev"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        return gettext("My passkey")
