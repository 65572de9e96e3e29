"""The preparation sheet: what the method asks, and what helps to answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..models import Preparation
from .sheets import SheetForm, answer


class PreparationForm(SheetForm):
    """What whoever wants to be client writes beforehand."""

    SHEET = Preparation

    title = answer(_("Title of the subject"), 0)
    situation = answer(_("The situation, and what is at stake"), 5)
    tried = answer(_("What I have tried"), 3)
    others = answer(_("How others see it"), 3)
    wanted = answer(_("What I want to be different"), 3)
    question = answer(_("My question"), 2, _("One sentence, to the group."))
    help = answer(_("What kind of help do you wish for?"), 2, _("Analyses, options, experiences, questions…"))
