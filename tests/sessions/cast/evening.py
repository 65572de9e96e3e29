"""A whole evening with rows: its people, the browsers they come with, and a moment in which each command is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from groups.actors import Actor, hold_screen, hold_seat
from groups.models import (
    CharterAcceptance,
    Cycle,
    Group,
    Organisation,
    Part,
    Participant,
    PersonalLink,
    Role,
    Seat,
    User,
)
from groups.models.links import hash_of
from sessions import commands
from sessions.access import Visit
from sessions.models import Commitment, Presence, Round, Session

CIRCLE = ("amina", "bruno", "chloe", "driss", "elsa", "farid")
GUIDES = {"claire": Part.FACILITATOR, "colin": Part.FACILITATOR, "david": Part.DEPUTY}
SCREEN = "screen"
QUESTION = UUID(int=1)
PROMISE, SUBJECT = UUID(int=2), UUID(int=3)
PROPOSAL = {"id": SUBJECT, "title": "Un retard à annoncer", "question": "Comment le dire sans braquer ?"}
IDEA = UUID(int=2)


@dataclass
class Evening:
    """A group's session. Claire and Colin facilitate, David stands by; Gina came without a personal link."""

    group: Group
    session_id: UUID
    users: dict[str, User]
    people: dict[str, Participant]
    seats: dict[str, Seat] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """The row as it is now."""
        return Session.objects.select_related("cycle__group").get(pk=self.session_id)

    def id(self, name: str) -> str:
        return str(self.people[name].pk)

    def visit(self, name: str) -> Visit:
        if name in self.users:
            return Visit(self.session, Actor(user=self.users[name]), GUIDES[name])
        return Visit(self.session, Actor(seat=self.seats[name]))

    def visit_key(self, name: str) -> str:
        """The actor's name in journals and presence."""
        return f"user:{self.users[name].pk}" if name in self.users else f"seat:{self.seats[name].pk}"

    def do(self, name: str, command: str, /, **fields: Any) -> int:
        """A command straight at its verb, as a browser of that person would send it."""
        return commands.run(command, visit=self.visit(name), key=uuid4(), **fields)

    def browser(self, name: str = "", *, language: str = "", strict: bool = False) -> Client:
        """Somebody's browser; a nameless one is nobody's. A strict one checks for forged requests."""
        http = Client(enforce_csrf_checks=strict)
        if language:
            http.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if name in self.users:
            http.force_login(self.users[name])
        elif name:
            browser = http.session
            hold_screen(browser, self.session.screen_secret) if name == SCREEN else hold_seat(browser, self.seats[name])
            browser.save()
            http.cookies[settings.SESSION_COOKIE_NAME] = str(browser.session_key)
        return http

    def path(self, more: str = "") -> str:
        return f"/sessions/{self.session_id}/{more}"

    def post(self, http: Client, command: str, *, key: UUID | str | None = None, **fields: Any) -> HttpResponse:
        headers = fields.pop("headers", None)
        return http.post(self.path(f"do/{command}/"), {"key": str(key or uuid4()), **fields}, headers=headers)

    def click(self, name: str) -> HttpResponse:
        """Somebody presses this command's button, in the moment that the evening is in."""
        click = CLICKS[name]
        return self.post(self.browser(click.by), name, **click.fields(self))

    def index(self, step: str, number: int = 0) -> int:
        agenda = self.session.load().agenda
        return next(i for i, item in enumerate(agenda) if item.key == step and item.round in (None, number))


def gather(circle: tuple[str, ...] = CIRCLE, *, organisation: str = "Atelier", minutes: int = 120) -> Evening:
    """A planned evening, hybrid, whose people have all accepted the charter and hold a seat."""
    owner = Organisation.objects.create(name=organisation)
    suffix = f"@{organisation.lower()}.example.org"
    users = {name: User.objects.create(email=name + suffix, name=name.title()) for name in (*GUIDES, "hakim", "agnes")}
    for name, user in users.items():
        owner.roles.create(user=user, role={"hakim": Role.HR, "agnes": Role.ADMIN}.get(name, Role.FACILITATOR))
    group = Group.objects.create(organisation=owner, name="Les mardis")
    charter = group.charters.create(number=1, text="Confidentialité.")
    cycle = group.cycles.create(number=1)
    for name, part in GUIDES.items():
        group.facilitators.create(user=users[name], role=part)
    people = {name: _participant(group, name, place) for place, name in enumerate((*circle, "gina"), 1)}
    Participant.objects.bulk_create(people.values())
    CharterAcceptance.objects.bulk_create(CharterAcceptance(charter=charter, participant=p) for p in people.values())
    session = plan(cycle, minutes=minutes)
    return Evening(group, session.pk, users, people, _seats(people, session.pk))


