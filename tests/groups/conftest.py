"""People of two organisations, and how each of them comes to a page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers, get_channel_layer
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from codev import doorbell
from groups import commands
from groups.models import Group, Organisation, Participant, PersonalLink, User
from groups.pasting import PastedPerson
from tests.loops import Loop

Arrive = Callable[..., Client]


def url(name: str, *args: object) -> str:
    return reverse(f"groups:{name}", args=args)


@pytest.fixture
def in_english(settings: Settings) -> Iterator[None]:
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@dataclass
class Atelier:
    """The organisation Atelier, with its people and its group."""

    organisation: Organisation
    agnes: User  # administrator, facilitates nothing
    amina: User  # the group's facilitator
    david: User  # its deputy
    hakim: User  # HR
    group: Group
    karim: Participant
    lea: Participant


@dataclass
class Neighbour:
    """Another organisation: Bruno runs all of it, and Zoé takes part in his group."""

    organisation: Organisation
    bruno: User
    group: Group
    zoe: Participant


@pytest.fixture
def atelier(db: None) -> Atelier:
    organisation = commands.create_organisation(name="Atelier", admin_email="agnes@atelier.fr", admin_name="Agnès")
    agnes = User.objects.get(email="agnes@atelier.fr")

    def invite(name: str, role: str) -> User:
        email = f"{name.lower()}@atelier.fr"
        return commands.invite_person(organisation=organisation, email=email, name=name, role=role, by=agnes)

    amina, david, hakim = invite("Amina", "facilitator"), invite("David", "facilitator"), invite("Hakim", "hr")
    group = commands.create_group(organisation=organisation, name="Les mardis", by=amina)
    commands.name_facilitator(group=group, email=david.email, role="deputy", by=amina)
    people = [PastedPerson("Karim", "karim@exemple.fr"), PastedPerson("Léa")]
    karim, lea = commands.add_participants(group=group, people=people, by=amina)
    return Atelier(organisation, agnes, amina, david, hakim, group, karim, lea)


@pytest.fixture
def neighbour(db: None) -> Neighbour:
    organisation = commands.create_organisation(
        name="Voisins", admin_email="bruno@voisins.fr", admin_name="Bruno", roles=["facilitator"]
    )
    bruno = User.objects.get(email="bruno@voisins.fr")
    group = commands.create_group(organisation=organisation, name="Les jeudis", by=bruno)
    (zoe,) = commands.add_participants(group=group, people=[PastedPerson("Zoé")], by=bruno)
    return Neighbour(organisation, bruno, group, zoe)


@pytest.fixture
def claire(db: None) -> User:
    """An account that was made a minute ago, for which nobody has asked for a code yet."""
    cache.clear()
    return User.objects.create_user("claire@example.org", name="Claire")


@pytest.fixture
def arrive() -> Arrive:
    """A fresh browser of somebody: an account that signed in, a participant who used a link, or nobody."""

    def open_browser(who: User | Participant | None = None) -> Client:
        http = Client()
        if isinstance(who, User):
            http.force_login(who)
        if isinstance(who, Participant):
            token = make_link(who)
            assert http.post(reverse("groups:join", args=[token])).status_code == 302
        return http

    return open_browser


def make_link(participant: Participant) -> str:
    """A personal link's token, made by whoever facilitates."""
    by = participant.group.facilitators.get(role="facilitator").user
    return commands.make_link(participant=participant, by=by)


def link_of(token: str) -> PersonalLink:
    return PersonalLink.objects.with_token(token).get()


class Bells:
    """Somebody who listens at the doorbell while a test acts."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.channel = self._run(get_channel_layer().new_channel())

    def listen(self, kind: doorbell.Kind, id: UUID) -> None:
        self._run(get_channel_layer().group_add(doorbell.channel_group(kind, id), self.channel))

    def heard(self) -> str:
        return self._run(get_channel_layer().receive(self.channel))["bell"]

    def _run(self, coroutine: object) -> object:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(5)


@pytest.fixture
def bells() -> Iterator[Bells]:
    own_layer, own_loop, loop = get_channel_layer(), doorbell._loop, Loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    channel_layers.set("default", InMemoryChannelLayer())
    doorbell.use_loop(loop)
    yield Bells(loop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    channel_layers.set("default", own_layer)
    doorbell._loop = own_loop
