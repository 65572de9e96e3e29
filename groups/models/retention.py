"""The warnings before what was written in a cycle is destroyed."""

from __future__ import annotations

from django.db import models

from .group import Cycle


class RetentionWarning(models.Model):
    """That a cycle's people are told, so many days before, that its content is destroyed on a day.

    `sent_at` is when the first of its mails left.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="warnings")
    erased_on = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cycle", "erased_on", "days_before"), name="warned_once"),)

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.erased_on} {self.days_before}"
