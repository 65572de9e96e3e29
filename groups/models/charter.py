"""What a group promises itself before anything is said, version by version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .groups import Group, Participant
from .people import User


def default_charter() -> str:
    """The charter that a new group starts with, in the language of who makes it."""
    return "\n\n".join(
        (
            gettext("Kindness. No judgement. Confidentiality."),
            gettext(
                "What is said in the group stays in the group. One limit, said openly: "
                "when somebody is in serious danger, we get help, and tell the person so."
            ),
            gettext("I come by choice, wishing to learn and to cooperate. I may decline, pass my turn or leave."),
        )
    )


class Charter(models.Model):
    """One version of a group's charter; the newest is in force."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="charters")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("group_id", "-number")
        constraints = (models.UniqueConstraint(fields=("group", "number"), name="charters_are_numbered"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"


class CharterAcceptance(models.Model):
    """That a participant accepted a version personally, on a device, or aloud before who facilitates or the scribe."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="acceptances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(auto_now_add=True)
    heard_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    heard_by_participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    is_oral = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("charter", "participant"), name="accepted_once"),)

    def __str__(self) -> str:
        return f"{self.participant_id} {self.charter_id}"

    @property
    def witness(self) -> str:
        """The name of who heard it, if it was said aloud and that one is still known."""
        return str(self.heard_by or self.heard_by_participant or "")
