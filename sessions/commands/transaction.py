"""How every command is carried out: lock, read the clock, decide, keep, journal, follow, ring."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection
from django.db.transaction import atomic, on_commit

from codev import doorbell
from groups.errors import NotAllowed, NotFound, Refused

from ..access import Visit
from ..models import Session
from ..rulebook import machine
from ..rulebook.events import Event
from ..rulebook.moves.handover import TakeBack
from ..rulebook.moves.life import TakeUp
from ..rulebook.state.state import OVER, State
from . import at_the_door, ends, projections, statements
from .fingerprints import answered_before, fingerprint_of
from .others import is_of_others, ring_others
from .registry import COMMANDS, Command

# The journal is not sealed: what somebody typed must never stand in it.
FIELDS_WITH_WORDS = frozenset({"text", "name", "title", "question", "help"})


@dataclass
class Transaction:
    """A command at work: its session is locked and the clock has been read (`now`, epoch milliseconds)."""

    visit: Visit
    session: Session
    state: State
    now: int
    events: list[Event] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """`now` as rows keep it."""
        return datetime.fromtimestamp(self.now / 1000, UTC)

    @property
    def participant_id(self) -> str | None:
        return self.visit.participant_id

    def move(self, move: object) -> None:
        """Put a move to the machine. Raises Refused, Stale or Invalid, and then nothing has changed."""
        # The revision that this command is about to make: an undo names the transition by it.
        events = machine.apply(self.state, move, self.now, self.session.revision + 1)
        self.state = machine.replay(self.state, events)
        self.events += events


def myself(transaction: Transaction) -> UUID:
    """The participant who acts, in commands of participants alone. Raises NotAllowed for an account."""
    if transaction.participant_id is None:
        raise NotAllowed("not_yours_to_do")
    return UUID(transaction.participant_id)


def check_may_speak_for(transaction: Transaction) -> None:
    """Facilitator and scribe alone put down what others say aloud. Raises NotAllowed for anybody else."""
    if not transaction.visit.may_drive and transaction.state.role_of(str(transaction.participant_id)) != "scribe":
        raise NotAllowed("not_yours_to_do")


def run(name: str, /, *, visit: Visit, key: UUID, **fields: Any) -> int:
    """Carry out a command in one transaction, and return the session's revision.

    The same key again does nothing and answers the same. Raises NotFound (no such session or row for this actor),
    NotAllowed (not this actor's command), Refused (not now, or the content key is gone), Stale (another step or speaker
    than the sender believed) and Invalid (a field out of range, or a key that was used with other fields).
    """
    command = COMMANDS[name]
    # A vote has few possible values: whoever holds the content key could try each against the fingerprint.
    given = {field: value for field, value in fields.items() if field not in command.secret}
    # Before the lock: the content key is in another database, and nobody else has to wait while it is read.
    fingerprint = fingerprint_of(visit.session.pk, name, given)
    try:
        return _carry_out(command, visit, key, fingerprint, fields)
    except IntegrityError:
        # Ids of contributions and subjects come from browsers. Within a session the lock keeps them apart, so a command
        # of another session took this id meanwhile: answered like any contribution that is somebody else's.
        raise NotFound("no_contribution") from None


def _carry_out(command: Command, visit: Visit, key: UUID, fingerprint: str, fields: dict[str, Any]) -> int:
    with atomic():
        transaction = _begin(visit)
        # Before any refusal: a hand-over that is sent again is answered as before, though its sender drives no more.
        if sent := statements.sent_before.first(session=transaction.session.pk, actor=visit.actor.key, key=key):
            return answered_before(*sent, fingerprint)
        # Under the lock: the deputy who drove when the request came in may have lost facilitation since.
        if not command.may(transaction.visit):
            raise NotAllowed("not_yours_to_do")
        _check_present(transaction, command.name)
        _check_pace(transaction, command)
        before = transaction.state
        if left_at := ends.left_before(command.name, transaction.session, transaction.state, transaction.now):
            transaction.move(TakeUp(left_at))
        command.act(transaction, **fields)
        _give_facilitation_back(transaction, before)
        return _keep(transaction, before, fields, command=command.name, key=key, fingerprint=fingerprint)


def _begin(visit: Visit, at: int | None = None) -> Transaction:
    session = statements.locked.first(session=visit.session.pk)
    if session is None:
        raise NotFound("no_session")
    state = session.load()
    # The clock is read once the lock is held: read before, two commands could be kept in the wrong order.
    now = _read_clock() if at is None else at
    # A clock that was set back must not put this command before the one that was kept last.
    return Transaction(visit=visit.in_(state), session=session, state=state, now=max(now, state.last_at))


def _give_facilitation_back(transaction: Transaction, before: State) -> None:
    """End a deputy's standing in: it lasts until a facilitator is back, whose first command shows it."""
    # Not where the command settled it by itself (`hand_over`, `take_back`), nor after `close` and `cancel`, once the
    # machine would refuse TakeBack, and the facilitator's own command with it.
    if (
        transaction.visit.leads
        and before.is_stood_in
        and transaction.state.is_stood_in
        and transaction.state.is_under_way
    ):
        transaction.move(TakeBack())


