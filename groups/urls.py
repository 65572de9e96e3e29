"""The pages of groups. A group's own page shows sessions too, so its address is in sessions/urls.py."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from codev import converters  # noqa: F401  registers « row »

from .views import (
    account,
    calling,
    charter,
    cycles,
    devices,
    facilitators,
    groups,
    invitations,
    join,
    links,
    members,
    notice,
    organisations,
    reminders,
    roles,
    second_steps,
)

app_name = "groups"

_organisation: list[URLPattern | URLResolver] = [
    path("", organisations.organisation_page, name="organisation"),
    path("people/", organisations.invite, name="invite"),
    path("people/<row:user_id>/invite/", roles.invite_again, name="invite_again"),
    path("people/<row:user_id>/take/", roles.take, name="take_role"),
    path("place/", organisations.keep, {"setting": "place"}, name="place_organisation"),
    path("people/<row:user_id>/second-step/", second_steps.reset, name="reset_second_step"),
    path("training/", organisations.keep, {"setting": "training"}, name="write_training"),
    path("support/", organisations.keep, {"setting": "support"}, name="write_support"),
    path("who/", organisations.say_who, name="say_who"),
    path("retention/", organisations.keep, {"setting": "retention"}, name="limit_retention"),
]
_member: list[URLPattern | URLResolver] = [
    path("", members.member_page, name="member"),
    path("rename/", members.rename, name="rename"),
    path("remove/", members.remove, name="remove"),
    path("return/", invitations.return_member, name="return_member"),
    path("link/", links.make, name="make_link"),
    path("link/mail/", links.mail, name="mail_link"),
    path("links/revoke/", links.revoke_all, name="revoke_links"),
    path("link/<uuid:link_id>/revoke/", links.revoke, name="revoke_link"),
    path("device/<uuid:seat_id>/revoke/", links.revoke_device, name="revoke_device"),
]
_group: list[URLPattern | URLResolver] = [
    path("edit/", groups.edit, name="edit_group"),
    path("members/", members.members_page, name="members"),
    path("members/add/", members.add, name="add_members"),
    path("members/<uuid:participant_id>/", include(_member)),
    path("invitations/", invitations.invitations_page, name="invitations"),
    path("invitations/send/", invitations.send, name="invite_all"),
    path("invitations/cards/", invitations.cards, name="cards"),
    path("called/", calling.call_me, name="called"),
    path("cycles/", cycles.start, name="start_cycle"),
    path("cycles/<row:cycle_number>/", cycles.edit, name="edit_cycle"),
    path("facilitators/", facilitators.facilitators_page, name="facilitators"),
    path("charter/", charter.charter_page, name="charter"),
    path("charter/decline/", charter.decline, name="decline_charter"),
    path("charter/revise/", charter.revise, name="revise_charter"),
]
_account: list[URLPattern | URLResolver] = [
    path("", account.account_page, name="account"),
    path("devices/", account.sign_ins, name="sign_ins"),
    path("devices/end/", account.end_others, name="end_sign_ins"),
    path("devices/<uuid:sign_in_id>/end/", account.end_one, name="end_sign_in"),
    path("second-step/", account.second_step, name="second_step"),
    path("second-step/done/", account.second_step_done, name="second_step_done"),
]
urlpatterns = [
    path("account/", include(_account)),
    path("organisations/<uuid:organisation_id>/", include(_organisation)),
    path("groups/new/", groups.new, name="new_group"),
    path("groups/<uuid:group_id>/", include(_group)),
    path("join/<str:token>/", join.join, name="join"),
    path("devices/", devices.devices, name="devices"),
    path("devices/prove/", devices.prove, name="prove_device"),
    path("devices/code/", devices.mail_code, name="mail_code"),
    path("devices/show/", devices.show_code, name="show_code"),
    path("devices/address/", devices.confirm_address, name="confirm_address"),
    path("devices/<uuid:seat_id>/end/", devices.end_device, name="end_device"),
    path("reminders/<str:token>/", reminders.choose, name="reminders"),
    path("leave/", join.leave, name="leave"),
    path("privacy/", notice.notice, name="notice"),
]
