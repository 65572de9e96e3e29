"""The second step of signing in, as tests take it, or do not."""

from __future__ import annotations

import json
import time
from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from groups.models import User
from groups.second_factor import seal, unseal


def in_one_step(http: Client) -> Client:
    """The same browser, whose account gave a password or a mailed code, and no more."""
    browser = http.session
    browser.pop("second_step", None)
    browser.save()
    return http


def give_app(user: User) -> Authenticator:
    """An app that shows codes, as if it had been set up some day. Its key is random, as a code counts once."""
    data = {"secret": seal(auth.generate_totp_secret())}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def give_passkey(user: User) -> Authenticator:
    """One that no device holds."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid.NONE, b"0" * 16, key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, held)
    said = {"type": "webauthn.create", "challenge": "", "origin": "https://testserver"}
    response = {
        "clientDataJSON": websafe_encode(json.dumps(said).encode()),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    credential = {"id": websafe_encode(b"0" * 16), "rawId": websafe_encode(b"0" * 16), "type": "public-key"}
    kept = {"name": "", "credential": credential | {"response": response, "clientExtensionResults": {}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=kept)


def shown(app: Authenticator) -> str:
    """The code that the app shows now."""
    return code_of(unseal(app.data["secret"]))


def code_of(secret: str, ahead: int = 0) -> str:
    """The code that an app with this key shows now, or so many codes ahead."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + ahead))
