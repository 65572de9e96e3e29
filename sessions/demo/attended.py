"""That the demonstration's people were there: who signed for it and how, what was put right, and for which training."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from codev.instants import epoch_ms
from groups.models import Group, Organisation, User

from ..attendance import reading
from ..attendance.shapes import Attended, Half, Sheet
from ..models import Correction, Session, Signature

NUMBER, ADDRESS = "11 00 00000 00", "12, rue de l’Exemple\n75000 Paris"
TITLE = "Codéveloppement pour responsables d’équipe"
OBJECTIVES = (
    "Prendre du recul sur ses situations de travail avec des pairs\n"
    "Questionner et écouter avant de proposer\n"
    "Décider d’une action et en rendre compte"
)
# Karim, by his place in the group, was let in twelve minutes after he had come, and signed on paper.
LATE = 3
REASON = "Arrivée à l’heure, notée trop tard."
AT_ONCE, IN_THE_EVENING = timedelta(minutes=3), timedelta(hours=4)


def describe(group: Group) -> None:
    """As an action of training, so that sheets and certificates have all that they say."""
    told = {"training_name": group.organisation.name, "training_number": NUMBER, "training_address": ADDRESS}
    Organisation.objects.filter(pk=group.organisation_id).update(**told)
    group.cycles.update(title=TITLE, objectives=OBJECTIVES)


def sign(group: Group, by: User) -> None:
    """Everybody has signed for every session held, and it is countersigned; one stay was put right before."""
    held = Session.objects.filter(cycle__group=group, status=Session.Status.CLOSED).order_by("-scheduled_at")
    for place, session in enumerate(held.select_related("cycle__group__organisation")):
        sheet = _sheet(session)
        # In the last one of the cycle before.
        corrected = _put_right(session, sheet, by) if place == 1 else None
        Signature.objects.bulk_create(_signatures(session, _sheet(session) if corrected else sheet, by, corrected))


def _sheet(session: Session) -> Sheet:
    sheet = reading.sheet_of(session)
    assert sheet is not None  # noqa: S101  it was held
    return sheet


def _put_right(session: Session, sheet: Sheet, by: User) -> Correction:
    person = session.cycle.group.participants.get(position=LATE)
    there = next(one for one in sheet.people if one.person == person.pk)
    old = [[epoch_ms(start), epoch_ms(end)] for half in there.halves for start, end in half.stays]
    return Correction.objects.create(
        session=session,
        participant=person,
        name=person.name,
        old=old,
        new=[[epoch_ms(sheet.began_at), old[-1][1]]],
        reason=REASON,
        by=by,
        by_name=by.name,
        made_at=sheet.ended_at + AT_ONCE,
    )


def _signatures(session: Session, sheet: Sheet, by: User, corrected: Correction | None) -> Iterator[Signature]:
    for one in sheet.people:
        is_on_paper = corrected is not None and corrected.participant_id == one.person
        for half in one.halves:
            yield _signature(session, sheet, one, half, by, is_on_paper=is_on_paper)


def _signature(session: Session, sheet: Sheet, one: Attended, half: Half, by: User, *, is_on_paper: bool) -> Signature:
    signed = Signature(session=session, participant_id=one.person, name=one.name, minutes=half.minutes)
    signed.day, signed.is_afternoon = half.half.day, half.half.is_afternoon
    signed.stays = [[epoch_ms(start), epoch_ms(end)] for start, end in half.stays]
    signed.signed_at = sheet.ended_at + 2 * AT_ONCE
    signed.countersigned_at, signed.countersigned_by = sheet.ended_at + IN_THE_EVENING, by
    signed.countersigned_name = by.name
    if is_on_paper:
        signed.way, signed.by, signed.by_name = Signature.Way.PAPER, by, by.name
    else:
        signed.way, signed.device = Signature.Way.DEVICE, "phone"
    return signed
