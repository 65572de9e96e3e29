"""Who spoke how long: switched off for a group, and forgotten a day after each session, in the journal too."""

from __future__ import annotations

import time
from uuid import uuid4

from django.db.models import Q
from django.db.transaction import atomic

from groups.actors import Actor
from groups.commands import switch_airtime as switch
from groups.models import Group, Part, User

from ..access import Visit
from ..models import JournalEntry, KeptMirror, Session
from ..rulebook.moves.turns import ForgetAirtime
from ..rulebook.rules.airtime import DAY_MS
from .mirrors import keep_mirror
from .transaction import run, run_moves

# Each of these names who spoke, asked to or passed, in its arguments, events or actor. Modes and orders name nobody.
HANDS = ("raise_hand", "lower_hand", "move_hand")
OF_THE_FLOOR = (*HANDS, "give_floor", "yield_floor", "next_speaker", "pass_turn", "postpone_turn")
HIDDEN = "forgotten"  # the command that an entry of these is said to be of, where it stays for what else it did
EVENTS = frozenset({"HandRaised", "HandLowered", "HandMoved", "FloorGiven", "FloorYielded", "TurnPassed"})


def switch_airtime(*, group: Group, is_shown: bool, by: User) -> None:
    """Show who has been little heard in a group's sessions, or not. NotAllowed for who does not facilitate it."""
    switch(group=group, is_shown=is_shown, by=by)
    if is_shown:
        return
    # A word of how the floor was shared is kept of past sessions too: it goes.
    KeptMirror.objects.filter(session__cycle__group=group).update(share="")
    # Hands called least heard first would go on showing what the group no longer wants measured.
    under_way = Session.objects.filter(cycle__group=group, status__in=(Session.Status.OPEN, Session.Status.RUNNING))
    for session in under_way.select_related("cycle__group"):
        if session.load().floor_order != "arrival":
            visit = Visit(session, Actor(user=by), Part.FACILITATOR)
            run("set_floor_order", visit=visit, key=uuid4(), order="arrival")


def forget_airtime() -> int:
    """Forget airtime of sessions closed a day ago; returns in how many. Run twice, it does nothing more."""
    # States of former days know nothing of it: a missing key is neither true nor false to a database.
    is_known = Q(state__is_airtime_forgotten=False) | Q(state__is_airtime_forgotten__isnull=True)
    closed = Session.objects.filter(status=Session.Status.CLOSED).select_related("cycle__group")
    forgotten = sum(_forget(session) for session in closed.filter(is_known))
    # Forgotten before there were mirrors: of them is kept what can still be told.
    for session in closed.filter(state__is_airtime_forgotten=True, mirror=None, was_on_paper=False):
        with atomic():
            keep_mirror(session)
            _strip(session)
    return forgotten


def _forget(session: Session) -> bool:
    closed_at = session.load().closed_at
    if closed_at is None or time.time() * 1000 < closed_at + DAY_MS:
        return False
    with atomic():
        # The lock first: of two schedulers the second would count what the first took out already.
        locked = Session.objects.select_for_update().get(pk=session.pk)
        if locked.load().is_airtime_forgotten:
            return False
        if not session.was_on_paper:
            keep_mirror(session)
        # Not `run`, which wants the content key: airtime is forgotten too where the words were destroyed.
        run_moves("forget_airtime", ForgetAirtime(), visit=Visit(session, Actor()))
        _strip(session)
        return True


def _strip(session: Session) -> None:
    """Leave in the journal the steps and what was written when, not who spoke or wished to (decision 014)."""
    entries = list(session.journal.all())
    for entry in entries:
        entry.events = [event for event in entry.events if event["event"] not in EVENTS]
        if entry.command in OF_THE_FLOOR:
            _hide(entry)
    JournalEntry.objects.bulk_update(
        entries, ["events", "arguments", "actor", "command", "fingerprint"], batch_size=100
    )
    session.journal.filter(command=HIDDEN, events=[]).delete()


def _hide(entry: JournalEntry) -> None:
    """What else it did stays, or replaying would not lead here: it ended a deputy's turn, took a session up again.

    So does the account that it was, which facilitated; of anybody else neither that it was one of the floor.
    """
    entry.command, entry.arguments, entry.fingerprint = HIDDEN, {}, ""
    if not entry.actor.startswith("user:"):
        entry.actor = Actor().key
