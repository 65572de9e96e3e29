"""Signing in at a provider (OIDC): whom it may bring in, as whom, with which roles, and whether in two steps."""

from __future__ import annotations

from typing import Any, NoReturn, cast

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from codev import oidc

from . import commands, factors
from .models import Organisation, User

# RFC 8176: more than one factor was asked for.
MANY = "mfa"


class Adapter(DefaultSocialAccountAdapter):
    """Lets in by a verified address of the provider's domains alone, and never as somebody whom it has not brought."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        # From the environment alone: a row could name another provider.
        from allauth.socialaccount.models import SocialApp

        found = settings.CODEV_OIDC
        if found is None or provider not in (None, oidc.ID, "openid_connect"):
            return []
        return [SocialApp(provider="openid_connect", **found.app)]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account, and give it its roles; or refuse, in words."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            refuse(request, "unverified")
        said = Said.by(sociallogin)
        # What the provider tells is used, and not kept.
        sociallogin.account.extra_data = {}
        if not said.has_address:
            refuse(request, "unverified")
        user = self._account(request, sociallogin, said)
        commands.own_address(user=user, email=said.email)
        organisation = Organisation.objects.get(pk=described().organisation)
        commands.follow_roles(organisation=organisation, user=user, held=said.roles, managed=described().roles.keys())
        sociallogin.said_many = said.in_many_steps
        # As it is signed in to from now on.
        fresh = User.objects.get(pk=user.pk)
        if sociallogin.is_existing:
            sociallogin.user = fresh
            sociallogin.account.save(update_fields=["extra_data"])
        else:
            sociallogin.connect(request, fresh)

    def _account(self, request: HttpRequest, sociallogin: SocialLogin, said: Said) -> User:
        known = User.objects.filter(email=said.email).first()
        proved = EmailAddress.objects.filter(email__iexact=said.email, verified=True).select_related("user").first()
        user = proved.user if proved else known
        if sociallogin.is_existing and sociallogin.user != user:
            refuse(request, "another")
        if user is None:
            # Without a role there is nothing here to open.
            if not said.roles:
                refuse(request, "uninvited")
            return User.objects.create_user(said.email, name=said.name)
        linked = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).first()
        # An address that was given to somebody else, and the operator's own pages, which are not that organisation's.
        if user.is_staff or user.is_superuser or (linked and linked.uid != sociallogin.account.uid):
            refuse(request, "another")
        return user


class Said:
    """What the provider says of who signs in: by its signed token, and, for the rest, by its list of claims."""

    def __init__(self, token: dict[str, Any], more: dict[str, Any]) -> None:
        self.token = token
        # Somebody's token with another's claims says nothing of either.
        self.claims = {**more, **token} if more.get("sub", token.get("sub")) == token.get("sub") else {}

    @classmethod
    def by(cls, sociallogin: SocialLogin) -> Said:
        data = sociallogin.account.extra_data
        return cls(data.get("id_token") or {}, data.get("userinfo") or {})

    @property
    def email(self) -> str:
        return str(self.claims.get("email") or "").strip().lower()

    @property
    def name(self) -> str:
        return str(self.claims.get("name") or self.email.partition("@")[0])[:120]

    @property
    def has_address(self) -> bool:
        """Whether it is of the provider's domains, and the provider says that it has verified it."""
        return self.claims.get("email_verified") is True and self.email.partition("@")[2] in described().domains

    @property
    def roles(self) -> set[str]:
        """Ours, by the values of its claim: a text or a list of texts."""
        told = self.claims.get(described().claim) or []
        values = {str(one).lower() for one in (told if isinstance(told, list) else [told])}
        return {role for role, giving in described().roles.items() if giving & values}

    @property
    def in_many_steps(self) -> bool:
        told = self.token.get("amr")
        return isinstance(told, list) and MANY in told


def described() -> oidc.Provider:
    """As the environment has it; whoever comes back from a provider has been sent there."""
    return cast(oidc.Provider, settings.CODEV_OIDC)


def refuse(request: HttpRequest, why: str) -> NoReturn:
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"why": why}, status=403))


def vouches(sociallogin: Any, user: User) -> bool:
    """Whether the provider's own second step counts: not for what other organisations entrust to this account."""
    asked = getattr(sociallogin, "said_many", False)
    return bool(asked and not user.roles.exclude(organisation=described().organisation).exists())


class Stage(AuthenticateStage):
    """Asks for our second step, unless the provider took its own."""

    def _should_handle(self, request: HttpRequest) -> bool:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        return not (sociallogin and vouches(sociallogin, self.login.user)) and super()._should_handle(request)


def note_vouched(request: HttpRequest, user: User, sociallogin: Any = None, **more: Any) -> None:
    """Somebody signed in: if at a provider that asked for a second step, it was taken."""
    if sociallogin and vouches(sociallogin, user):
        factors.count_as_done(request.session, user, "provider")
