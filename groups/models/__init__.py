"""Rows about people and why they meet."""

from . import chain
from .group import Charter, Cycle, Group, GroupFacilitator, Part, default_charter
from .ledger import AccessLedger, AppendOnlyError, Shown
from .links import PersonalLink, Seat
from .participant import CharterAcceptance, Participant
from .people import RETENTION_LIMITS, Organisation, OrganisationRole, Role, User
from .retention import RetentionWarning
from .sign_ins import SignIn

__all__ = [
    "RETENTION_LIMITS",
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
    "RetentionWarning",
    "Role",
    "Seat",
    "Shown",
    "SignIn",
    "User",
    "chain",
    "default_charter",
]
