"""Rows about people and why they meet."""

from . import chain
from .fingerprints import FingerprintKey, ProvenAddress
from .group import Charter, Cycle, Group, GroupFacilitator, Part, default_charter
from .ledger import AccessLedger, AppendOnlyError, Shown
from .links import PersonalLink, Seat
from .mail import Mail
from .participant import CharterAcceptance, Participant
from .people import RETENTION_LIMITS, Organisation, OrganisationRole, Role, User
from .retention import RetentionWarning
from .same_person import Answer, Ground, SamePerson, TypedAddress

__all__ = [
    "RETENTION_LIMITS",
    "AccessLedger",
    "Answer",
    "AppendOnlyError",
    "Charter",
    "CharterAcceptance",
    "Cycle",
    "FingerprintKey",
    "Ground",
    "Group",
    "GroupFacilitator",
    "Mail",
    "Organisation",
    "OrganisationRole",
    "Part",
    "Participant",
    "PersonalLink",
    "ProvenAddress",
    "RetentionWarning",
    "Role",
    "SamePerson",
    "Seat",
    "Shown",
    "TypedAddress",
    "User",
    "chain",
    "default_charter",
]
