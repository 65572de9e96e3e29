"""Reading a pasted list of people: « Name <mail> », « Name; mail » or just a name, one a line. No rows here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .likeness import is_blank, to_the_eye, without_blanks
from .naming import CALLED_MAX

NAME_MAX = 80  # as the column of Participant.name
# Tried first: a name in quotes before the brackets may hold a comma or a semicolon.
_BRACKETS = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]*)>\s*[,;]?$")
# They turn the words after them round, or end a line: no name holds them.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SEPARATED = re.compile(r"^(?P<name>[^;\t]*)[;\t](?P<email>.*)$")


@dataclass(frozen=True)
class PastedPerson:
    """Somebody to be added to a group."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a list cannot be taken, and whose line it is."""

    code: str
    name: str = ""


def parse_people(text: str) -> list[PastedPerson]:
    """One person for each line that is not blank."""
    return [parse_person(line) for line in text.splitlines() if line.strip()]


def parse_person(line: str) -> PastedPerson:
    """What a line means; anything may still be wrong with it, which first_fault says."""
    found = _BRACKETS.match(line.strip()) or _SEPARATED.match(line.strip())
    if not found:
        return PastedPerson(tidy(line))
    return PastedPerson(tidy(found["name"]).strip('"'), found["email"].strip().lower())


def tidy(name: str) -> str:
    """One form for what looks the same: composed accents, single spaces, nothing invisible.

    Otherwise two people with what looks like one name could be in a group, or somebody take another's at the door. What
    no name holds is left, for `is_unreadable` to find.
    """
    visible = "".join(one for one in without_blanks(name) if unicodedata.category(one) != "Cf" or is_unreadable(one))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def is_unreadable(name: str) -> bool:
    """Whether signs stand in it that control how text is shown, as those do that turn a line round."""
    return _UNREADABLE.search(name) is not None


def called_fault(called: str) -> str:
    """What is wrong with a called name once it is tidy, "" for nothing."""
    if is_blank(called):
        return "called_missing"
    if len(called) > CALLED_MAX:
        return "called_too_long"
    return "name_unreadable" if is_unreadable(called) else ""


def first_fault(
    people: Iterable[PastedPerson],
    names: Iterable[str],
    emails: Iterable[str],
    *,
    same: Callable[[str], str] = to_the_eye,
) -> Fault | None:
    """The first thing wrong with these people, given who is in the group already; names that are the `same` are taken.

    At a session's door one that only looks the same is not refused, but shown to whoever lets people in.
    """
    # Here, and not by the database alone: to SQLite É and é are different letters. Names earlier in the list count too.
    names_taken = {same(name) for name in names}
    emails_taken = {email.casefold() for email in emails if email}
    for person in people:
        if code := _fault(person, emails_taken):
            return Fault(code, person.name)
        if same(person.name) in names_taken:
            return Fault("name_taken", person.name)
        names_taken.add(same(person.name))
        if person.email:
            emails_taken.add(person.email.casefold())
    return None


def _fault(person: PastedPerson, emails_taken: set[str]) -> str:
    if is_blank(person.name):
        return "name_missing"
    if len(person.name) > NAME_MAX:
        return "name_too_long"
    if is_unreadable(person.name):
        return "name_unreadable"
    if person.email and not _is_email(person.email):
        return "email_unreadable"
    return "email_taken" if person.email.casefold() in emails_taken else ""


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254  # as the column; PostgreSQL would fail where SQLite keeps it
