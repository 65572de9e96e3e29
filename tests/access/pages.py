"""What of docs/access.md is written from the tables of this folder: each part by its name, as the page marks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sessions.commands import COMMANDS
from sessions.forms.commands import COMMANDS as SENT
from sessions.live.regions.catalogue import FACILITATOR, PARTICIPANTS, REGIONS, SCREEN, Region
from tests.services import ROOT

from .accounts import ACCOUNT, ADMIN, PRODUCT
from .addresses import pattern_of
from .commands import FOR_SOMEBODY, SCRIBE_S, WHOSE
from .panels import PANELS
from .roles import ACCOUNTS, CALLED, EVERYBODY, ROLES, SIGN_IN, Outcome, Row
from .routes import ELSEWHERE, ROUTES

PAGE = ROOT / "docs/access.md"
PART = re.compile(r"(<!-- made by `python -m tests.access`: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
SHUT = {404: "does not exist", SIGN_IN: "sign in first", 403: "refused", 405: "is not asked so"}
# Groups of comers, said in one word where all of them get the same.
SETS = {"everybody": EVERYBODY, "accounts": ACCOUNTS}
AUDIENCES = (FACILITATOR, PARTICIPANTS, SCREEN)


def written(page: str) -> str:
    """The page with its parts as they should be."""
    return PART.sub(lambda part: part[1] + PARTS[part[2]]() + part[3], page)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n" + "".join("| " + " | ".join(cells) + " |\n" for cells in lines) + "\n"


def _roles() -> str:
    return _table(("who", ""), ((_called(role), says) for role, says in ROLES.items()))


def _called(role: str) -> str:
    return CALLED.get(role, role)


def _routes() -> str:
    sections = {**ROUTES, "Accounts": ACCOUNT, "The product": PRODUCT}
    return "".join(f"\n### {title}\n{_answers(rows)}" for title, rows in sections.items())


def _elsewhere() -> str:
    return "".join(f"\n### {title}\n{_answers(rows)}" for title, (_, rows) in ELSEWHERE.items())


def _answers(rows: Iterable[Row]) -> str:
    return _table(("address", "what", "for", "others"), map(_answer, rows))


def _answer(row: Row) -> tuple[str, ...]:
    opens = [role for role in EVERYBODY if row.cells[role] not in SHUT]
    others = {answer: [role for role in EVERYBODY if row.cells[role] == answer] for answer in SHUT}
    most = max(others, key=lambda answer: len(others[answer]))
    said = [
        f"{SHUT[answer]}{'' if answer == most else ': ' + _those(who)}" for answer, who in _last(others, most) if who
    ]
    return (f"`{_address(row)}`", row.says, _those(opens) or "—", "; ".join(said))


def _last(others: dict[Outcome, list[str]], most: Outcome) -> list[tuple[Outcome, list[str]]]:
    """The commonest answer first, which is that of whoever is not named."""
    return sorted(others.items(), key=lambda one: one[0] != most)


def _those(who: list[str]) -> str:
    for name, those in SETS.items():
        if set(those) <= set(who):
            return ", ".join([name, *(_called(role) for role in who if role not in those)])
    return ", ".join(map(_called, who))


def _address(row: Row) -> str:
    return ("POST " if row.is_form else "") + pattern_of(row.route)


def _commands() -> str:
    by = {whose: sorted(name for name in SENT if COMMANDS[name].may.__name__ == whose) for whose in WHOSE}
    rows = [(_named(by[whose]), says) for whose, says in WHOSE.items()]
    rows.append((_named(FOR_SOMEBODY), "of these, whoever drives sends each for somebody only, who is named"))
    rows.append((_named(SCRIBE_S), "of these, of the participants the scribe alone"))
    return _table(("commands", "whose"), rows)


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _regions() -> str:
    return _table(
        ("panel", "facilitators", "participants", "room screen"),
        ((PANELS[region.name], *(_sees(region, those) for those in AUDIENCES)) for region in REGIONS),
    )


def _sees(region: Region, audience: frozenset[str]) -> str:
    if not audience <= region.audiences:
        return ""
    return "one’s own" if region.is_personal else "yes"


def _admin() -> str:
    kinds = ("list", "one", "add", "change", "delete")
    rows = ((name, *("yes" if kind in may.split() else "" for kind in kinds)) for name, may in ADMIN.items())
    return _table(("rows of", *kinds), rows)


PARTS: dict[str, Callable[[], str]] = {
    "roles": _roles,
    "routes": _routes,
    "elsewhere": _elsewhere,
    "commands": _commands,
    "regions": _regions,
    "admin": _admin,
}