def plan(cycle: Cycle, *, minutes: int = 120, protocol_key: str = "codev-classique") -> Session:
    soon = timezone.now() + timedelta(hours=1)
    return commands.plan_session(
        cycle=cycle,
        scheduled_at=soon,
        minutes=minutes,
        rounds=2,
        protocol_key=protocol_key,
        modality=Session.Modality.HYBRID,
    )


def _participant(group: Group, name: str, place: int) -> Participant:
    return Participant(group=group, name=f"{name.title()} {chr(64 + place % 26)}.", position=place)


def _seats(people: dict[str, Participant], session_id: UUID) -> dict[str, Seat]:
    """One each; all but Gina's by a personal link, which admits by itself: she gave the room code."""
    links = {
        name: PersonalLink(participant=one, token_hash=hash_of(str(one.pk)))
        for name, one in people.items()
        if name != "gina"
    }
    PersonalLink.objects.bulk_create(links.values())
    seats = {name: Seat(participant=one, link=links.get(name)) for name, one in people.items()}
    if guest := seats.get("gina"):
        guest.session_id = session_id
    Seat.objects.bulk_create(seats.values())
    return seats


# Moments, each from the one before


def planned(evening: Evening) -> None:
    """Nobody has come yet."""


def lobby(evening: Evening) -> None:
    """Everybody but Gina stood at the door and is here now; Elsa observes, Farid writes."""
    Presence.objects.bulk_create(
        Presence(
            session_id=evening.session_id,
            actor=evening.visit_key(name),
            participant=person,
            last_seen_at=timezone.now(),
        )
        for name, person in evening.people.items()
        if name != "gina"
    )
    evening.do("claire", "open")
    for name, role in (("elsa", "observer"), ("farid", "scribe")):
        if name in evening.people:
            evening.do("claire", "assign_role", participant=evening.people[name].pk, role=role)


def check_in(evening: Evening) -> None:
    """The first step runs: a go-round. Amina then Bruno will be clients."""
    lobby(evening)
    clients = [evening.people["amina"].pk, evening.people["bruno"].pk]
    evening.do("claire", "choose_clients", participants=clients)
    evening.do("claire", "start")


def pause(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "pause")


def _at(step: str) -> Callable[[Evening], None]:
    def moment(evening: Evening) -> None:
        check_in(evening)
        evening.do("claire", "jump", to_step=evening.index(step))

    return moment


presentation, clarification, contract, consultation = map(
    _at, ("presentation", "clarification", "contract", "consultation")
)
action_plan, learning, last_step = map(_at, ("action_plan", "learning", "closing"))


def hands_up(evening: Evening) -> None:
    """Bruno and Chloé ask for the floor."""
    clarification(evening)
    for name in ("bruno", "chloe"):
        evening.do(name, "raise_hand")


def questioned(evening: Evening) -> None:
    """Bruno has written a question."""
    clarification(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")


def contracted(evening: Evening) -> None:
    """Amina has said what she wishes to leave with."""
    contract(evening)
    evening.do("amina", "write_contract", text="Je souhaite repartir avec trois idées.")


def kept(evening: Evening) -> None:
    """While questions are asked, Bruno keeps an idea for the consultation, which comes now."""
    clarification(evening)
    evening.do("bruno", "keep_idea", id=IDEA, kind="option", text="Et si Paul venait ?")
    evening.do("claire", "jump", to_step=evening.index("consultation"))


def reworded(evening: Evening) -> None:
    """Bruno proposes a wording of the contract."""
    contract(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="reformulation", text="Repartir avec un premier pas.")


def silent(evening: Evening) -> None:
    """Peers write in silence while Amina listens."""
    consultation(evening)
    evening.do("claire", "write_in_silence")


def bruno_gone(evening: Evening) -> None:
    """Bruno has left while questions were asked."""
    clarification(evening)
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)


