"""What the demonstration's people keep for themselves of sessions that are over, and an idea that served."""

from __future__ import annotations

from datetime import datetime, timedelta

from groups.models import Group, Participant, User

from ..models import Commitment, Contribution, Debrief, Reflection, Served, Session
from ..models.sheets import Sheet

# Jeanne, by her place in the group, was client in the last session of the cycle before.
WRITER = 2
PAGE = {
    "subject": "Il se tait pour protéger son équipe. Je n’y avais vu que de la distance.",
    "oneself": "Je demande souvent avant d’avoir écouté.",
    "helped": "En disant mon hypothèse sur le silence d’un autre, sans la défendre.",
    "trying": "Une visite, une heure, sans rien demander.",
}
WORD = "Rendez-vous pris, sur place. Ne rien préparer d’autre que deux questions."
LOOKED_BACK = {
    "well": "Le contrat a été reformulé deux fois, et le groupe a attendu.",
    "otherwise": "Couper plus tôt les conseils déguisés en questions.",
    "learned": "Mon silence aide, s’il est annoncé.",
    "later": "Laisser le tour d’apprentissages commencer par quelqu’un d’autre.",
}


def write(group: Group, by: User) -> None:
    """Of the last session of the cycle before; it is opened since, so that what was to be told is told."""
    writer = group.participants.get(position=WRITER)
    held = Session.objects.filter(cycle__group=group, status=Session.Status.CLOSED)
    session = held.filter(cycle__number=1).latest("scheduled_at")
    evening = session.scheduled_at + timedelta(hours=6)
    _keep(Reflection(session=session, participant=writer), PAGE, evening)
    _keep(Debrief(session=session, user=by), LOOKED_BACK, evening)
    _follow(session, writer)
    _tell(session, writer)


def _keep(sheet: Sheet, words: dict[str, str], at: datetime) -> None:
    sheet.write(words)
    sheet.version = 1
    sheet.save(force_insert=True)
    type(sheet)._default_manager.filter(pk=sheet.pk).update(begun_at=at, written_at=at)


def _follow(session: Session, writer: Participant) -> None:
    """A commitment under way, with a word for oneself."""
    taken = Commitment.objects.get(session=session, participant=writer)
    taken.word, taken.state, taken.version = WORD, Commitment.State.TRYING, 1
    taken.save()


def _tell(session: Session, author: Participant) -> None:
    idea = Contribution.objects.exclude(mark="").get(session=session, author=author)
    Served.objects.create(contribution=idea, session=session, after=session)
