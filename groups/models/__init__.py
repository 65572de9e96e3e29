"""Rows about people and why they meet."""

from .charter import Charter, CharterAcceptance, default_charter
from .groups import Cycle, Group, GroupFacilitator, Part, Participant
from .ledger import AccessLedger, AppendOnlyError, Shown
from .links import PersonalLink, Seat
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
    "default_charter",
]
