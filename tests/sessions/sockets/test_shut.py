"""Sockets whose door shuts: who is removed, signed out, disabled or taken off the group loses the page at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client

from groups import commands as groups_commands
from groups.models import GroupFacilitator, PersonalLink, User
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import lobby
from tests.sessions.cast.sockets import Browsers, in_thread


def remove(evening: Evening) -> None:
    groups_commands.remove_participant(participant=evening.people["amina"], by=evening.users["claire"])


def revoke_device(evening: Evening) -> None:
    groups_commands.revoke_seat(seat=evening.seats["amina"], by=evening.users["claire"])


def revoke_link(evening: Evening) -> None:
    groups_commands.revoke_link(link=PersonalLink.objects.get(seats=evening.seats["amina"]), by=evening.users["claire"])


@pytest.mark.parametrize("shut", [remove, revoke_device, revoke_link])
async def test_door_that_is_shut_closes_open_sockets(
    evening: Evening, browsers: Browsers, shut: Callable[[Evening], None]
) -> None:
    await in_thread(lobby, evening)
    page, other = await browsers.open("amina"), await browsers.open("bruno")
    await in_thread(shut, evening)
    assert await page.closed() == 4403
    assert (await other.beat(0))["t0"] == 1.5
    assert await (await browsers.knock("amina")).closed() == 4404


async def test_signing_out_closes_this_browsers_sockets_alone(evening: Evening, browsers: Browsers) -> None:
    here, there = [await in_thread(evening.browser, "claire") for _ in range(2)]
    page, other = await browsers.open(http=here), await browsers.open(http=there)
    await in_thread(here.post, "/accounts/logout/")
    assert await page.closed() == 4403
    assert (await other.beat(0))["t0"] == 1.5


async def test_a_browser_that_is_signed_out_from_another_loses_its_socket_alone(
    evening: Evening, browsers: Browsers
) -> None:
    here, there = [await in_thread(evening.browser, "claire") for _ in range(2)]
    page, other = await browsers.open(http=here), await browsers.open(http=there)
    await in_thread(here.post, "/account/devices/end/")
    assert await other.closed() == 4403
    # By the key that this browser alone has been given it comes back.
    assert await page.closed() == 1013
    assert (await browsers.open(http=here)).state["audience"] == "facilitator"


async def test_a_new_password_closes_what_is_open_under_the_old_one(evening: Evening, browsers: Browsers) -> None:
    page, other = await browsers.open("claire"), await browsers.open("bruno")
    await in_thread(get_adapter().set_password, evening.users["claire"], "a-password-of-today")
    assert await page.closed() == 4403
    assert (await other.beat(0))["t0"] == 1.5


async def test_signing_out_leaves_the_seats_of_this_browser(evening: Evening, browsers: Browsers) -> None:
    """A shared laptop: a facilitator signs out, and with her goes the participant who sat here."""
    http = await in_thread(evening.browser, "claire")

    def sit_down() -> None:
        browser = http.session
        browser["seats"] = [str(evening.seats["amina"].pk)]
        browser.save()

    await in_thread(sit_down)
    page = await browsers.open(http=http, query=f"as={evening.id('amina')}")
    await in_thread(http.post, "/accounts/logout/")
    assert await page.closed() == 4403


@pytest.fixture
def operator(transactional_db: None) -> Client:
    http = Client()
    http.force_login(User.objects.create_superuser("operator@example.org", name="Operator"))
    return http


async def test_disabled_account_loses_its_socket(evening: Evening, browsers: Browsers, operator: Client) -> None:
    page = await browsers.open("claire")
    claire = evening.users["claire"]
    sent = {"email": claire.email, "name": claire.name}
    answer = await in_thread(operator.post, f"/admin/codev_groups/user/{claire.pk}/change/", sent)
    assert answer.status_code == 302
    assert await page.closed() == 4403


async def test_facilitator_who_becomes_deputy_drives_no_more(evening: Evening, browsers: Browsers) -> None:
    page = await browsers.open("claire")
    assert 'data-may="open cancel"' in page.regions["region-may"]
    naming = {"group": evening.group, "user_id": evening.users["claire"].pk, "by": evening.users["colin"]}
    await in_thread(groups_commands.change_part, role="deputy", **naming)
    while 'data-may=""' not in page.regions["region-may"]:
        await page.take()


async def test_facilitator_taken_off_the_group_loses_the_socket(
    evening: Evening, browsers: Browsers, operator: Client
) -> None:
    page = await browsers.open("claire")
    sent = await in_thread(form_without, evening, "claire")
    answer = await in_thread(operator.post, f"/admin/codev_groups/group/{evening.group.pk}/change/", sent)
    assert answer.status_code == 302
    assert await page.closed() == 4403


def form_without(evening: Evening, name: str) -> dict[str, Any]:
    """The operator's form of a group, with one of its facilitators ticked to go."""
    parts = list(GroupFacilitator.objects.filter(group=evening.group))
    sent: dict[str, Any] = {"name": evening.group.name}
    sent |= {"facilitators-TOTAL_FORMS": len(parts), "facilitators-INITIAL_FORMS": len(parts)}
    for place, part in enumerate(parts):
        row = {"id": part.pk, "group": part.group_id, "user": part.user_id, "role": part.role}
        row |= {"DELETE": "on"} if part.user_id == evening.users[name].pk else {}
        sent |= {f"facilitators-{place}-{field}": value for field, value in row.items()}
    return sent
