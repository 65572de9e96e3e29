"""Who knocks under a new name: until that device is let in, the facilitators alone are shown the name."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from groups.models import Participant
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.guests import Guest
from tests.sessions.cast.moments import lobby
from tests.sessions.cast.sockets import in_thread, sockets

NAME = "Zqnora"
GUIDES = {"claire", "colin", "david"}
OTHERS = ("amina", "elsa", "farid", "gina", SCREEN)


def words(answer: HttpResponse) -> str:
    return str(answer.content.decode())


def fetched(evening: Evening) -> dict[str, str]:
    """All pages of the session and of the group that each may fetch; the scribe hears charters that are said aloud."""
    pages = {}
    for name in (*OTHERS, *GUIDES):
        http = evening.browser(name)
        screen = "screen/" if name == SCREEN else ""
        paths = [evening.path(screen), evening.path(f"stage/?shown=0{'&screen' if screen else ''}"), "/", "/my-data/"]
        paths += [
            reverse("groups:charter", args=[evening.group.pk]),
            reverse("sessions:ledger", args=[evening.group.pk]),
        ]
        pages[name] = "".join(words(http.get(path)) for path in paths)
    return pages


async def test_the_name_of_a_newcomer_goes_to_the_facilitators_alone(evening: Evening) -> None:
    await in_thread(cache.clear)
    await in_thread(lobby, evening)
    guest = Guest(evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in (*OTHERS, *GUIDES)}
        await in_thread(lambda: guest.take(name=NAME))  # before the charter, which a scribe could put down
        await in_thread(lambda: evening.do("claire", "assign_role", participant=evening.id("amina"), role="observer"))
        before = await in_thread(fetched, evening)
        await in_thread(guest.accept)
        await in_thread(guest.see)
        revision = await in_thread(lambda: evening.do("claire", "start"))
        for page in pages.values():
            await page.until(revision)
        after = await in_thread(fetched, evening)
        seen = {name for name, page in pages.items() if NAME in "".join(page.frames)}
        assert seen <= GUIDES
        assert "claire" in seen
        assert {name for name, said in before.items() if NAME in said} <= GUIDES
        assert {name for name, said in after.items() if NAME in said} == GUIDES
        person = await in_thread(lambda: Participant.objects.get(name=NAME))
        revision = await in_thread(lambda: evening.do("claire", "admit", participant=person.pk))
        await pages["amina"].until(revision)
        assert NAME in "".join(pages["amina"].frames)


def test_who_stands_at_the_door_too_is_not_told(evening: Evening) -> None:
    cache.clear()
    lobby(evening)
    first, second = Guest(evening), Guest(evening)
    first.take(name=NAME)
    second.give_code()
    door = reverse("sessions:name", args=[evening.session_id])
    assert NAME not in words(second.http.get(door))
    # The same name is one more device under it, as for a name of the list: no answer tells that it is taken.
    assert second.take(name=NAME.upper()).status_code == 302
    person = Participant.objects.get(name=NAME)
    assert [guest.seat.participant_id for guest in (first, second)] == [person.pk] * 2
    for guest in (first, second):
        guest.accept()
        guest.see()
    assert evening.post(evening.browser("claire"), "admit", participant=person.pk).status_code == 204
    third = Guest(evening)
    third.give_code()
    assert NAME in words(third.http.get(door))
