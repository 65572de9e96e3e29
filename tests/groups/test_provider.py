"""Signing in at a provider (OIDC), a real one: as whom, with which roles, and whom it may not bring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from codev import oidc
from codev.env import Environment
from groups import factors
from groups.models import User
from tests.provider import Provider, running_provider
from tests.second_step import give_app

from .conftest import Atelier, Neighbour

ROLES = {"hr": frozenset({"people"}), "admin": frozenset({"it"}), "facilitator": frozenset({"codev"})}
pytestmark = pytest.mark.xdist_group("provider")


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, atelier: Atelier, settings: Settings) -> Provider:
    settings.CODEV_OIDC = oidc.Provider(
        issuer=running.url,
        client_id="codev",
        client_secret="a secret of theirs",
        name="Atelier SSO",
        organisation=atelier.organisation.pk,
        domains=frozenset({"atelier.fr"}),
        claim="groups",
        roles=ROLES,
    )
    return running


def nina(provider: Provider, **more: Any) -> str:
    """Somebody new, of the people's team."""
    claims = {"email": "Nina@atelier.fr", "email_verified": True, "name": "Nina", "groups": ["people"]}
    return provider.knows("nina", **(claims | more))


def who(http: Client) -> User | None:
    found = http.session.get("_auth_user_id")
    return User.objects.get(pk=found) if found else None


def roles(email: str, atelier: Atelier) -> set[str]:
    return set(atelier.organisation.roles.filter(user__email=email).values_list("role", flat=True))


def test_somebody_new_comes_in_with_the_roles_of_the_claim(provider: Provider, atelier: Atelier) -> None:
    http = Client()
    assert b"Atelier SSO" in http.get("/accounts/login/").content
    assert provider.brings(http, nina(provider), "/account/").url == "/account/"
    user = who(http)
    assert (user.email, user.name, user.has_usable_password()) == ("nina@atelier.fr", "Nina", False)  # type: ignore[union-attr]
    assert roles("nina@atelier.fr", atelier) == {"hr"}
    assert EmailAddress.objects.get(user=user).verified
    # What the provider told is not kept, nor any way to ask it for more.
    assert [link.extra_data for link in SocialAccount.objects.all()] == [{}]
    assert SocialToken.objects.count() == 0


def test_roles_are_given_and_taken_at_each_signing_in(
    provider: Provider, atelier: Atelier, neighbour: Neighbour
) -> None:
    provider.brings(Client(), nina(provider))
    user = User.objects.get(email="nina@atelier.fr")
    neighbour.organisation.roles.create(user=user, role="hr")
    provider.brings(Client(), nina(provider, groups="it"))
    assert roles(user.email, atelier) == {"admin"}
    provider.brings(Client(), nina(provider, groups=[]))
    assert roles(user.email, atelier) == set()
    assert neighbour.organisation.roles.filter(user=user).count() == 1


def test_what_the_provider_does_not_manage_stays(provider: Provider, atelier: Atelier, settings: Settings) -> None:
    object.__setattr__(settings.CODEV_OIDC, "roles", {"hr": frozenset({"people"})})
    provider.knows("amina", email="amina@atelier.fr", email_verified=True, groups=["people"])
    provider.brings(Client(), "amina")
    assert roles("amina@atelier.fr", atelier) == {"facilitator", "hr"}


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "did not say"),
        ({"email_verified": "true"}, "did not say"),
        ({"email": "nina@voisins.fr"}, "did not say"),
        ({"email": "nina@atelier.fr.evil.example"}, "did not say"),
        ({"email": None}, "did not say"),
        ({"groups": []}, "no part here"),
        ({"groups": ["people-of-another"]}, "no part here"),
    ],
)
def test_whom_it_may_not_bring(provider: Provider, claims: dict[str, Any], words: str) -> None:
    http = Client(headers={"Accept-Language": "en"})
    answer = provider.brings(http, nina(provider, **claims))
    assert (answer.status_code, words in answer.content.decode()) == (403, True)
    assert who(http) is None
    assert not User.objects.filter(email__startswith="nina").exists()
    assert SocialAccount.objects.count() == 0


def test_an_account_is_its_own_by_its_address_and_never_anothers(provider: Provider, atelier: Atelier) -> None:
    """The address goes to somebody else in the organisation; a known person comes with another's address."""
    provider.knows("hakim", email="hakim@atelier.fr", email_verified=True, groups=["people"])
    http = Client()
    provider.brings(http, "hakim")
    assert who(http) == atelier.hakim
    provider.knows("successor", email="hakim@atelier.fr", email_verified=True, groups=["people"])
    other = Client()
    assert provider.brings(other, "successor").status_code == 403
    provider.knows("hakim", email="agnes@atelier.fr", email_verified=True, groups=["people"])
    assert provider.brings(other, "hakim").status_code == 403
    assert who(other) is None


