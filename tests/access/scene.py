"""Two evenings next door to each other, a browser of everybody who may come, and what each address is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.actors import hold_pairing
from groups.commands import make_link, remove_participant
from groups.models import Participant, SamePerson, User
from groups.models.same_person import Ground
from sessions.commands.pairing import offer_pairing, use_pairing
from sessions.forms.attendance import half_key
from sessions.history.half_days import HalfDay
from sessions.models import Contribution, PrivateNote, Session
from tests.sessions.cast.evening import SCREEN, Evening, gather, plan
from tests.sessions.cast.guests import Guest, newcomer
from tests.sessions.cast.moments import IDEA, PROMISE, clarification, promise

from .addresses import APART, routes
from .roles import SIGN_IN, Outcome

AT_OURS = {"facilitator": "claire", "deputy": "david", "hr": "hakim", "admin": "agnes", "client": "amina"}
AT_OURS |= {"peer": "chloe", "waiting": "gina", "removed": "farid", "screen": SCREEN, "nobody": ""}
AT_THEIRS = {"outsider": "claire", "neighbour": "amina"}


@dataclass
class Scene:
    """Amina is client and Chloé a peer of ours, while questions are asked; Gina waits, Farid was removed.

    Another session of the same group is planned, and another organisation has its own next door.
    """

    ours: Evening
    theirs: Evening
    sister: Session
    operator: User
    guest: Guest
    pairing: UUID
    codes: dict[str, str]
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        if who == "guest":
            return self.guest.http
        if who in AT_OURS:
            return self.ours.browser(AT_OURS[who])
        if who in AT_THEIRS:
            return self.theirs.browser(AT_THEIRS[who])
        http = Client()
        if who == "operator":
            http.force_login(self.operator)
        else:
            browser = http.session
            hold_pairing(browser, self.pairing, self.ours.users["claire"])
            browser.save()
            http.cookies[settings.SESSION_COOKIE_NAME] = str(browser.session_key)
        return http

    @cached_property
    def sessions(self) -> dict[str, UUID]:
        return {
            "own": self.ours.session_id,
            "sister": self.sister.pk,
            "foreign": self.theirs.session_id,
            "nowhere": uuid4(),
        }

    @cached_property
    def values(self) -> dict[str, Any]:
        """What addresses hold but for the session; of nobody, where it makes no difference."""
        driss = self.ours.people["driss"]
        return {
            "group_id": self.ours.group.pk,
            "organisation_id": self.ours.group.organisation_id,
            "participant_id": driss.pk,
            "link_id": driss.links.latest("created_at").pk,
            "seat_id": driss.seats.get().pk,
            "pairing_id": self.pairing,
            "sign_in_id": uuid4(),
            "facilitator_id": self.ours.users["david"].pk,
            "user_id": self.ours.users["hakim"].pk,
            "commitment_id": PROMISE,
            "pk": 1,
            "cycle_number": 1,
            "kind": "csv",
            "provider_id": "sso",
            "secret": self.ours.session.screen_secret,
            **dict.fromkeys(("uidb36", "object_id", "content_type_id"), "1"),
            **dict.fromkeys(("key", "url"), "forged"),
            "app_label": "account",
        }

    def address(self, route: str, session_id: UUID) -> str:
        token = self.codes.get(route, "forged")
        return routes()[route].address(self.values | {"session_id": session_id, "token": token})

    def ask(self, what: str, which: str, http: Client) -> HttpResponse:
        """GET or POST what a row says; what follows "POST " and is no route is a command of the session."""
        session = self.sessions[which]
        route, is_form = what.removeprefix("POST "), what.startswith("POST ")
        if what == "poll screen":
            return http.get(self.address("poll", session), {"screen": ""})
        if what in APART:
            return http.get(APART[what])
        if not is_form:
            return http.get(self.address(route, session))
        if route in routes():
            return http.post(self.address(route, session), self.fields.get(route, {}))
        return http.post(reverse("sessions:do", args=[session, route]), {"key": str(uuid4())})


def outcome(answer: HttpResponse) -> Outcome:
    """The status, or that one is sent to sign in."""
    if answer.status_code == 302:
        where = answer["Location"].partition("?")[0]
        if where in (reverse("account_login"), reverse("admin:login")):
            return SIGN_IN
    return int(answer.status_code)


def build(evening: Evening) -> Scene:
    taken = promise(evening)
    marked = Contribution(id=IDEA, session=taken.session, round=taken.round, author=evening.people["chloe"])
    marked.step, marked.kind, marked.mark, marked.written_at = "consultation", "option", "trying", timezone.now()
    marked.text = "Appeler Paul d’abord."
    marked.save(force_insert=True)
    clarification(evening)
    # Claire's dashboard is open: nobody need take over.
    evening.browser("claire").get(evening.path("stage/?shown=1"))
    evening.do("claire", "write_private_note", text="Chloé hésite.")
    evening.prove("amina")
    remove_participant(participant=evening.people["farid"], by=evening.users["claire"])
    guest = newcomer(evening)
    evening.do("claire", "admit", participant=guest.seat.participant_id)
    Participant.objects.filter(pk=evening.people["driss"].pk).update(email="driss@example.org")
    operator = User.objects.create(email="operator@example.org", name="Odile", is_staff=True, is_superuser=True)
    SamePerson.objects.create(
        group=evening.group, participant=evening.people["driss"], user=operator, ground=Ground.ADDRESS
    )
    claire = evening.users["claire"]
    _, used = offer_pairing(session=evening.session, by=claire)
    pairing = use_pairing(token=used, label="iPhone")
    assert pairing
    codes = {
        "join": make_link(participant=evening.people["driss"], by=claire),
        "come_paired": offer_pairing(session=evening.session, by=claire)[1],
    }
    theirs, sister = gather(("amina",), organisation="Voisins"), plan(evening.group.cycle)
    # Each test has a scene of its own, and a browser of the one that asks alone.
    User.objects.filter(pk=evening.users["hakim"].pk).update(last_login=timezone.now())
    scene = Scene(evening, theirs, sister, operator, guest, pairing.pk, codes)
    scene.fields = sent(scene)
    return scene


def sent(scene: Scene) -> dict[str, dict[str, Any]]:
    """What each form is sent, so that it is carried out for whoever may."""
    note = {"id": str(PrivateNote.objects.get().pk)}
    half = half_key(HalfDay.of(timezone.now(), scene.ours.session.zone))
    return {
        "door": {"code": scene.ours.session.room_code},
        "name": {"name": "Henri"},
        "now": {"minutes": "60", "rounds": "1", "modality": "in_room"},
        "rehearse": {"temper": "lively", "pace": "1", "protocol_key": "codev-classique", "people": "5"},
        "call": {"called": "Lili"},
        "called": {"called": "Lili"},
        "evaluation": {"useful": "4"},
        "debrief": {"version": "0", "well": "Le cadre"},
        "preparation": {"version": "0", "title": "Un retard"},
        "change_commitment": {"version": "0", "state": "trying"},
        "tell_author": {"idea": str(IDEA), "tell": "yes"},
        "choose_memory": {"id": str(uuid4()), "memory": "unnamed"},
        "reword_note": note | {"text": "Chloé ose."},
        "erase_note": note,
        "plan": {
            "scheduled_at": "2099-01-31T10:00",
            "protocol_key": "codev-classique",
            "minutes": "120",
            "rounds": "2",
        },
        "plan_cycle": {
            "count": "1",
            "rhythm": "every_3",
            "scheduled_at": "2034-02-28T10:00",
            "protocol_key": "codev-classique",
            "step": "keep",
            "at_0": "2034-02-28T10:00",
            "keep_0": "on",
        },
        "past_session": {
            "began_at": "2025-03-04T10:00",
            "protocol_key": "codev-classique",
            "minutes": "110",
            "present": [str(scene.ours.people[one].pk) for one in ("amina", "bruno")],
            "client_1": str(scene.ours.people["amina"].pk),
        },
        "answer": {"comes": "yes"},
        "move": {"scheduled_at": "2034-03-28T10:00", "which": "one"},
        "call_off": {"word": "Neige."},
        "sign": {"half": half},
        "sign_before": {"half": half},
        "sign_on_paper": {"cell": f"{scene.ours.people['driss'].pk}:{half}"},
        "unsign": {"half": half},
        "where": {"place": "Salle Jade", "call_url": "https://visio.example.org/jade"},
        "members": {"people": "Omar\nAna; ana@example.org"},
        "add_members": {"people": "Omar", "line-0-name": "Omar", "line-0-called": "Omar", "line-0-email": ""},
        "rename": {"name": "Driss D.", "called": "Driss"},
        "cards": {"key": str(uuid4()), "people": [str(scene.ours.people["driss"].pk)]},
        "facilitators": {"email": scene.ours.users["hakim"].email, "role": "deputy"},
        "charter": {"charter": "1"},
        "revise_charter": {"text": "Bienveillance."},
        "invite": {"name": "Nadia", "email": "nadia@example.org", "role": "facilitator"},
        "write_support": {"text": "Médecine du travail"},
        "limit_retention": {"days": "60"},
        "write_training": {"signing_days": "7", "attendance_years": "5"},
        "edit_cycle": {"nature": "training"},
        "take_role": {"role": "facilitator"},
        "place_organisation": {"time_zone": "America/Martinique", "holidays": "FR-972"},
        "say_who": {"doubt": str(SamePerson.objects.get().pk), "answer": "other"},
        "new_group": {"name": "Les lundis"},
        "edit_group": {"name": "Les mardis"},
        "decline_charter": {"charter": "1"},
        "change_part": {"role": "facilitator"},
        "erase_my_data": {"understood": "on"},
        "journal": {"q": "confiance"},
        "erase_reflection": {"id": str(uuid4())},
        "reflection": {"version": "0", "helped": "En posant une question."},
        "set_language": {"language": "en"},
        "account_logout": {"next": "/join/"},
    }
