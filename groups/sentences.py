"""A refusal's code in the reader's words. One sentence a code; `name` is whom a line of a pasted list is about."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from codev.marked import isolated, with_names

from .naming import CALLED_MAX
from .pasting import LINES_MAX

SENTENCES = {
    "calendar_name_tells": _("This tells the group’s own name, which leaves by no mail. Choose other words, or none."),
    "charter_accepted": _("You have accepted this charter. Whoever facilitates your group can take you out of it."),
    "file_broken": _("This file cannot be opened. Save it anew as an Excel workbook (.xlsx) or as CSV."),
    "file_empty": _("There is nothing in this file."),
    "file_locked": _(
        "This workbook is protected by a password. Take the password off, or copy the cells and paste them."
    ),
    "file_old": _(
        "This is an old Excel file (.xls). Save it as an Excel workbook (.xlsx), or copy the cells and paste them."
    ),
    "file_too_big": _("There is far more in this workbook than a list of people. Copy the cells and paste them."),
    "file_unknown": _("Only Excel workbooks (.xlsx) and CSV can be read. Copy the names and paste them."),
    "nobody_read": _("Nobody was found in it. Paste names, or addresses, or both."),
    "nobody_wanted": _("Everybody is left out: nobody would be added."),
    "text_and_file": _("Paste a list or choose a file, not both."),
    "too_many_lines": _("More than %(lines)s people stand in this list, and a group has at most %(most)s."),
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
    "account_there": _("Another account has this address."),
    "came_already": _("This person has signed in already: no invitation is needed."),
    "region_unknown": _("Choose one of the countries offered."),
    "training_number_unreadable": _("A declaration number has 11 figures, such as 11 75 12345 67."),
    "training_name_missing": _(
        "A certificate names the training organisation that issues it, and that name is not filled in yet. An"
        " administrator does so on the organisation’s page, under “Training organisation and attendance”."
    ),
    "words_too_long": _("This is too long: shorten it."),
    "words_unreadable": _("Signs that cannot be seen stand in it: type it anew."),
    "zone_unknown": _("Choose one of the time zones offered."),
    "called_taken": _("Somebody else has this name and is called so: say something else, to be told apart."),
    "called_missing": _("Write what to call this person."),
    "called_too_long": _("This is too long to be called by: %(called_max)s characters at most."),
    "name_chosen": _("This name is in the list: choose it there, or add your family name."),
    "name_is_address": _("This is an address: write the person’s name."),
    "name_missing": _("A name is missing."),
    "name_taken": _("“%(name)s” is already in this group, or stands twice in the list."),
    "name_twice": _("Somebody else has this name: say what to call each of them."),
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
}
_OTHERWISE = _("This is not possible now.")


# Why a line of a pasted list wants a look, before anybody is added.
DOUBTS = {
    "address_below": _("The address stood on the next line: is it this person’s?"),
    "comma_unclear": _("Is what stands on both sides of the comma one person or two?"),
    "email_taken": _("Somebody else has this address, in the list or in the group: whose is it?"),
    "email_unreadable": _("This address cannot be read: correct it, or take it out."),
    "formula": _("A formula stood in the place of the name: write the name."),
    "garbled": _("The accents were damaged on the way: is the name right?"),
    "name_after_address": _("The name stood after the address: do they belong together?"),
    "name_from_address": _("Only an address was there. We took the name from it: is it right?"),
    "name_missing": _("Only an address was there: write the name."),
    "no_address": _("There was no address here: is this a person?"),
    "order_unclear": _("Which is the given name, which the family name? We could not tell."),
    "same_name": _("Two people have this name: say what to call each of them."),
    "several_names": _("Several names stood on one line: is this one person?"),
    "text_left": _("Other words stood beside it, which we left out."),
    "there": _("This person is in the group already."),
    "twice": _("This person stands twice in the list. If they are two, say what to call each, and take the tick away."),
    "two_addresses": _("Two addresses stood here; we took the first."),
}


def why_doubted(code: str) -> str:
    """What to look at in a line of a pasted list."""
    return str(DOUBTS[code])


def sentence(code: str, name: str = "") -> str:
    """What to tell the person whose request was refused, in the language of the request."""
    # Every sentence is given all values, and takes those that it names.
    known = {
        "name": isolated(name),
        "most": settings.CODEV_PARTICIPANTS_MAX,
        "lines": LINES_MAX,
        "text_max": settings.CODEV_TEXT_MAX,
        "called_max": CALLED_MAX,
    }
    return with_names(str(SENTENCES.get(code, _OTHERWISE)) % known)
