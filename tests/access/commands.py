"""Whose each command is, in words, by the predicate above it in sessions/commands/verbs/; and what more it asks."""

from __future__ import annotations

WHOSE = {
    "by_driver": "whoever drives: a facilitator, or the deputy while facilitation is with that one",
    "by_facilitator": "whoever has the dashboard: facilitators and deputies, driving or not",
    "by_leader": "facilitators, not deputies",
    "by_deputy": "deputies",
    "by_participant": "participants who were let in, each for oneself",
    "by_either": "whoever drives, and participants who were let in",
}
PARTICIPANTS = frozenset({"client", "peer", "guest"})
DRIVERS = frozenset({"facilitator", "paired"})
# Those for whom the command is not refused for whom it is; what the step allows a role is the rulebook's to say.
MAY = {
    "by_driver": DRIVERS,
    "by_facilitator": DRIVERS | {"deputy"},
    "by_leader": DRIVERS,
    "by_deputy": frozenset({"deputy"}),
    "by_participant": PARTICIPANTS,
    "by_either": DRIVERS | PARTICIPANTS,
}
# Of these, who drives does none without saying for whom; the last one is, of participants, the scribe's alone.
FOR_SOMEBODY = ("accept_contract", "lower_hand", "propose_subject", "report_commitment", "skip_vote", "vote")
SCRIBE_S = ("hear_charter",)