def broken_off(evening: Evening) -> None:
    """Amina's round was interrupted in consultation; the closing runs."""
    consultation(evening)
    evening.do("claire", "interrupt_round")
    evening.do("claire", "jump", to_step=evening.index("closing"))


def moved_on(evening: Evening) -> None:
    """Claire has just left the questions for the contract."""
    clarification(evening)
    evening.do("claire", "next")


def on_break(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "take_break", minutes=10)


def summed_up(evening: Evening) -> None:
    """Claire sums the questions up."""
    clarification(evening)
    evening.do("claire", "summarise")


def prompted(evening: Evening) -> None:
    """Claire shows a prompt of her own."""
    clarification(evening)
    evening.do("claire", "write_prompt", text="Que n’avons-nous pas demandé ?")


def handed_over(evening: Evening) -> None:
    """Claire has let David guide."""
    clarification(evening)
    evening.do("claire", "hand_over", to=evening.users["david"].pk)


def promise(evening: Evening, name: str = "amina", text: str = "Appeler Paul.", *, id: UUID = PROMISE) -> Commitment:
    """What somebody committed to in an earlier session of the cycle, which is closed."""
    earlier = plan(evening.group.cycle)
    Session.objects.filter(pk=earlier.pk).update(status="closed")
    round_ = Round.objects.create(session=earlier, number=0, client=evening.people[name])
    found = Commitment(id=id, session=earlier, round=round_, participant=round_.client, taken_at=timezone.now())
    found.text = text
    found.save(force_insert=True)
    return found


def promised(evening: Evening) -> None:
    """Amina was client before; the follow-up runs."""
    promise(evening)
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("follow_up"))


def choosing(evening: Evening) -> None:
    """The group chooses its subjects; Amina then Bruno are named as clients already."""
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("subject_choice"))


def proposed(evening: Evening) -> None:
    """Bruno has proposed a subject."""
    choosing(evening)
    evening.do("bruno", "propose_subject", **PROPOSAL)


def by_votes(evening: Evening) -> None:
    """The school decided that subjects are chosen by votes."""
    session = evening.session
    session.settings = {"subject_choice": "votes"}
    session.freeze_protocol()
    session.save()


def voting(evening: Evening) -> None:
    by_votes(evening)
    proposed(evening)


@dataclass(frozen=True)
class Click:
    """Who sends a command, when, and with which fields."""

    by: str
    moment: Callable[[Evening], None]
    fields: Callable[[Evening], dict[str, Any]] = lambda evening: {}


def _with(**fields: Any) -> Callable[[Evening], dict[str, Any]]:
    return lambda evening: fields


def _participant_is(name: str, **more: Any) -> Callable[[Evening], dict[str, Any]]:
    return lambda evening: {"participant": evening.id(name), **more}


