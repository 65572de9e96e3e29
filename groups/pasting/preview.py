"""Lines that were read, held against each other and against who is in the group: what to ask before adding them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..likeness import to_the_eye
from ..naming import CALLED_MAX, proposed
from .lines import Line
from .people import PastedPerson


def preview(lines: Sequence[Line], there: Iterable[PastedPerson]) -> list[Line]:
    """The same lines, with what to call each, and marked where a person is twice or is there already.

    Those are left out unless somebody says otherwise; of two people of one name each is called differently.
    """
    others = list(there)
    taken = {to_the_eye(other.called or proposed(other.name)) for other in others}
    typed = Counter(line.email for line in lines if line.email)
    found: list[Line] = []
    for line in lines:
        known = next((code for other in others if (code := _met(line, other))), "")
        before = next((code for other in found if (code := _met(line, other, "twice"))), "")
        doubts = [*line.doubts, *filter(None, dict.fromkeys((known, before)))]
        if line.email and typed[line.email] > 1 and "twice" not in doubts and "email_taken" not in doubts:
            doubts += [] if _is_first_of_itself(line, lines) else ["email_taken"]
        is_named_twice = "same_name" in doubts or known == "there" or before == "twice"
        called = _called(line.name, taken, is_named_twice=is_named_twice) if line.name else ""
        taken.add(to_the_eye(called))
        is_out = bool({"there", "twice"} & {*doubts})
        doubts = [one for one in doubts if not is_out or one != "no_address"]
        found.append(replace(line, doubts=tuple(doubts), called=called, is_out=is_out))
    return [_of_a_pair(line, found) for line in found]


def _met(line: Line, other: PastedPerson | Line, again: str = "there") -> str:
    """Whether the line is about this other one, or only shares a name or an address; "" for neither."""
    is_named_so = bool(line.name) and to_the_eye(line.name) == to_the_eye(other.name)
    is_reached_so = bool(line.email) and line.email == other.email.lower()
    if is_named_so and (is_reached_so or not line.email or (again == "there" and not other.email)):
        return again
    if is_named_so:
        return "same_name"
    return "email_taken" if is_reached_so else ""


def _is_first_of_itself(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the others with its address are that person again."""
    return all(to_the_eye(one.name) == to_the_eye(line.name) for one in lines if one.email == line.email)


def _of_a_pair(line: Line, lines: Sequence[Line]) -> Line:
    """The first of two people of one name is asked as the second is."""
    is_pair = any(one is not line and "same_name" in one.doubts and _is_named_as(one, line) for one in lines)
    if not is_pair or line.is_out or "same_name" in line.doubts:
        return line
    return replace(line, doubts=(*line.doubts, "same_name"))


def _is_named_as(one: Line, other: Line) -> bool:
    return to_the_eye(one.name) == to_the_eye(other.name)


def _called(name: str, taken: Iterable[str], *, is_named_twice: bool) -> str:
    """What the name proposes, and a number behind it for who would be told from nobody."""
    called = proposed(name)
    number = 2
    while is_named_twice and to_the_eye(called) in taken:
        called = f"{proposed(name)[: CALLED_MAX - 3]} {number}"
        number += 1
    return called