def _read_clock() -> int:
    """Epoch milliseconds, after the lock; of the database where several machines share one."""
    if connection.vendor != "postgresql":
        return time.time_ns() // 1_000_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        return int(cursor.fetchone()[0])


def _check_present(transaction: Transaction, name: str) -> None:
    """Those who wait may only arrive or knock; the name of somebody present gives an unadmitted guest no right."""
    if transaction.participant_id is None or name in ("arrive", "knock"):
        return
    if transaction.participant_id not in transaction.state.present or not transaction.visit.is_admitted:
        raise NotAllowed("waiting")


def _check_pace(transaction: Transaction, command: Command) -> None:
    if not command.writes:
        return
    # Counted in the journal, not in memory: the limit holds across tabs and processes.
    lately = statements.written.all(
        session=transaction.session.pk, actor=transaction.visit.actor.key, since=transaction.now - 60_000
    )
    if len(lately) >= settings.CODEV_WRITES_PER_MINUTE:
        raise Refused("too_many_writes")


def _keep(
    transaction: Transaction, before: State, fields: dict[str, Any], *, command: str, key: UUID, fingerprint: str
) -> int:
    session = transaction.session
    session.keep(transaction.state)
    session.revision += 1
    statements.keep.run(
        session=session.pk,
        state=session.state,
        status=session.status,
        revision=session.revision,
        # The copy too: opening a session that was planned by an older version freezes its protocol only now.
        protocol_copy=session.protocol_copy_id,
    )
    projections.update(session, before, transaction.state, transaction.at)
    if transaction.state.status in OVER and before.status not in OVER:
        # Whoever still knocks is let in by nobody any more.
        at_the_door.clear(session, transaction.visit.session.cycle.group_id)
    _note(transaction, fields, command=command, key=key, fingerprint=fingerprint)
    # After the commit only: whoever hears the bell reads the session at once, and would read it as it was.
    on_commit(partial(doorbell.ring, "session", session.pk, session.revision))
    if is_of_others(command, before, transaction.state):
        # Robust: this one asks the database, and what was done is committed whatever it answers.
        on_commit(partial(ring_others, session.pk, transaction.visit.session.cycle.group_id), robust=True)
    return session.revision


def _note(transaction: Transaction, fields: dict[str, Any], *, command: str, key: UUID, fingerprint: str) -> None:
    """The journal's entry, without what nobody is to read there."""
    # `forget_airtime`, which runs by the clock, is no registered command and has no secret fields.
    unsaid = FIELDS_WITH_WORDS.union(COMMANDS[command].secret if command in COMMANDS else ())
    statements.note.run(
        session_id=transaction.session.pk,
        revision=transaction.session.revision,
        actor=transaction.visit.actor.key,
        command=command,
        key=key,
        fingerprint=fingerprint,
        arguments={name: value for name, value in _plain(fields).items() if name not in unsaid},
        events=machine.to_json(transaction.events),
        at=transaction.now,
    )


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as JSON holds them: ids and dates become texts."""
    return dict(json.loads(json.dumps(fields, default=str)))


def run_moves(name: str, *moves: object, visit: Visit, at: int | None = None, **fields: Any) -> Transaction:
    """Put moves to the machine that no browser sent: what runs by the clock, and sessions that are recorded afterwards.

    `at` is in epoch milliseconds, by default now, and never before the session's last event. Asks neither who may nor
    for a content key. Raises NotFound, Refused, Stale or Invalid.
    """
    with atomic():
        transaction = _begin(visit, at)
        before = transaction.state
        for move in moves:
            transaction.move(move)
        # No request has an empty fingerprint, so that none can be taken for this one sent again.
        _keep(transaction, before, fields, command=name, key=uuid4(), fingerprint="")
        return transaction
