"""Erasing what is somebody's own: of participants and of accounts. What was written for another stays that one's."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from codev.sealing import KeyGone
from groups import commands as people
from groups.errors import Refused
from groups.models import Participant, User

from ..models import (
    Answer,
    Commitment,
    CommitmentReport,
    Contract,
    Contribution,
    Evaluation,
    Preparation,
    Presence,
    Reflection,
    Round,
    Served,
    Session,
    Subject,
)

DAY = timedelta(days=1)


def _under_way() -> Q:
    """Sessions that are not over; of a lobby that nobody left, the day after does not wait."""
    is_lobby = Q(status=Session.Status.OPEN, scheduled_at__gt=timezone.now() - DAY)
    return Q(status=Session.Status.RUNNING) | is_lobby


@transaction.atomic
def erase_participant(*, participant: Participant) -> None:
    """Erase what is this person's, and who it was. Refused while a session that let the person in is not over.

    What is written for a client is the client's: it goes with that one, whoever wrote it, and stays when its author
    goes (decision 042). Rows that counts and journals stand on stay, without a word.
    """
    # Their rows' locks: nobody is let in, and nothing is written, meanwhile.
    here = Session.objects.select_for_update().filter(_under_way(), cycle__group=participant.group_id)
    if any(str(participant.pk) in session.load().admitted for session in here):
        raise Refused("already_running")
    # Nobody is told any more that what this one wrote, or was given, has served.
    Served.objects.filter(Q(contribution__author=participant) | Q(contribution__round__client=participant)).delete()
    written_by(participant).delete()
    written_for(participant).delete()
    # What stays with other clients was for the group's memory by a choice that nobody can take back any more.
    Contribution.objects.filter(author=participant).update(memory="")
    Contract.objects.filter(round__client=participant).delete()
    Subject.objects.filter(participant=participant).delete()
    Round.objects.filter(client=participant).update(sealed_headline=None, sealed_question=None, sealed_synthesis=None)
    CommitmentReport.objects.filter(commitment__participant=participant).update(sealed_text=None, is_shared=False)
    for commitment in Commitment.objects.filter(participant=participant):
        _empty(commitment)
    Preparation.objects.filter(participant=participant).delete()
    Reflection.objects.filter(participant=participant).delete()
    Presence.objects.filter(participant=participant).delete()
    Answer.objects.filter(participant=participant).delete()
    people.erase_person(participant=participant)
    # Last, as that one's row is locked now: what was answered meanwhile goes too.
    Evaluation.objects.filter(participant=participant).delete()


def written_by(participant: Participant) -> QuerySet[Contribution]:
    """What is the author's alone to erase: all that is not shared with another client in that one's round."""
    elsewhere = Contribution.objects.standing().filter(round__isnull=False).exclude(round__client=participant)
    return Contribution.objects.filter(author=participant).exclude(pk__in=elsewhere.values("pk"))


def left_to_others(participant: Participant) -> QuerySet[Contribution]:
    """What stays, without a name, with the clients for whom it was written."""
    return Contribution.objects.filter(author=participant).exclude(pk__in=written_by(participant).values("pk"))


def written_for(participant: Participant) -> QuerySet[Contribution]:
    """What others wrote in this client's rounds; what they only keep for themselves is theirs."""
    return Contribution.objects.filter(round__client=participant, kept_at=None)


def _empty(commitment: Commitment) -> None:
    """That there was one, and what became of it, is counted; the words go."""
    try:
        commitment.text = ""
    except KeyGone:
        return  # nobody can read it any more
    commitment.due_on = commitment.sealed_word = commitment.word_seat_id = None
    commitment.save(update_fields=["sealed_text", "due_on", "sealed_word", "word_seat_id"])


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Delete an account with its private notes and what it wrote outside of rounds. Refused while it may guide.

    Its words in a client's round stay with that client, as the facilitator's. Refused for an only administrator too.
    """
    if Session.objects.filter(_under_way(), cycle__group__facilitators__user=user).exists():
        raise Refused("already_running")
    own = Contribution.objects.filter(user=user, author=None)
    own.exclude(pk__in=Contribution.objects.standing().filter(round__isnull=False).values("pk")).delete()
    own.update(memory="")
    people.erase_account(user=user)