CLICKS = {
    "open": Click("claire", planned),
    "admit": Click("claire", lobby, _participant_is("gina")),
    "assign_role": Click("claire", lobby, _participant_is("chloe", role="observer")),
    "choose_clients": Click(
        "claire", lobby, lambda evening: {"participants": [evening.id("bruno"), evening.id("amina")]}
    ),
    "start": Click("claire", lobby),
    "cancel": Click("claire", lobby),
    "next": Click("claire", check_in, _with(from_step=0)),
    "jump": Click("claire", check_in, lambda evening: {"from_step": 0, "to_step": evening.index("contract")}),
    "pause": Click("claire", check_in),
    "resume": Click("claire", pause),
    "extend": Click("claire", check_in, _with(seconds=60)),
    "next_speaker": Click("claire", check_in, _with(believed_speaker="")),
    "set_floor_mode": Click("claire", check_in, _with(mode="queue")),
    "pass_turn": Click("amina", check_in),
    "postpone_turn": Click("amina", check_in),
    "back": Click("claire", clarification, lambda evening: {"from_step": evening.index("clarification")}),
    "raise_hand": Click("bruno", clarification),
    "lower_hand": Click("bruno", hands_up),
    "give_floor": Click("claire", hands_up, _participant_is("chloe", believed_speaker="")),
    "yield_floor": Click("amina", presentation),
    "contribute": Click("bruno", clarification, _with(id=str(QUESTION), kind="question", text="Depuis quand ?")),
    "edit": Click("bruno", questioned, _with(id=str(QUESTION), text="Depuis combien de temps ?")),
    "withdraw": Click("bruno", questioned, _with(id=str(QUESTION))),
    "mark_answered": Click("claire", questioned, _with(id=str(QUESTION))),
    "write_contract": Click("amina", contract, _with(text="Je souhaite repartir avec une idée.")),
    "accept_contract": Click("bruno", contracted),
    "write_synthesis": Click("amina", action_plan, _with(text="Je garde deux pistes.")),
    "add_commitment": Click("amina", action_plan, _with(text="Appeler Paul.", due="2099-01-31")),
    "seat": Click("claire", lobby, _participant_is("gina")),
    "seat_newcomer": Click("claire", lobby, _with(name="Henri Blanc")),
    "hear_charter": Click("claire", lobby, _participant_is("gina")),
    "admit_all": Click("claire", lobby),
    "turn_away": Click("claire", lobby, _participant_is("gina")),
    "mark_left": Click("claire", clarification, _participant_is("bruno")),
    "mark_back": Click("claire", bruno_gone, _participant_is("bruno")),
    "interrupt_round": Click("claire", consultation, lambda evening: {"from_step": evening.index("consultation")}),
    "resume_round": Click("claire", broken_off, _with(round=0)),
    "say_where": Click("bruno", lobby, _with(where="remote")),
    "take_break": Click("claire", clarification, _with(minutes=10)),
    "end_break": Click("claire", on_break),
    "undo": Click("claire", moved_on, lambda evening: {"of_revision": evening.session.revision}),
    "allow_writing": Click("claire", clarification, _participant_is("bruno", kind="option")),
    "reframe": Click("claire", clarification, _with(whom="client")),
    "reformulate": Click("claire", clarification),
    "summarise": Click("claire", clarification),
    "end_moment": Click("claire", summed_up),
    "show_prompt": Click(
        "claire", clarification, lambda evening: {"index": 0, "from_step": evening.index("clarification")}
    ),
    "write_prompt": Click("claire", clarification, _with(text="Qu’est-ce qui vous retient ?")),
    "hide_prompt": Click("claire", prompted),
    "write_private_note": Click("claire", clarification, _with(text="Chloé hésite à parler.")),
    "hand_over": Click("claire", lobby, lambda evening: {"to": evening.users["david"].pk}),
    "take_over": Click("david", clarification),
    "take_back": Click("claire", handed_over),
    "report_commitment": Click("amina", promised, _with(id=str(PROMISE), state="reported", text="J’ai appelé.")),
    "propose_subject": Click("bruno", choosing, _with(**{**PROPOSAL, "id": str(SUBJECT)})),
    "withdraw_subject": Click("bruno", proposed, _with(id=str(SUBJECT))),
    "weigh_subject": Click("bruno", proposed, _with(id=str(SUBJECT), stakes=3, intensity=2, urgency=1)),
    "vote": Click("chloe", voting, _with(subject=str(SUBJECT), count=2)),
    "skip_vote": Click("chloe", voting),
    "end_vote": Click("claire", voting),
    "word_headline": Click("amina", presentation, _with(title="Un retard", question="Comment le dire ?")),
    "set_floor_order": Click("claire", hands_up, _with(order="least_heard")),
    "set_turn_limit": Click("claire", hands_up, _with(seconds=60)),
    "keep_idea": Click("bruno", clarification, _with(id=str(IDEA), kind="option", text="Et si Paul venait ?")),
    "share_kept": Click("bruno", kept, _with(id=str(IDEA))),
    "hand_back": Click("claire", questioned, _with(id=str(QUESTION))),
    "write_in_silence": Click("claire", consultation),
    "reveal": Click("claire", silent),
    "deliver_as_they_come": Click("amina", consultation, _with(wanted=True)),
    "mark": Click("amina", questioned, _with(id=str(QUESTION), mark="trying")),
    "adopt_wording": Click("amina", reworded, _with(id=str(QUESTION))),
    "hide": Click("claire", questioned, _with(id=str(QUESTION))),
    "drop_kept": Click("bruno", kept, _with(id=str(IDEA))),
    "close": Click("claire", last_step),
}
