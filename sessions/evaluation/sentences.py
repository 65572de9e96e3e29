"""What both forms ask, in the first person, so that nobody's gender is guessed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .moments import Moment

SENTENCES = {
    "useful": _("The session was useful to me."),
    "heard": _("I found people who listened."),
    "trust": _("I could speak in trust."),
    "pace": _("The pace suited me."),
    "action": _("I leave with something that I can do."),
    "together": _("Together the group finds what I would not have found without it."),
    "cooperation": _("I help, I get help: we move forward together."),
    "confidence": _("I trust this group, and can say there what is difficult."),
    "sharing": _("I share my experience, and benefit from that of the others."),
    "learning": _("I learn from what I live through at work: I act, I look back on it, I act differently."),
    "practice": _("I put into practice, within days or months, ideas that I owe to the group."),
    "performance": _("I reach the aims of my work better."),
    "talents": _("I have revealed abilities."),
    "values": _("The group and I share values that matter to me."),
    "recognition": _("My organisation recognises what I do, and cares for well-being at work."),
    "motivation": _("I feel like putting energy into my work."),
    "stress": _("I can live with the stress of my work."),
    "meaning": _("What I do makes sense to me."),
    "oneself": _("I know myself better."),
}
MOMENTS = {
    Moment.START: pgettext_lazy("moment of a cycle", "start"),
    Moment.MIDDLE: pgettext_lazy("moment of a cycle", "middle"),
    Moment.END: pgettext_lazy("moment of a cycle", "end"),
}
# On home, where a form waits: without a word of what it asks.
WAITS = {
    "session": _("How was the session of %(day)s for you? Less than a minute."),
    "benefits": _("What does the group give you, after the session of %(day)s? Two minutes."),
}
