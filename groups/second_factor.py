"""The second step of signing in as allauth carries it out, with its secrets sealed and its drawing ours."""

from __future__ import annotations

import base64
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from codev import qr, sealing

# allauth seals a text without saying whose it will be: it is bound to what it is, not to its row.
NO_ROW = UUID(int=0)
FIELD = "second factor"


def seal(text: str) -> str:
    return base64.b64encode(sealing.seal_secret(NO_ROW, text, FIELD)).decode()


def unseal(sealed: str) -> str:
    """Raises SealBroken where none of CODEV_CONTENT_KEYS opens it."""
    try:
        blob = base64.b64decode(sealed, validate=True)
    except ValueError:
        raise sealing.SealBroken(NO_ROW) from None
    return sealing.open_secret(NO_ROW, blob, FIELD)


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
