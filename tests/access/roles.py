"""Who may come, and how a row of the table is said: an address, what it is, and the answer that each comer gets."""

from __future__ import annotations

from dataclasses import dataclass

SIGN_IN, IN = "sign in", "in"
Outcome = int | str

# Each comer, as the page calls and explains it. Accounts first, then devices of participants, then the others.
ROLES = {
    "facilitator": "signed in; facilitates the group, and drives its session",
    "deputy": "signed in; stands in for the facilitators, and drives only once facilitation was handed or taken over",
    "hr": "signed in; works for HR in the organisation, and has no part in the group",
    "admin": "signed in; administers the organisation, and has no part in the group",
    "operator": "signed in; runs the installation (Django’s admin), and has no part in the group",
    "outsider": "signed in; facilitates a group of another organisation",
    "client": "came by a personal link, and is the client of the round",
    "peer": "came by a personal link, and was let in",
    "guest": "came by the room code under a new name, and was let in by the facilitator",
    "waiting": "came by the room code, in a member’s name, and was not let in",
    "neighbour": "came by a personal link into a group of another organisation",
    "removed": "came by a personal link, and was removed from the group since",
    "paired": "a phone that a facilitator paired with the session; not signed in",
    "screen": "a browser that shows the room screen",
    "nobody": "a browser that is nobody",
}
CALLED = {
    "hr": "HR",
    "admin": "administrator",
    "neighbour": "neighbour",
    "removed": "removed member",
    "paired": "paired phone",
    "screen": "room screen",
    "nobody": "stranger",
}
EVERYBODY = tuple(ROLES)
ACCOUNTS = EVERYBODY[:6]
# What several rows say of the same comers.
DASHBOARD = "facilitator deputy paired"
MANAGE = "facilitator deputy"
CIRCLE = "client peer guest"


@dataclass(frozen=True)
class Row:
    """`name` is a route's, after "POST " a form's; `says` what it is, for people; `cells` the answer to each comer."""

    name: str
    says: str
    cells: dict[str, Outcome]

    @property
    def is_form(self) -> bool:
        return self.name.startswith("POST ")

    @property
    def route(self) -> str:
        return self.name.removeprefix("POST ")


def everybody(name: str, says: str, answer: Outcome, **but: Outcome) -> Row:
    """The same for all."""
    return Row(name, says, dict.fromkeys(EVERYBODY, answer) | but)


def known(name: str, says: str, who: str = "", answer: Outcome = 0, **but: Outcome) -> Row:
    """A page that participants' devices may open: it does not exist for the others; a browser that is nobody signs in,
    or may not send.
    """
    cells = dict.fromkeys(EVERYBODY, 404) | {"nobody": _strangers(name)}
    return Row(name, says, cells | dict.fromkeys(who.split(), answer or _done(name)) | but)


def accounts(name: str, says: str, who: str = "", answer: Outcome = 0, **but: Outcome) -> Row:
    """A page of accounts: it does not exist for the others; who is not signed in signs in, or may not send."""
    cells = dict.fromkeys(EVERYBODY, _strangers(name)) | dict.fromkeys(ACCOUNTS, 404)
    return Row(name, says, cells | dict.fromkeys(who.split(), answer or _done(name)) | but)


def _strangers(name: str) -> Outcome:
    return 403 if name.startswith("POST ") else SIGN_IN


def _done(name: str) -> Outcome:
    return 302 if name.startswith("POST ") else 200
