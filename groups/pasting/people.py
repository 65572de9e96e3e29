"""Somebody to be added to a group, and what may be wrong with a name or an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ..likeness import is_blank, to_the_eye, without_blanks
from ..naming import CALLED_MAX, proposed

NAME_MAX = 80  # as the column of Participant.name
# They turn the words after them round, or end a line: no name holds them.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class PastedPerson:
    """Somebody to be added to a group; `called` is "" for what the name proposes."""

    name: str
    email: str = ""
    called: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a list cannot be taken, and whose line it is."""

    code: str
    name: str = ""


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
    people: Iterable[PastedPerson], others: Iterable[PastedPerson], *, same: Callable[[str], str] = to_the_eye
) -> Fault | None:
    """The first thing wrong with these people, given who is in the group already."""
    people = list(people)
    codes = faults(people, others, same=same)
    return next((Fault(code, person.name) for person, code in zip(people, codes, strict=True) if code), None)


def faults(
    people: Iterable[PastedPerson], others: Iterable[PastedPerson], *, same: Callable[[str], str] = to_the_eye
) -> list[str]:
    """What is wrong with each, "" for nothing: names that are the `same` are taken, unless called otherwise.

    At a session's door one that only looks the same is not refused, but shown to whoever lets people in.
    """
    # Here, and not by the database alone: to SQLite É and é are different letters. Names earlier in the list count too.
    there = list(others)
    taken = {who(other, same) for other in there}
    addresses = {other.email.casefold() for other in there if other.email}
    found = []
    for person in people:
        code = _fault(person, addresses) or ("name_taken" if who(person, same) in taken else "")
        found.append(code)
        taken.add(who(person, same))
        addresses |= {person.email.casefold()} - {""}
    return found


def who(person: PastedPerson, same: Callable[[str], str] = to_the_eye) -> tuple[str, str]:
    """By what somebody is told from the others of a group: the name, and what that one is called."""
    return same(person.name), same(person.called or proposed(person.name))


def _fault(person: PastedPerson, emails_taken: set[str]) -> str:
    if is_blank(person.name):
        return "name_missing"
    if len(person.name) > NAME_MAX:
        return "name_too_long"
    if is_unreadable(person.name):
        return "name_unreadable"
    if "@" in person.name:
        return "name_is_address"
    if person.email and not is_email(person.email):
        return "email_unreadable"
    return "email_taken" if person.email.casefold() in emails_taken else ""


def is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254  # as the column; PostgreSQL would fail where SQLite keeps it
