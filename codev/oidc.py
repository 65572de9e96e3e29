"""The provider that accounts of one organisation may sign in at, as the environment describes it (CODEV_OIDC_…)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

from .env import Environment

ID = "sso"  # stands in the address that the provider sends people back to: /accounts/oidc/sso/login/callback/
ROLES = ("facilitator", "hr", "admin")


@dataclass(frozen=True)
class Provider:
    """`roles`: of our roles that the provider gives and takes, by which values of `claim` (all in lower case)."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    organisation: UUID
    domains: frozenset[str]
    claim: str
    roles: dict[str, frozenset[str]]

    @property
    def app(self) -> dict[str, object]:
        """As allauth wants it."""
        return {
            "provider_id": ID,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {"server_url": self.issuer},
        }


def read(env: Environment) -> Provider | None:
    """None without CODEV_OIDC_ISSUER; ImproperlyConfigured where something is missing or cannot be understood."""
    issuer = env.text("CODEV_OIDC_ISSUER")
    if not issuer:
        return None
    domains = frozenset(domain.lower().lstrip("@") for domain in env.words("CODEV_OIDC_DOMAINS"))
    if not domains:
        raise ImproperlyConfigured("CODEV_OIDC_DOMAINS is missing: whose addresses does the provider answer for?")
    return Provider(
        issuer=issuer.rstrip("/"),
        client_id=_needed(env, "CODEV_OIDC_CLIENT_ID"),
        client_secret=_needed(env, "CODEV_OIDC_CLIENT_SECRET"),
        name=env.text("CODEV_OIDC_NAME") or issuer,
        organisation=_organisation(_needed(env, "CODEV_OIDC_ORGANISATION")),
        domains=domains,
        claim=env.text("CODEV_OIDC_CLAIM", "groups"),
        roles=_roles(env.words("CODEV_OIDC_ROLES")),
    )


def _needed(env: Environment, name: str) -> str:
    if text := env.text(name):
        return text
    raise ImproperlyConfigured(f"{name} is missing beside CODEV_OIDC_ISSUER.")


def _organisation(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ImproperlyConfigured("CODEV_OIDC_ORGANISATION is no organisation's id.") from None


def _roles(words: list[str]) -> dict[str, frozenset[str]]:
    """`hr=people-team,admin=it,admin=owners`: each role with the values that give it."""
    found: dict[str, set[str]] = {}
    for word in words:
        role, _, value = word.partition("=")
        if role not in ROLES or not value:
            raise ImproperlyConfigured(f"CODEV_OIDC_ROLES: “{word}” is not one of {', '.join(ROLES)}, “=” and a value.")
        found.setdefault(role, set()).add(value.lower())
    return {role: frozenset(values) for role, values in found.items()}
