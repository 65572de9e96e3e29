"""Words for the codes that screens show: kinds of writing, modes of the floor, roles, what is still missing."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from codev.marked import isolated

from ..rulebook.rules.airtime import PlaceInQueue

ROLES = {
    "facilitator": pgettext_lazy("role", "facilitation"),
    "client": pgettext_lazy("role", "client"),
    "peer": pgettext_lazy("role", "peer"),
    "observer": pgettext_lazy("role", "observer"),
    "scribe": pgettext_lazy("role", "scribe"),
}
KINDS = {
    "question": _("Question"),
    "reformulation": _("Rewording"),
    "analysis": _("Analysis"),
    "option": _("Option for action"),
    "experience": _("Experience"),
    "hypothesis": _("Hypothesis"),
    "reflective_question": _("Question to think about"),
    "resource": _("Resource"),
    "learning": _("Learning"),
    "feedback": _("Feedback"),
    "metaphor": _("Image"),
    "impression": _("Impression"),
    "note": _("Note"),
}
KINDS_TOGETHER = {
    "question": _("Questions"),
    "reformulation": _("Rewordings"),
    "analysis": _("Analyses"),
    "option": _("Options for action"),
    "experience": _("Experiences"),
    "hypothesis": _("Hypotheses"),
    "reflective_question": _("Questions to think about"),
    "resource": _("Resources"),
    "feedback": _("Feedback received"),
    "metaphor": _("Images"),
    "impression": _("Impressions"),
    "learning": _("Learnings"),
    "note": _("Notes"),
}
MODES = {
    "free": _("Free floor"),
    "queue": _("Hands, in order"),
    "go_round": _("Go-round"),
    "client_only": _("Client alone"),
    "silence": _("Silence"),
}
ORDERS = {"arrival": _("First come, first heard"), "least_heard": _("Least heard first")}
NO_LIMIT = _("As long as it takes")
AIRTIME = {"unheard": _("not heard yet"), "little": _("little heard")}
MARKS = {
    "thinking": _("makes me think"),
    "trying": _("I will try"),
}
PARTS = {"opening": _("Opening"), "closing": _("Closing")}
# By the `needs` of a protocol's steps.
MISSING = {
    "clients": _("No client has been chosen yet."),
    "question": _("No question has been written yet."),
    "contract": _("The contract is not written yet."),
    "contract_accepted": _("The peers have not all accepted the contract yet."),
    "contribution": _("Nothing has been contributed yet."),
    "synthesis": _("The synthesis is not written yet."),
    "commitment": _("No commitment has been noted yet."),
    "learning": _("No learning has been written yet."),
}
COMMITMENT_STATES = {
    "taken": pgettext_lazy("commitment", "taken"),
    "trying": pgettext_lazy("commitment", "under way"),
    "reported": pgettext_lazy("commitment", "shared"),
    "dropped": pgettext_lazy("commitment", "dropped"),
}
WEIGHTS = {
    "stakes": pgettext_lazy("weight", "stakes"),
    "intensity": pgettext_lazy("weight", "intensity"),
    "urgency": pgettext_lazy("weight", "urgency"),
}
KNOCKING = _("Somebody is at the door.")
MODALITIES = {"remote": _("At a distance"), "hybrid": _("Hybrid")}
CHOICES_OF_SUBJECTS = {
    "facilitator": _("The facilitator chooses the subjects."),
    "votes": _("The group chooses by votes."),
    "stakes": _("The group chooses together: stakes, intensity, urgency."),
}
# By a setting of the school, and what it chose.
WHILE_LISTENING = {
    ("client_in_consultation", "silent"): _("The client stays silent."),
    ("client_in_consultation", "silent_unless_drift"): _("The client speaks only if the group drifts."),
    ("client_in_consultation", "interaction"): _("The client may speak too."),
    ("client_turned_away", "yes"): _("The client turns away, or switches the camera off."),
    ("client_turned_away", "no"): _("The client stays facing the group."),
}
DUTIES = {
    "client": _("Presents clearly, says what is expected of the group, listens, decides."),
    "peer": _("Look with %(client)s for what may move the situation on."),
    "observer": _("Watches how the group works, and shares it at the end."),
    "scribe": _("Writes for the client, who can then listen."),
}
# By status, or "break", and role. In the lobby nobody is client: that begins with a round.
HINTS = {
    ("break", "client"): _("Stand up, take some air. What was written stays where it is."),
    ("break", "peer"): _("Stand up, take some air. What was written stays where it is."),
    ("break", "observer"): _("Stand up, take some air. What was written stays where it is."),
    ("break", "scribe"): _("Stand up, take some air. What was written stays where it is."),
    ("open", "peer"): _("We start soon. You may put your phone down."),
    ("open", "observer"): _("We start soon. You may put your phone down."),
    ("open", "scribe"): _("We start soon. You may put your phone down."),
}
FIRST = _("Your hand is up: you are next.")
ORDINALS = {
    2: _("You are second: %(why)s."),
    3: _("You are third: %(why)s."),
    4: _("You are fourth: %(why)s."),
    5: _("You are fifth: %(why)s."),
    6: _("You are sixth: %(why)s."),
    7: _("You are seventh: %(why)s."),
    8: _("You are eighth: %(why)s."),
    9: _("You are ninth: %(why)s."),
    10: _("You are tenth: %(why)s."),
}
PLACED = _("the facilitator has set this order")
FURTHER = _("You are number %(number)s: %(why)s.")
COUNTS = {
    1: pgettext_lazy("count", "one"),
    2: pgettext_lazy("count", "two"),
    3: pgettext_lazy("count", "three"),
    4: pgettext_lazy("count", "four"),
    5: pgettext_lazy("count", "five"),
    6: pgettext_lazy("count", "six"),
    7: pgettext_lazy("count", "seven"),
    8: pgettext_lazy("count", "eight"),
    9: pgettext_lazy("count", "nine"),
}


def subject_of(client: str) -> str:
    """Whose subject it is, by the client's name, isolated (`codev.marked`); "" without one."""
    if not client:
        return ""
    # « Sujet d’Amina », « Sujet d’Élise »: French elides before a vowel, whatever its accent. An h is taken for mute.
    if unicodedata.normalize("NFD", client)[0].lower() in "aeiouh":
        return pgettext("before a vowel", "%(client)s’s subject") % {"client": isolated(client)}
    return pgettext("before a consonant", "%(client)s’s subject") % {"client": isolated(client)}


def with_client(sentence: str, client: str) -> str:
    """A protocol's sentence with the client's name, isolated, where it has `{client}`."""
    return sentence.replace("{client}", isolated(client))


def where_a_hand_stands(stands: PlaceInQueue) -> str:
    """A sentence for who raised a hand: where it stands among the others, and why. Spans of speech are told nobody."""
    if stands.number == 1:
        return str(FIRST)
    reasons = [str(PLACED)] if stands.is_placed else [_less_heard(stands.less_heard), _earlier(stands.earlier)]
    why = ", ".join(reason for reason in reasons if reason)
    return str(ORDINALS.get(stands.number, FURTHER)) % {"number": stands.number, "why": why}


def _less_heard(count: int) -> str:
    if not count:
        return ""
    many = {"count": COUNTS.get(count, count)}
    return ngettext("%(count)s person has been heard less", "%(count)s people have been heard less", count) % many


def _earlier(count: int) -> str:
    if not count:
        return ""
    many = {"count": COUNTS.get(count, count)}
    return ngettext("%(count)s hand was up before yours", "%(count)s hands were up before yours", count) % many
