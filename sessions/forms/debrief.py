"""The debrief sheet: what is asked of whoever facilitated, each to be left empty."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..models import Debrief
from .sheets import SheetForm, answer


class DebriefForm(SheetForm):
    """What somebody who facilitated notes for the own practice."""

    SHEET = Debrief

    well = answer(_("What went well"), 3)
    otherwise = answer(_("What I would do otherwise"), 3)
    learned = answer(_("What I learned about how I facilitate"), 3)
    later = answer(_("To keep in mind for next time"), 3)
