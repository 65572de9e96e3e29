"""Rows about people and why they meet."""

from . import chain
from .group import Charter, Cycle, Group, GroupFacilitator, Part, default_charter
from .ledger import AccessLedger, AppendOnlyError, Shown
from .links import PersonalLink, Seat
from .mail import Mail
from .participant import CharterAcceptance, Participant
from .people import RETENTION_LIMITS, Organisation, OrganisationRole, Role, User
from .retention import RetentionWarning

__all__ = [
    "RETENTION_LIMITS",
    "AccessLedger",
    "AppendOnlyError",
    "Charter",
    "CharterAcceptance",
    "Cycle",
    "Group",
    "GroupFacilitator",
    "Mail",
    "Organisation",
    "OrganisationRole",
    "Part",
    "Participant",
    "PersonalLink",
    "RetentionWarning",
    "Role",
    "Seat",
    "Shown",
    "User",
    "chain",
    "default_charter",
]
