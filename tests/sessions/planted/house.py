"""An organisation whose every word is planted, made by its people through their own screens, and all who may look."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse

from groups.models import Group, Organisation, Participant, User
from sessions import commands
from sessions.models import Commitment, Session
from tests.mails import DIGITS, delivered
from tests.sessions.cast.evening import gather
from tests.sessions.planted.readers import SHEET
from tests.sessions.planted.watching import Browser, Watch
from tests.sessions.planted.words import address, found, word

CIRCLE = ("client", "peer", "writer", "scribe", "observer", "absent", "former", "gone")


@dataclass
class House:
    """`browsers` by who looks; `ids` by what stands in addresses."""

    watch: Watch
    browsers: dict[str, Browser] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)  # fields of commands that carried a planted word

    def browser(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = Browser(self.watch, who)
        return self.browsers[who]

    @property
    def session(self) -> Session:
        return Session.objects.get(pk=self.ids["session_id"])

    def path(self, more: str = "") -> str:
        return f"/sessions/{self.ids['session_id']}/{more}"

    def id(self, who: str) -> str:
        return str(self.people[who].pk)

    def do(self, who: str, command: str, /, **fields: Any) -> None:
        answer = self.send(who, command, **fields)
        assert answer.status_code == 204, (who, command, answer.status_code, answer.content.decode()[:500])

    def send(self, who: str, command: str, /, **fields: Any) -> HttpResponse:
        self.sent |= {f"do/{command} {name}" for name, value in fields.items() if found(str(value))}
        return self.browser(who).post(self.path(f"do/{command}/"), {"key": str(uuid4()), **fields})

    def goes_to(self, step: str, number: int = 0) -> None:
        agenda = self.session.load().agenda
        index = next(i for i, item in enumerate(agenda) if item.key == step and item.round in (None, number))
        self.do("facilitator", "jump", to_step=index)


def build(watch: Watch) -> House:
    """From the shell's command to a session whose door is open."""
    house = House(watch)
    organise(house)
    make_group(house)
    bring_members(house)
    plan(house)
    add_outsiders(house)
    call_one_off(house)
    return house


def organise(house: House) -> None:
    """The operator makes the organisation, its administrator invites its people."""
    who = {"--admin-email": address("mail of admin"), "--admin-name": word("name of admin")}
    call_command(
        "create_organisation", word("organisation"), *(f"{key}={value}" for key, value in who.items()), verbosity=0
    )
    organisation = Organisation.objects.get(name=word("organisation"))
    house.ids["organisation_id"] = organisation.pk
    house.users["operator"] = User.objects.create_superuser("operator@example.org", name="Operator")
    house.users["admin"] = User.objects.get(email=address("mail of admin"))
    admin = sign_in(house, "admin")
    for name, role in {"facilitator": "", "colleague": "", "deputy": "", "hr": "hr", "other facilitator": ""}.items():
        invited = {"name": word(f"name of {name}"), "email": address(f"mail of {name}"), "role": role or "facilitator"}
        admin.send("groups:invite", organisation.pk, **invited)
        house.users[name] = User.objects.get(email=invited["email"])
    admin.send("groups:write_support", organisation.pk, text=f"Appeler {word('support')}.")
    issuer = {"training_name": word("training organisation"), "training_address": word("training address")}
    admin.send("groups:write_training", organisation.pk, **issuer, signing_days="7", attendance_years="5")
    for name in ("operator", "facilitator", "colleague", "deputy", "hr", "other facilitator"):
        sign_in(house, name)


def sign_in(house: House, who: str) -> Browser:
    """As a mailed code does; that is tried elsewhere."""
    house.browser(who).force_login(house.users[who])
    return house.browser(who)