def test_whoever_waited_in_an_unconfirmed_account_is_shut_out(provider: Provider, atelier: Atelier) -> None:
    """Somebody signed up with Nina's address and a password, and never had it confirmed."""
    waiting = User.objects.create_user("nina@atelier.fr", "trois petits chats", name="Nobody")
    EmailAddress.objects.create(user=waiting, email=waiting.email, primary=True, verified=False)
    attacker, http = Client(), Client()
    attacker.force_login(waiting)
    provider.brings(http, nina(provider))
    waiting.refresh_from_db()
    assert (who(http), waiting.has_usable_password()) == (waiting, False)
    assert attacker.get("/account/").status_code == 302


def test_the_operator_s_account_is_not_the_provider_s(provider: Provider) -> None:
    User.objects.create_superuser("olga@atelier.fr", name="Olga")
    provider.knows("olga", email="olga@atelier.fr", email_verified=True, groups=["people"], amr=["mfa"])
    assert provider.brings(Client(), "olga").status_code == 403


@pytest.mark.parametrize(("amr", "is_done"), [(["pwd", "mfa"], True), (["pwd"], False), (None, False), ("mfa", False)])
def test_the_provider_s_second_step_counts_if_it_says_so(provider: Provider, amr: object, is_done: bool) -> None:
    http = Client()
    provider.brings(http, nina(provider, amr=amr))
    assert factors.is_done(http.session, User.objects.get(email="nina@atelier.fr")) is is_done
    assert (http.get("/history/").status_code == 200) is is_done


def test_it_does_not_count_for_what_others_entrust(provider: Provider, neighbour: Neighbour) -> None:
    provider.brings(Client(), nina(provider))
    user = User.objects.get(email="nina@atelier.fr")
    neighbour.organisation.roles.create(user=user, role="hr")
    http = Client()
    provider.brings(http, nina(provider, amr=["mfa"]))
    assert not factors.is_done(http.session, user)


def test_an_app_of_ours_is_asked_for_unless_the_provider_asked(provider: Provider, atelier: Atelier) -> None:
    give_app(atelier.hakim)
    for amr, answer in ((["pwd"], "/accounts/2fa/authenticate/"), (["mfa"], "/")):
        provider.knows("hakim", email="hakim@atelier.fr", email_verified=True, groups=["people"], amr=amr)
        assert provider.brings(Client(), "hakim").url == answer


def test_nobody_joins_anothers_account_to_ones_own(provider: Provider, atelier: Atelier) -> None:
    http = Client()
    http.force_login(atelier.amina)
    there = http.get("/accounts/oidc/sso/login/?process=connect")
    back = provider.says_yes(there.url, nina(provider))
    assert http.get(f"{back.path}?{back.query}").status_code == 403
    assert SocialAccount.objects.count() == 0
    assert http.get("/accounts/3rdparty/").url == "/account/"


def test_an_answer_that_was_not_asked_for_lets_nobody_in(provider: Provider) -> None:
    there = Client().get("/accounts/oidc/sso/login/")
    back = provider.says_yes(there.url, nina(provider))
    stranger = Client()
    answer = stranger.get(f"{back.path}?{back.query}")
    assert who(stranger) is None
    assert answer.status_code in (200, 401, 403)


def test_without_a_provider_there_is_none(atelier: Atelier) -> None:
    http = Client()
    assert http.get("/accounts/oidc/sso/login/").status_code == 404
    assert "/accounts/oidc/" not in http.get("/accounts/login/").content.decode()


WHOLE = {
    "CODEV_OIDC_ISSUER": "https://sso.example.org/",
    "CODEV_OIDC_CLIENT_ID": "codev",
    "CODEV_OIDC_CLIENT_SECRET": "x",
    "CODEV_OIDC_ORGANISATION": "6f1c4d0e-9b57-4f0a-8f0e-0a9b7a7f0001",
    "CODEV_OIDC_DOMAINS": "Example.org, @example.com",
    "CODEV_OIDC_ROLES": "hr=People,admin=it,admin=owners",
}


def read(monkeypatch: pytest.MonkeyPatch, **changed: str) -> oidc.Provider | None:
    for name, value in (WHOLE | changed).items():
        monkeypatch.setenv(name, value)
    return oidc.read(Environment())


def test_the_environment_describes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch)
    assert found
    assert (found.issuer, found.name, found.claim) == ("https://sso.example.org", "https://sso.example.org/", "groups")
    assert found.domains == {"example.org", "example.com"}
    assert found.roles == {"hr": {"people"}, "admin": {"it", "owners"}}
    assert read(monkeypatch, CODEV_OIDC_ISSUER="") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CODEV_OIDC_CLIENT_ID", ""),
        ("CODEV_OIDC_CLIENT_SECRET", ""),
        ("CODEV_OIDC_DOMAINS", ""),
        ("CODEV_OIDC_ORGANISATION", "Atelier"),
        ("CODEV_OIDC_ROLES", "boss=people"),
        ("CODEV_OIDC_ROLES", "hr"),
    ],
)
def test_what_is_missing_or_strange_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read(monkeypatch, **{name: value})
