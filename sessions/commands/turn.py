"""How every command is carried out: lock, read the clock, decide, keep, journal, follow, ring."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from codev import doorbell
from groups.actors import Actor
from groups.errors import Invalid, NotAllowed, NotFound, Refused

from ..access import Visit
from ..models import ContentKey, JournalEntry, Session
from ..rulebook import events, machine
from ..rulebook.moves.handover import TakeBack
from ..rulebook.state.state import State
from ..sealing import SealBroken
from . import choices, rows

WORDS = frozenset({"text", "name", "title", "question"})


@dataclass
class Turn:
    """A command at work: its session is locked and the clock has been read (`now`, epoch milliseconds)."""

    visit: Visit
    session: Session
    state: State
    now: int
    events: list[events.Event] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.now / 1000, UTC)

    @property
    def participant_id(self) -> str | None:
        return self.visit.participant_id

    def move(self, move: object) -> None:
        """Put a move to the machine. Raises Refused, Stale or Invalid, and then nothing has changed."""
        happened = machine.apply(self.state, move, self.now, self.session.revision + 1)
        self.state = machine.replay(self.state, happened)
        self.events += happened


@dataclass(frozen=True)
class Verb:
    """One command: what it does to a turn, whose it is, which fields are kept nowhere, not even as a fingerprint."""

    name: str
    act: Callable[..., None]
    may: Callable[[Visit], bool]
    writes: bool = False
    secret: tuple[str, ...] = ()


VERBS: dict[str, Verb] = {}


def verb(
    may: Callable[[Visit], bool], *, writes: bool = False, secret: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command under its function's name; `writes` puts it under the limit of writes a minute."""

    def register(act: Callable[..., None]) -> Callable[..., None]:
        name = act.__name__.rstrip("_")
        VERBS[name] = Verb(name, act, may, writes, secret)
        return act

    return register


def by_driver(visit: Visit) -> bool:
    return visit.may_drive


def by_facilitator(visit: Visit) -> bool:
    """Whoever has the dashboard, driving or not."""
    return visit.may_facilitate


def by_leader(visit: Visit) -> bool:
    return visit.leads


def by_deputy(visit: Visit) -> bool:
    return visit.may_facilitate and not visit.leads


def by_participant(visit: Visit) -> bool:
    return visit.actor.participant is not None


def by_either(visit: Visit) -> bool:
    return by_driver(visit) or by_participant(visit)


def myself(turn: Turn) -> UUID:
    """The participant who acts, in commands of participants alone."""
    if turn.participant_id is None:
        raise NotAllowed("not_yours_to_do")
    return UUID(turn.participant_id)


def check_may_speak_for(turn: Turn) -> None:
    """The facilitator and the scribe put down what others say aloud."""
    if not turn.visit.may_drive and turn.state.role_of(str(turn.participant_id)) != "scribe":
        raise NotAllowed("not_yours_to_do")


def run(name: str, /, *, visit: Visit, key: UUID, **fields: Any) -> int:
    """Carry out a command in one transaction, and return the session's revision.

    The same key again does nothing and answers the same. Raises NotFound, NotAllowed, Refused, Stale or Invalid.
    """
    command = VERBS[name]
    # Whoever holds the content key could try out the few votes there are until one fits.
    told = {field: value for field, value in fields.items() if field not in command.secret}
    fingerprint = _fingerprint(visit.session.pk, name, told)
    try:
        return _carry_out(command, visit, key, fingerprint, fields)
    except IntegrityError:
        # Only the browsers' ids can clash: another session took this one at this very moment.
        raise NotFound("no_contribution") from None


def _carry_out(command: Verb, visit: Visit, key: UUID, fingerprint: str, fields: dict[str, Any]) -> int:
    with transaction.atomic():
        turn = _begin(visit)
        if entry := JournalEntry.objects.filter(session=turn.session, actor=visit.actor.key, key=key).first():
            return _again(entry, fingerprint)
        # Under the lock: whose the wheel is may have changed since this person was recognised.
        if not command.may(turn.visit):
            raise NotAllowed("not_yours_to_do")
        _check_present(turn, command.name)
        _check_pace(turn, command)
        before = turn.state
        command.act(turn, **fields)
        _give_back_the_wheel(turn, before)
        return _keep(turn, before, JournalEntry(command=command.name, key=key, fingerprint=fingerprint), fields)