def make_group(house: House) -> None:
    claire = house.browser("facilitator")
    said = {"name": word("group"), "sure": word("group"), "calendar_name": word("calendar name")}
    claire.send("groups:new_group", **said)
    group = Group.objects.get(name=word("group"))
    house.ids |= {"group_id": group.pk, "facilitator_id": house.users["deputy"].pk}
    for name, part in {"colleague": "facilitator", "deputy": "deputy"}.items():
        claire.send("groups:facilitators", group.pk, email=address(f"mail of {name}"), role=part)
    action = {"title": word("title of the cycle"), "nature": "training", "objectives": word("objectives")}
    claire.send("groups:edit_cycle", group.pk, 1, **action)
    claire.send("groups:revise_charter", group.pk, text=f"Confiance. {word('charter')}", retention_days="90")


def paste(http: Browser, group: UUID, people: list[tuple[str, str]], called: str = "") -> None:
    """A list, looked at, and added as it was read; the first of them is `called` otherwise."""
    pasted = "\n".join(f"{name}; {email}" for name, email in people)
    http.send("groups:members", group, people=pasted)
    lines = {
        f"line-{place}-{field}": value
        for place, (name, email) in enumerate(people)
        for field, value in (
            ("name", name),
            ("called", "" if place else called),
            ("email", email),
        )
    }
    http.send("groups:add_members", group, people=pasted, **lines)
    http.get(reverse("groups:members", args=[group]))  # before anybody is named otherwise


def bring_members(house: House) -> None:
    """Pasted, corrected, each with a link, who says what to be called."""
    claire, group = house.browser("facilitator"), house.ids["group_id"]
    others = [(f"{word(f'name of {one}')} Martin", address(f"mail of {one}")) for one in CIRCLE if one != "client"]
    paste(claire, group, [(word("pasted name"), address("pasted mail")), *others], word("called when pasted"))
    members = list(Participant.objects.filter(group=group).order_by("position"))
    house.people |= dict(zip(CIRCLE, members, strict=True))
    client = house.people["client"].pk
    named = {"name": word("name of client"), "called": word("called client"), "email": address("mail of client")}
    claire.send("groups:rename", group, client, **named)
    for one in CIRCLE:
        enter(house, one)
    claire.send("groups:remove", group, house.id("former"))
    prove_device(house, "former")


def enter(house: House, who: str) -> None:
    """By a personal link, made, mailed and followed; then the charter."""
    claire, member = house.browser("facilitator"), (house.ids["group_id"], house.people[who].pk)
    made = claire.send("groups:make_link", *member).content.decode()
    token = re.search(r"/join/([\w-]+)/", made)
    assert token
    house.ids.setdefault("token", {})[who] = token[1]
    claire.send("groups:mail_link", *member)
    called = word("called client") if who == "client" else word(f"called {who}")
    house.browser(who).get(reverse("groups:join", args=[token[1]]))
    house.browser(who).send("groups:join", token[1], called=called)
    house.browser(who).send("groups:charter", member[0], charter="2")
    claire.get(reverse("groups:member", args=member))


def prove_device(house: House, who: str) -> None:
    """By the mailed code, after one that is wrong: what is one's own opens on this device."""
    http, sent = house.browser(who), len(delivered())
    http.send("groups:mail_code")
    wrong = http.post(reverse("groups:prove_device"), {"code": word(f"device code of {who}")})
    assert wrong.status_code == 422
    (code,) = DIGITS.findall("".join(str(one.body) for one in delivered()[sent:]))
    assert http.send("groups:prove_device", code=code).status_code == 302


