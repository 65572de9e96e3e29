"""Rows about people and why they meet."""

from . import chain
from .feeds import CalendarFeed
from .fingerprints import FingerprintKey, ProvenAddress
from .group import Charter, Cycle, Group, GroupFacilitator, Part, default_charter
from .invitation import Invitation, Reason
from .ledger import AccessLedger, AppendOnlyError, Shown
from .limit import Limit
from .links import PersonalLink, Seat
from .mail import Mail
from .participant import CharterAcceptance, CharterDecline, Participant
from .people import ATTENDANCE_LIMITS, RETENTION_LIMITS, SIGNING_LIMITS, Organisation, OrganisationRole, Role, User
from .proving import CODE_FOR, CODE_WRONG, DeviceCode
from .reminders import Digest, Unreminded, mailboxes
from .retention import RetentionWarning
from .same_person import Answer, Ground, SamePerson, TypedAddress
from .sign_ins import SignIn

__all__ = [
    "ATTENDANCE_LIMITS",
    "CODE_FOR",
    "CODE_WRONG",
    "RETENTION_LIMITS",
    "SIGNING_LIMITS",
    "AccessLedger",
    "Answer",
    "AppendOnlyError",
    "CalendarFeed",
    "Charter",
    "CharterAcceptance",
    "CharterDecline",
    "Cycle",
    "DeviceCode",
    "Digest",
    "FingerprintKey",
    "Ground",
    "Group",
    "GroupFacilitator",
    "Invitation",
    "Limit",
    "Mail",
    "Organisation",
    "OrganisationRole",
    "Part",
    "Participant",
    "PersonalLink",
    "ProvenAddress",
    "Reason",
    "RetentionWarning",
    "Role",
    "SamePerson",
    "Seat",
    "Shown",
    "SignIn",
    "TypedAddress",
    "Unreminded",
    "User",
    "chain",
    "default_charter",
    "mailboxes",
]
