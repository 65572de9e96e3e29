"""Every command by its name: what it does, whose it is, and which of its fields are kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..access import Visit
from .touches import Parts


@dataclass(frozen=True)
class Command:
    """A registered command: `act` carries it out under the session's lock, `may` says whose it is.

    `touches` is what it changes of rows that screens show. `writes` counts it against CODEV_WRITES_PER_MINUTE; `secret`
    fields go neither into journal nor fingerprint.
    """

    name: str
    act: Callable[..., None]
    may: Callable[[Visit], bool]
    touches: Parts
    writes: bool = False
    secret: tuple[str, ...] = ()


COMMANDS: dict[str, Command] = {}


def command(
    may: Callable[[Visit], bool], *, touches: Parts, writes: bool = False, secret: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command under its function's name. It must say what it touches (sessions/commands/touches.py), or the
    screens would not show it; `writes` puts it under CODEV_WRITES_PER_MINUTE.
    """

    def register(act: Callable[..., None]) -> Callable[..., None]:
        # The underscore keeps a function from hiding a builtin: `next_` is the command "next".
        name = act.__name__.rstrip("_")
        COMMANDS[name] = Command(name, act, may, touches, writes, secret)
        return act

    return register


def by_driver(visit: Visit) -> bool:
    return visit.may_drive


def by_facilitator(visit: Visit) -> bool:
    """Anybody who has the dashboard: a deputy too, even while somebody else drives."""
    return visit.may_facilitate


def by_leader(visit: Visit) -> bool:
    return visit.leads


def by_deputy(visit: Visit) -> bool:
    return visit.may_facilitate and not visit.leads


def by_participant(visit: Visit) -> bool:
    return visit.actor.participant is not None


def by_either(visit: Visit) -> bool:
    return by_driver(visit) or by_participant(visit)