def _begin(visit: Visit) -> Turn:
    session = Session.objects.select_for_update().filter(pk=visit.session.pk).first()
    if session is None:
        raise NotFound("no_session")
    state = session.load()
    return Turn(visit=visit.in_(state), session=session, state=state, now=max(_read_clock(), state.last_at))


def _give_back_the_wheel(turn: Turn, before: State) -> None:
    """Whoever stood in did so until a facilitator is back: the first command of one says so."""
    if turn.visit.leads and before.is_stood_in and turn.state.is_stood_in and turn.state.is_under_way:
        turn.move(TakeBack())


def _read_clock() -> int:
    """Epoch milliseconds, after the lock; of the database where several machines share one."""
    if connection.vendor != "postgresql":
        return time.time_ns() // 1_000_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        return int(cursor.fetchone()[0])


def _fingerprint(session_id: UUID, name: str, fields: dict[str, Any]) -> str:
    """Tells two requests under one key apart, words included, and means nothing once the content key is gone."""
    message = json.dumps([name, fields], sort_keys=True, default=str).encode()
    try:
        key = ContentKey.objects.key_of(session_id)
    except SealBroken:
        # Its content was destroyed, as promised: nothing is done in it any more.
        raise Refused("unreadable") from None
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _again(entry: JournalEntry, fingerprint: str) -> int:
    if not hmac.compare_digest(entry.fingerprint, fingerprint):
        raise Invalid("key_reused", "key")
    return entry.revision


def _check_present(turn: Turn, name: str) -> None:
    """Those who wait may only arrive or knock; the name of somebody present gives an unadmitted guest no right."""
    if turn.participant_id is None or name in ("arrive", "knock"):
        return
    if turn.participant_id not in turn.state.present or not turn.visit.is_admitted:
        raise NotAllowed("waiting")


def _check_pace(turn: Turn, command: Verb) -> None:
    if not command.writes:
        return
    writing = [verb.name for verb in VERBS.values() if verb.writes]
    lately = JournalEntry.objects.filter(
        session=turn.session, actor=turn.visit.actor.key, command__in=writing, at__gt=turn.now - 60_000
    )
    if lately.count() >= settings.CODEV_WRITES_PER_MINUTE:
        raise Refused("too_many_writes")


def _keep(turn: Turn, before: State, entry: JournalEntry, fields: dict[str, Any]) -> int:
    session = turn.session
    session.keep(turn.state)
    session.revision += 1
    session.save(update_fields=["state", "status", "revision", "protocol_copy"])
    rows.follow(session, before, turn.state, turn.at)
    choices.follow(session, before, turn.state)
    entry.session = session
    entry.revision = session.revision
    entry.actor = turn.visit.actor.key
    # What time alone brings about is no verb, and says nothing.
    unsaid = WORDS.union(VERBS[entry.command].secret if entry.command in VERBS else ())
    entry.arguments = {name: value for name, value in _plain(fields).items() if name not in unsaid}
    entry.events = machine.to_json(turn.events)
    entry.at = turn.now
    entry.save(force_insert=True)
    transaction.on_commit(partial(doorbell.ring, "session", session.pk, session.revision))
    return session.revision


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(fields, default=str)))


def run_by_the_clock(name: str, move: object, *, session: Session) -> Turn:
    """Carry out what time alone brings about: nobody asks for it, and nothing of it is sealed."""
    with transaction.atomic():
        turn = _begin(Visit(session, Actor()))
        before = turn.state
        turn.move(move)
        _keep(turn, before, JournalEntry(command=name, key=uuid4(), fingerprint=""), {})
        return turn
