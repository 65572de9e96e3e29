"""Rows about people and why they meet."""

from . import chain
from .group import Charter, Cycle, Group, GroupFacilitator, Part, default_charter
from .ledger import AccessLedger, AppendOnlyError, Shown
from .links import PersonalLink, Seat
from .participant import CharterAcceptance, Participant
from .people import Organisation, OrganisationRole, Role, User

__all__ = [
    "AccessLedger",
    "AppendOnlyError",
    "Charter",
    "CharterAcceptance",
    "Cycle",
    "Group",
    "GroupFacilitator",
    "Organisation",
    "OrganisationRole",
    "Part",
    "Participant",
    "PersonalLink",
    "Role",
    "Seat",
    "Shown",
    "User",
    "chain",
    "default_charter",
]
