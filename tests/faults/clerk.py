"""`python -m tests.faults.clerk`: plans sessions, and looks into the databases afterwards.

It has the servers' environment, and works beside them: a line of JSON on standard input asks, a line answers.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.db import connections
from django.db.transaction import atomic, set_rollback
from django.utils import timezone

from groups import commands as groups_commands
from groups.actors import Actor
from groups.models import Organisation, Part, Role, User
from sessions import commands
from sessions.access import Visit
from sessions.commands.projections.runs import rebuild
from sessions.models import Attendance, ContractAcceptance, Contribution, PhaseRun, PrivateNote, Session, SpeakingTurn
from sessions.rulebook import machine
from sessions.rulebook.state.state import planned
from tests.bench.seeding import account, member, screen, seat


def plan(
    participants: int = 5, opened: bool = True, step: str = "", votes: bool = False, knocking: int = 0
) -> dict[str, Any]:
    """A session of its own group: two facilitators, two deputies, members, newcomers at its door; running if `step`."""
    with atomic():
        organisation = Organisation.objects.first() or Organisation.objects.create(name="Atelier", is_demo=True)
        guides = [_guide(organisation) for _ in range(4)]
        group = groups_commands.create_group(organisation=organisation, name=uuid4().hex, by=guides[0])
        group.facilitators.create(user=guides[1], role=Part.FACILITATOR)
        for deputy in guides[2:]:
            group.facilitators.create(user=deputy, role=Part.DEPUTY)
        people = [member(group, place) for place in range(participants)]
        held = [seat(one) for one in people]
    session = commands.plan_session(
        cycle=group.cycle, scheduled_at=timezone.now(), minutes=120, rounds=2, protocol_key="codev-classique"
    )
    if votes:
        session.settings = {"subject_choice": "votes"}
        session.freeze_protocol()
        session.save()
    if opened:
        _open(session, guides[0], [one.pk for one in people], step)
    return {
        "id": str(session.pk),
        "steps": _steps(session),
        "people": [str(one.pk) for one in people],
        "users": [one.pk for one in guides],
        "guides": [account(one) for one in guides],
        "participants": [_browser(browser) for browser, _ in held],
        "screen": screen(session),
        "knocking": [_knock(session, number) for number in range(knocking)],
    }


def _open(session: Session, guide: User, people: list[Any], step: str) -> None:
    visit = Visit(session, Actor(user=guide), Part.FACILITATOR)
    opening: list[tuple[str, dict[str, Any]]] = [
        ("open", {}),
        *(("admit", {"participant": one}) for one in people),
        ("choose_clients", {"participants": people[:2]}),
    ]
    if step:
        opening += [("start", {}), ("jump", {"to_step": _steps(session)[step]})]
    for command, fields in opening:
        commands.run(command, visit=visit, key=uuid4(), **fields)


def _guide(organisation: Organisation) -> User:
    user = User.objects.create_user(f"{uuid4().hex}@faults.invalid", name="Claire")
    organisation.roles.create(user=user, role=Role.FACILITATOR)
    return user


def _browser(browser: Any) -> dict[str, str]:
    browser.save()
    return {"sessionid": str(browser.session_key), "csrftoken": "t" * 32}


def _knock(session: Session, number: int) -> str:
    """A newcomer who has accepted the charter, and waits."""
    group = session.cycle.group
    found = groups_commands.come_as_newcomer(group=group, session_id=session.pk, name=f"Nouveau {number}", label="")
    groups_commands.accept_at_the_door(seat=found, charter=group.charter)
    return str(found.participant_id)


def _steps(session: Session) -> dict[str, int]:
    """The first step of each key."""
    keys = [one.key for one in Session.objects.get(pk=session.pk).load().agenda]
    return {key: keys.index(key) for key in keys}


def look(session: str) -> dict[str, Any]:
    """What is kept of a session: revision, state, `keys` of what was done with its command; and what is `wrong`."""
    # In one transaction: what is still being done is seen as a whole, or not at all.
    with atomic():
        found = Session.objects.get(pk=session)
        entries = list(found.journal.all())
        wrong = _wrong(found, entries)
        set_rollback(True)
    return {
        "revision": found.revision,
        "keys": [[str(one.key), one.command] for one in entries],
        "state": found.state,
        "accepted": ContractAcceptance.objects.filter(contract__session=session).count(),
        "wrong": wrong,
    }


def _wrong(session: Session, entries: list[Any]) -> list[str]:
    """Sentences about what contradicts the journal; none where all is well."""
    wrong = []
    if [one.revision for one in entries] != list(range(1, session.revision + 1)):
        wrong.append(f"the journal does not lead to revision {session.revision}")
    state = planned(session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality)
    for entry in entries:
        state = machine.replay(state, machine.from_json(entry.events))
    if json.loads(json.dumps(machine.dump(state))) != session.state:
        wrong.append("the journal does not fold to the state")
    before = _rows(session)
    if rebuild(session) != state or _rows(session) != before:
        wrong.append("rows made again are not the rows")
    return wrong + _words(session, entries)


def _rows(session: Session) -> list[list[dict[str, Any]]]:
    made = (
        model.objects.filter(session=session).order_by("pk").values() for model in (PhaseRun, SpeakingTurn, Attendance)
    )
    return [sorted(({**row, "id": 0} for row in rows), key=str) for rows in made]


def _words(session: Session, entries: list[Any]) -> list[str]:
    """What was written is there whole, once, and can be read: texts of these sessions end with the row's id or key."""
    wrong = []
    said = {str(one.pk): one.text for one in Contribution.objects.filter(session=session)}
    written = [one.arguments["id"] for one in entries if one.command == "contribute"]
    if sorted(written) != sorted(said):
        wrong.append(f"{len(written)} contributions in the journal, {len(said)} rows")
    wrong += [f"words of {id} are another's" for id, text in said.items() if not text.endswith(id)]
    notes = [one.text.split()[-1] for one in PrivateNote.objects.filter(session=session)]
    noted = [str(one.key) for one in entries if one.command == "write_private_note"]
    if sorted(notes) != sorted(noted):
        wrong.append(f"{len(noted)} private notes in the journal, {len(notes)} rows")
    return wrong


def main() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"plan": plan, "look": look}[asked.pop("do")](**asked)
        except Exception as error:  # told to whoever asked, who may ask again
            answer = {"error": repr(error)}
        # Kept none: databases are restarted beside it.
        connections.close_all()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
