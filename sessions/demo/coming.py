"""What the demonstration's present cycle has before it: planned sessions, one called off, a sheet that is begun."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from groups.actors import Actor
from groups.models import Group, Part, Participant, User

from ..access import Visit
from ..commands import plan_session
from ..commands.on_paper import Record
from ..models import Answer, Preparation, Session
from ..models.preparation import BLANK
from ..rulebook.moves.life import Cancel
from .history import MINUTES, PROTOCOL, ROUNDS

WEEKS, CALLED_OFF = (3, 6, 9), 6  # from today on; the second is called off
HOUR = 14
PLACE = "Salle Tilleul, au rez-de-chaussée"
# Who comes to the next one, by place in the group; the others have not answered.
ANSWERS = {0: True, 1: True, 3: True, 5: False, 6: True}
# Karim, by his place in the group, has begun to prepare the next one.
WRITER = 3
SHEET = BLANK | {
    "title": "Un départ dans mon équipe",
    "situation": "Une collègue part en mars. Deux personnes souhaitent son poste, et je dois choisir avant l’été.",
    "tried": "En parler à chacune, séparément.",
    "question": "Comment annoncer mon choix sans perdre l’autre personne ?",
}


def plan(group: Group, by: User) -> None:
    """Plan the rest of the present cycle."""
    people = list(group.participants.current().order_by("position"))
    for weeks in WEEKS:
        session = _plan_one(group, weeks)
        if weeks == CALLED_OFF:
            visit = Visit(session, Actor(user=by), Part.FACILITATOR)
            Record(visit, int(timezone.now().timestamp() * 1000)).put_down("cancel", 0, Cancel())
        elif weeks == WEEKS[0]:
            _answer(session, people)
            _prepare(session, people[WRITER])


def _plan_one(group: Group, weeks: int) -> Session:
    day = timezone.localtime() + timedelta(weeks=weeks)
    at = day.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return plan_session(
        cycle=group.cycle, scheduled_at=at, minutes=MINUTES, rounds=ROUNDS, protocol_key=PROTOCOL, place=PLACE
    )


def _answer(session: Session, people: list[Participant]) -> None:
    for place, comes in ANSWERS.items():
        Answer.objects.create(session=session, participant=people[place], comes=comes)


def _prepare(session: Session, person: Participant) -> None:
    sheet = Preparation(session=session, participant=person, version=1)
    sheet.write(SHEET)
    sheet.save(force_insert=True)
