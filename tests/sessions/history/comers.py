"""Who may come to the pages of HR and the ledger: a browser of each, and what each is answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from groups.commands import remove_participant, rename_participant, revoke_seat, say_who
from groups.models import Group, Role, Seat
from tests.sessions.cast.past import Past, settle

SIGN_IN = "sign in"
PAGES = ("history", "group_history", "attendance_csv")
EVERYBODY = (
    "nobody",
    "hr",
    "hr elsewhere",
    "hr who facilitates",
    "hr who stands in",
    "hr who belongs",
    "hr who belonged",
    "hr in doubt",
    "hr who was in doubt",
    "admin",
    "facilitator",
    "deputy",
    "member",
    "guest",
    "neighbour",
    "removed",
    "lost and removed",
)


def works_for_hr(past: Past, who: str) -> None:
    past.organisation.roles.create(user=past.users[who], role=Role.HR)


def belongs(past: Past, who: str, address: str) -> None:
    rename_participant(participant=past.people[who], name=who.title(), email=address, by=past.users["claire"])


def answered(past: Past, *, is_same: bool) -> None:
    say_who(doubt=past.users["hakim"].same_people.get(), is_same=is_same, by=past.users["agnes"])


def comer(past: Past, who: str) -> Client:
    """A browser of somebody; the scene is changed to make that somebody true."""
    if who == "hr elsewhere" or who == "neighbour":
        voisins = settle("Voisins", "Les lundis")
        return voisins.browser("hakim" if who == "hr elsewhere" else "ana")
    if who == "hr who facilitates" or who == "hr who stands in":
        name = "claire" if who == "hr who facilitates" else "david"
        works_for_hr(past, name)
        return past.browser(name)
    if who in ("hr who belongs", "hr who belonged", "hr in doubt", "hr who was in doubt"):
        belongs(past, "ana", "Hakim@Atelier.fr")
        if who != "hr in doubt":
            answered(past, is_same=who != "hr who was in doubt")
        if who == "hr who belonged":
            remove_participant(participant=past.people["ana"], by=past.users["claire"])
        return past.browser("hakim")
    if who == "guest":
        past.seats["ana"] = Seat.objects.create(participant=past.people["ana"])
    http = past.browser({"hr": "hakim", "admin": "agnes", "facilitator": "claire", "deputy": "david"}.get(who, ""))
    if who in ("member", "guest", "removed", "lost and removed"):
        http = past.browser("ana")
    if who == "lost and removed":
        revoke_seat(seat=past.seats["ana"], by=past.users["claire"])
    if who in ("removed", "lost and removed"):
        remove_participant(participant=past.people["ana"], by=past.users["claire"])
    return http


def outcome(answer: HttpResponse) -> int | str:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return SIGN_IN if to_sign_in else answer.status_code


def address(past: Past, page: str) -> str:
    return reverse(f"sessions:{page}", args=[] if page == "history" else [past.group.pk])


# fmt: off
RIGHTS: dict[str, tuple[int | str, int | str, int | str, int | str]] = {
    #                     history  group    csv      ledger
    "nobody":             (SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "hr":                 (200, 200, 200, 404),
    "hr elsewhere":       (200, 404, 404, 404),
    "hr who facilitates": (200, 404, 404, 200),
    "hr who stands in":   (200, 404, 404, 200),
    "hr who belongs":     (200, 404, 404, 404),
    "hr who belonged":    (200, 404, 404, 404),
    "hr in doubt":        (200, 404, 404, 404),
    "hr who was in doubt": (200, 200, 200, 404),
    "admin":              (404, 404, 404, 404),
    "facilitator":        (404, 404, 404, 200),
    "deputy":             (404, 404, 404, 200),
    "member":             (SIGN_IN, SIGN_IN, SIGN_IN, 200),
    "guest":              (SIGN_IN, SIGN_IN, SIGN_IN, 404),
    "neighbour":          (SIGN_IN, SIGN_IN, SIGN_IN, 404),
    "removed":            (SIGN_IN, SIGN_IN, SIGN_IN, 200),
    "lost and removed":   (SIGN_IN, SIGN_IN, SIGN_IN, 404),
}


# fmt: on


def looks(group: Group) -> list[tuple[str, str]]:
    """The lines of a group's ledger, the oldest first: whose, and at what."""
    return [(look.name, look.what) for look in group.looks.order_by("looked_at")]