def plan(house: House) -> None:
    """A first session, whose client commits to two things; the second one's door is open, on a wall and a phone too."""
    house.ids["session_id"] = house.ids["first_id"] = plan_one(house, subject_choice="facilitator")
    for one in ("client", "scribe"):
        house.browser(one).get(house.path())
    house.do("facilitator", "choose_clients", participants=[house.id("client")])
    house.do("facilitator", "start")
    house.goes_to("action_plan")
    for told in ("told", "kept"):
        house.do("client", "add_commitment", text=word(f"commitment {told}"))
    house.do("facilitator", "close")
    follow_up(house)
    house.ids["session_id"] = plan_one(house, subject_choice="votes")
    sheet = {name: word(f"prepared {name}") for name in SHEET}
    house.browser("client").send("sessions:preparation", house.ids["session_id"], version="0", **sheet)
    house.browser("screen").get(reverse("sessions:enter_screen", args=[house.session.screen_secret]))
    _pairing, token = commands.offer_pairing(session=house.session, by=house.users["facilitator"])
    house.browser("phone").get(reverse("sessions:come_paired", args=[token]))
    house.browser("phone").send("sessions:come_paired", token)
    house.ids["pairing_id"] = _pairing.pk


def follow_up(house: House) -> None:
    """Between the two, on the device that wrote it."""
    kept = next(one for one in Commitment.objects.all() if one.text == word("commitment kept"))
    house.ids["commitment_id"] = kept.pk
    said = {"version": "0", "state": "trying", "word": word("word of client")}
    answer = house.browser("client").send("sessions:change_commitment", kept.pk, **said)
    assert answer.status_code == 302, answer.content.decode()


def plan_one(house: House, **choices: str) -> UUID:
    where = {"place": word("place"), "call_url": f"https://{word('call').lower()}.example/"}
    chosen = {f"codev-classique-{name}": choice for name, choice in choices.items()}
    house.ids["session_id"] = planned_on(house, "2099-01-31T10:00", **where, **chosen)
    house.do("facilitator", "open")
    return UUID(str(house.ids["session_id"]))


def planned_on(house: House, at: str, **more: str) -> UUID:
    sent = {
        "scheduled_at": at,
        "protocol_key": "codev-classique",
        "minutes": "120",
        "rounds": "2",
        "modality": "hybrid",
    }
    house.browser("facilitator").send("sessions:plan", house.ids["group_id"], **sent, **more)
    return Session.objects.latest("created_at").pk


def call_one_off(house: House) -> None:
    """Another session, whose page everybody opens after it was called off."""
    session = planned_on(house, "2098-01-31T10:00")
    house.browser("facilitator").send("sessions:call_off", session, word=f"Désolée. {word('word of calling off')}")
    for browser in list(house.browsers.values()):
        browser.get(reverse("sessions:planned", args=[session]))


def come_by_code(house: House, who: str) -> None:
    """By the room code, under a new name; then the charter."""
    browser = house.browser(who)
    browser.send("sessions:door", code=house.session.room_code)
    browser.send("sessions:name", house.ids["session_id"], name=word(f"name of {who}"), called=word(f"called {who}"))
    house.people[who] = Participant.objects.get(name=word(f"name of {who}"))
    browser.send("groups:charter", house.ids["group_id"], charter="2")
    browser.get(house.path())


def add_outsiders(house: House) -> None:
    """People of another group, of another organisation, and nobody."""
    oscar = house.browser("other facilitator")
    oscar.send("groups:new_group", name="Les jeudis")
    other = Group.objects.get(name="Les jeudis")
    paste(oscar, other.pk, [("Olga", "")])
    olga = other.participants.get()
    made = oscar.send("groups:make_link", other.pk, olga.pk).content.decode()
    link = re.search(r"/join/([\w-]+)/", made)
    assert link
    house.browser("other member").send("groups:join", link[1], called="Olga")
    far = gather(("amina",), organisation="Voisins")
    for who, name in {
        "far facilitator": "claire",
        "far member": "amina",
        "far hr": "hakim",
        "far admin": "agnes",
    }.items():
        house.browser(who).cookies = far.browser(name).cookies
    house.browser("stranger")
    ids_of_rows(house)


def ids_of_rows(house: House) -> None:
    member = house.people["client"]
    link, seat = member.links.first(), member.seats.first()
    assert link
    assert seat
    house.ids |= {"participant_id": member.pk, "link_id": link.pk, "seat_id": seat.pk}
    house.ids.pop("token")
