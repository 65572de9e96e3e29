"""Every write about people and groups: one verb a function, atomic, bells after the commit."""

from .charter import accept_charter, revise_charter
from .groups import create_group, name_facilitator, start_cycle
from .ledger import record_look
from .links import leave_seat, make_link, revoke_link, revoke_seat, take_seat
from .organisations import create_organisation, invite_person
from .participants import add_participants, remove_participant, rename_participant

__all__ = [
    "accept_charter",
    "add_participants",
    "create_group",
    "create_organisation",
    "invite_person",
    "leave_seat",
    "make_link",
    "name_facilitator",
    "record_look",
    "remove_participant",
    "rename_participant",
    "revise_charter",
    "revoke_link",
    "revoke_seat",
    "start_cycle",
    "take_seat",
]
