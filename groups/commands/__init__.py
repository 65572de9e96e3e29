"""Every write about people and groups: one command a function, atomic, bells after the commit.

Those that take `by` raise NotAllowed where that person may not, whatever the page has checked before; Refused where the
moment forbids it, Invalid for a field that cannot be taken. Nothing is written then.
"""

from .charter import accept_charter, accept_charter_aloud, decline_charter, revise_charter
from .erasing import erase_account, erase_person
from .facilitators import change_part, name_facilitator, remove_facilitator
from .factors import reseal_factors, reset_by_operator, reset_second_step
from .feeds import end_feed, make_feed
from .groups import (
    archive_group,
    bring_back_group,
    check_is_active,
    create_group,
    create_passing_group,
    edit_group,
    keep_group,
    lock_active,
    name_memory,
    organisation_to_start_in,
    start_cycle,
    switch_airtime,
)
from .guests import (
    accept_at_the_door,
    admit_guests,
    come_as_newcomer,
    forget_knocks,
    take_guest_seat,
)
from .invitations import Invited, invite_all, mail_link, make_cards
from .ledger import record_joined, record_look
from .links import leave_seat, make_link, revoke_link, revoke_links, revoke_seat, take_part, take_seat
from .organisations import (
    create_organisation,
    invite_again,
    invite_by_operator,
    invite_person,
    limit_retention,
    place_organisation,
    take_role,
    write_support,
)
from .participants import (
    add_participants,
    add_pasted,
    bring_back,
    call_participant,
    remove_participant,
    rename_participant,
)
from .provider import follow_roles, own_address
from .proving import (
    confirm_address,
    end_device,
    mail_code,
    prove_seat,
    show_code,
    trust_seat,
)
from .rehearsals import create_rehearsal_group, simulate_people
from .resets import forget_password, move_account
from .same_people import begin_for_hr, prove_address, recognise, remember_facilitated, say_who
from .sign_ins import end_sign_in, end_sign_ins, forget_sign_ins
from .training import check_issuer, describe_cycle, write_training

__all__ = [
    "Invited",
    "accept_at_the_door",
    "accept_charter",
    "accept_charter_aloud",
    "add_participants",
    "add_pasted",
    "admit_guests",
    "archive_group",
    "begin_for_hr",
    "bring_back",
    "bring_back_group",
    "call_participant",
    "change_part",
    "check_is_active",
    "check_issuer",
    "come_as_newcomer",
    "confirm_address",
    "create_group",
    "create_organisation",
    "create_passing_group",
    "create_rehearsal_group",
    "decline_charter",
    "describe_cycle",
    "edit_group",
    "end_device",
    "end_feed",
    "end_sign_in",
    "end_sign_ins",
    "erase_account",
    "erase_person",
    "follow_roles",
    "forget_knocks",
    "forget_password",
    "forget_sign_ins",
    "invite_again",
    "invite_all",
    "invite_by_operator",
    "invite_person",
    "keep_group",
    "leave_seat",
    "limit_retention",
    "lock_active",
    "mail_code",
    "mail_link",
    "make_cards",
    "make_feed",
    "make_link",
    "move_account",
    "name_facilitator",
    "name_memory",
    "organisation_to_start_in",
    "own_address",
    "place_organisation",
    "prove_address",
    "prove_seat",
    "recognise",
    "record_joined",
    "record_look",
    "remember_facilitated",
    "remove_facilitator",
    "remove_participant",
    "rename_participant",
    "reseal_factors",
    "reset_by_operator",
    "reset_second_step",
    "revise_charter",
    "revoke_link",
    "revoke_links",
    "revoke_seat",
    "say_who",
    "show_code",
    "simulate_people",
    "start_cycle",
    "switch_airtime",
    "take_guest_seat",
    "take_part",
    "take_role",
    "take_seat",
    "trust_seat",
    "write_support",
    "write_training",
]
