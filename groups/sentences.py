"""A refusal's code in the reader's words. One sentence a code; `name` is whom a line of a pasted list is about."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from codev.marked import isolated, with_names

from .naming import CALLED_MAX

SENTENCES = {
    "calendar_name_tells": _("This tells the group’s own name, which leaves by no mail. Choose other words, or none."),
    "charter_accepted": _("You have accepted this charter. Whoever facilitates your group can take you out of it."),
    "door_crowded": _("Many people wait at the door already. Tell the facilitator that you are here."),
    "email_missing": _("This person has no e-mail address."),
    "email_taken": _("The e-mail of “%(name)s” is already used in this group, or stands twice in the list."),
    "email_unreadable": _("An e-mail address cannot be read. Example: lea@example.org"),
    "ends_before_it_starts": _("The cycle would end before it begins."),
    "facilitates_already": _("This person facilitates the group already: change the part in the list."),
    "group_archived": _("This group is archived: nothing is planned or opened in it until it is brought back."),
    "group_name_there": _("The organisation has a group of this name already. Press again to have two."),
    "last_administrator": _("You are the only administrator of an organisation: name another one first."),
    "last_facilitator": _("A group keeps one facilitator at least: name another one first."),
    "link_closed": _("This link no longer opens anything."),
    "may_not_name_facilitators": _("Only the group’s facilitators name its facilitators."),
    "called_missing": _("Write what to call this person."),
    "called_too_long": _("This is too long to be called by: %(called_max)s characters at most."),
    "name_chosen": _("This name is in the list: choose it there, or add your family name."),
    "name_missing": _("A name is missing."),
    "name_taken": _("“%(name)s” is already in this group, or stands twice in the list."),
    "name_too_long": _("This name is too long."),
    "name_unreadable": _("Signs that cannot be seen stand in this name: type it anew."),
    "no_device": _("This device is no longer open, or not yours to end."),
    "no_facilitator": _("This person does not facilitate the group any more."),
    "no_participant": _("This person is no longer in the group."),
    "not_a_facilitator": _("Only facilitators can do this."),
    "not_an_administrator": _("Only the organisation’s administrators can do this."),
    "not_yours_to_do": _("This is for somebody else to do."),
    "not_yours_to_reset": _("Whoever runs this server can do this, on request."),
    "participant_removed": _("This person is no longer in the group."),
    "person_unknown": _("Nobody in the organisation has this address. An administrator can invite them first."),
    "role_unknown": _("Choose one of the roles offered."),
    "runs_a_session": _("This person runs a session just now: hand it over first, or wait for its end."),
    "second_step_missing": _("This is open after a second step of signing in only. Load the page anew."),
    "session_under_way": _("A session of this group is under way: end it first."),
    "sessions_to_come": _("Sessions of this group are still to come: cancel them first, so that everybody is told."),
    "stale": _("The charter has changed meanwhile. Here is the version in force."),
    "text_missing": _("The charter cannot be empty."),
    "text_too_long": _("This text is too long: %(text_max)s characters at most."),
    "too_many_knocks": _("You have knocked many times. Tell the facilitator that you are here."),
    "too_many_participants": _("A group has at most %(most)s participants."),
    "zone_unknown": _("Choose one of the time zones offered."),
}
_OTHERWISE = _("This is not possible now.")


def sentence(code: str, name: str = "") -> str:
    """What to tell the person whose request was refused, in the language of the request."""
    # Every sentence is given all values, and takes those that it names.
    known = {
        "name": isolated(name),
        "most": settings.CODEV_PARTICIPANTS_MAX,
        "text_max": settings.CODEV_TEXT_MAX,
        "called_max": CALLED_MAX,
    }
    return with_names(str(SENTENCES.get(code, _OTHERWISE)) % known)
