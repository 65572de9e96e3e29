"""A refusal's code in the words of the person who is refused."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

WORDS = {
    "already_running": _("The session has already started."),
    "already_speaking": _("You have the floor already."),
    "charter_missing": _("This person has not accepted the charter yet."),
    "break_out_of_range": _("A break lasts from one minute to an hour."),
    "client_absent": _("The client of this round is not here. Choose somebody else, or wait."),
    "client_under_way": _("This person is client now: interrupt the round first."),
    "clients_missing": _("Choose the clients first."),
    "clients_required": _("Choose at least one client."),
    "clients_twice": _("Nobody is client twice in a session."),
    "clock_paused": _("The clock is paused already."),
    "clock_running": _("The clock is running already."),
    "due_past": _("This date has passed."),
    "first_step": _("This is the first step."),
    "floor_closed": _("The floor is not given in this moment."),
    "in_silence": _("Everybody writes in silence already."),
    "key_reused": _("This was sent twice with different words. Send it again."),
    "last_step": _("This is the last step: the session can be closed."),
    "may_not_accept": _("The contract is not accepted in this step."),
    "may_not_keep": _("No later step of this round asks for this."),
    "may_not_speak": _("This step lets others speak."),
    "may_not_write": _("This step does not ask for this. What you wrote is kept here."),
    "mode_not_here": _("The client listens in this step."),
    "name_chosen": _("This name is in the circle already, or cannot be read. Add the family name."),
    "no_break": _("There is no break at this moment."),
    "no_contract": _("There is no contract yet."),
    "no_go_round": _("There is no go-round at this moment."),
    "no_observer": _("This session has no observer."),
    "no_round": _("No round is under way."),
    "no_such_step": _("This step does not exist."),
    "nobody_speaking": _("Nobody has the floor."),
    "nobody_waiting": _("Nobody asks for the floor."),
    "nothing_after": _("Nothing comes after this round: the session can be closed."),
    "not_a_question": _("Only questions are answered."),
    "not_client": _("This is for the client of the round."),
    "not_hybrid": _("Everybody meets in the same way in this session."),
    "not_in_silence": _("Nothing is being written in silence."),
    "not_interrupted": _("This round was not interrupted."),
    "not_open": _("The session is not open yet."),
    "not_planned": _("The session is open already."),
    "not_present": _("This person has not been admitted to the session."),
    "not_running": _("The session has not started yet."),
    "not_speaking": _("Somebody else has the floor."),
    "not_yours_to_do": _("This is for somebody else to do."),
    "nothing_left": _("No time is left to take away."),
    "on_break": _("Everybody is resting."),
    "over": _("The session is over."),
    "round_begun": _("This round has begun: its client stays."),
    "round_under_way": _("End this round first, or interrupt it."),
    "rounds_fixed": _("The rounds have begun: their number stays."),
    "same_step": _("You are in this step already."),
    "session_full": _("The session is full."),
    "signed_out": _("You are signed out. Open your link again, or sign in."),
    "span_out_of_range": _("Between one second and one hour."),
    "stale": _("Something had changed meanwhile. Here is where we are now."),
    "too_many_writes": _("That was a lot at once. Wait a moment, what you wrote is kept here."),
    "turn_over": _("This turn is over."),
    "unknown_command": _("This is not possible."),
    "unknown_kind": _("This is not something that is written here."),
    "unknown_mode": _("This is not a way to share the floor."),
    "unknown_role": _("This is not a role."),
    "unreadable": _("This text can no longer be read."),
    "waiting": _("The facilitator has not let you in yet."),
}
NOT_FOUND = _("This does not exist, or no longer.")


def words(code: str) -> str:
    """One sentence; codes of things that are not there all read alike."""
    return str(WORDS.get(code, NOT_FOUND)) % {"text_max": settings.CODEV_TEXT_MAX}
