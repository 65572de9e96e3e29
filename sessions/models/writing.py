"""What people write in a session, every word of it sealed under the session's key."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import Participant

from ..rulebook.rules import showing
from ..rulebook.state.state import State
from .keys import SealedText
from .rounds import Round
from .session import Session


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Contributions."""

    def standing(self) -> ContributionQuerySet:
        """Those that were shared, and that their authors have not withdrawn."""
        return self.filter(withdrawn_at=None, kept_at=None)

    def shown(self) -> ContributionQuerySet:
        """Those of the shared that the facilitator has not hidden."""
        return self.standing().filter(hidden_at=None)

    def learnings(self) -> ContributionQuerySet:
        """What was learned, as it was shared."""
        return self.shown().filter(kind="learning")

    def kept(self) -> ContributionQuerySet:
        """Those that their authors keep for later, unseen by anybody else."""
        return self.filter(withdrawn_at=None, kept_at__isnull=False)

    def held_by(self, participant: uuid.UUID) -> ContributionQuerySet:
        """Those that this participant wrote, or noted for somebody, unless that were handed back to its author."""
        # A question that was handed back is its author's alone: the scribe who noted it may neither share nor drop it.
        noted = models.Q(noted_by=participant, handed_back_at=None)
        return self.filter(noted | models.Q(author=participant))


class Contribution(models.Model):
    """One thing that somebody wrote in a step; its id is the browser's. While it is kept, it is its author's alone.

    Without an author it is the words of the account `user`. Noted for its author, it names who noted it: the scribe
    (`noted_by`) or a facilitator (`user`). `in_silence`: written unseen, not revealed since. The mark is the client's.
    `seat_id` is the device on which its author wrote it, None where somebody else held the pen. `memory`: by
    its author's choice, of which no instant is kept, it stands in the group's memory, as that showed lines then.
    """

    class Mark(models.TextChoices):
        THINKING = "thinking", _("makes me think")
        TRYING = "trying", _("I will try")

    class Memory(models.TextChoices):
        UNNAMED = "unnamed", _("without a name")
        NAMED = "named", _("with its author’s name")

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(Session, models.CASCADE, related_name="contributions")
    round = models.ForeignKey(Round, models.CASCADE, null=True, related_name="contributions")
    author = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="contributions")
    noted_by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    seat_id = models.UUIDField(null=True, editable=False)  # no foreign key: seats go, and this says no more then
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    sealed_text = models.BinaryField(editable=False)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    handed_back_at = models.DateTimeField(null=True)
    in_silence = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=8, blank=True, choices=Mark.choices)
    memory = models.CharField(max_length=8, blank=True, default="", choices=Memory.choices)

    text = SealedText("sealed_text")
    key_owner = "session_id"
    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("session_id", "written_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    def is_unseen(self, state: State, round_number: int | None) -> bool:
        """Whether it is its author's alone still (`showing.is_unseen`); `round_number` spares a query for its round."""
        return showing.is_unseen(state, step=self.step, round=round_number, in_silence=self.in_silence)

    def is_withheld(self, state: State, round_number: int | None) -> bool:
        """Whether it has yet to reach the client (`showing.is_withheld`)."""
        author = str(self.author_id) if self.author_id else None
        return showing.is_withheld(state, author=author, step=self.step, round=round_number, in_silence=self.in_silence)


class Contract(models.Model):
    """One version of what the client wishes to leave with; the newest of a round is the one in force.

    `help` is what kind of help is wanted, "" where that was not said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="contracts")
    round = models.ForeignKey(Round, models.CASCADE, related_name="contracts")
    number = models.PositiveSmallIntegerField()
    sealed_text = models.BinaryField(editable=False)
    sealed_help = models.BinaryField(null=True, editable=False)
    written_at = models.DateTimeField()
    # The peer's wording that it took over; its own text is a copy, and stays if that wording goes.
    adopted = models.ForeignKey(Contribution, models.SET_NULL, null=True, related_name="+")

    text = SealedText("sealed_text")
    help = SealedText("sealed_help")
    key_owner = "session_id"

    class Meta:
        ordering = ("round_id", "number")
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="contracts_are_numbered"),)

    def __str__(self) -> str:
        return str(self.id)


class ContractAcceptance(models.Model):
    """That a peer accepts this version of the contract."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="acceptances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("contract", "participant"), name="accepts_once"),)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.participant_id}"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments."""

    def of_before(self, group: uuid.UUID, session: uuid.UUID) -> CommitmentQuerySet:
        """Those of a group's closed sessions that are open, or of which something was said in this session."""
        earlier = self.filter(session__cycle__group=group, session__status="closed").exclude(session=session)
        # What its owner noted between sessions is no screen's.
        earlier = earlier.defer("sealed_word")
        still = models.Q(state__in=(Commitment.State.TAKEN, Commitment.State.TRYING))
        # Also what a report of today has just closed, so that whoever said it can still change it.
        said = models.Exists(Commitment.objects.filter(pk=models.OuterRef("pk"), reports__session=session))
        return earlier.filter(still | models.Q(said))


class Commitment(models.Model):
    """What a client will do, and by when. `seat_id` is the client's device on which it was written, if it was one.

    `word` is what its owner notes between sessions, nobody else's; `word_seat_id` the device that wrote that, None for
    one that is proven. `version` counts what was changed, so that no device writes over another's.
    """

    class State(models.TextChoices):
        TAKEN = "taken", _("taken")
        TRYING = "trying", _("under way")
        REPORTED = "reported", _("shared")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="commitments")
    round = models.ForeignKey(Round, models.CASCADE, related_name="commitments")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="commitments")
    seat_id = models.UUIDField(null=True, editable=False)
    sealed_text = models.BinaryField(editable=False)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.TAKEN)
    taken_at = models.DateTimeField()
    sealed_word = models.BinaryField(null=True, editable=False)
    word_seat_id = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0)

    text = SealedText("sealed_text")
    word = SealedText("sealed_word")
    key_owner = "session_id"
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "taken_at", "id")

    def __str__(self) -> str:
        return str(self.id)
