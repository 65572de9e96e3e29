"""What is somebody's own opens on a device that is proven, or the one that wrote it: no link or name opens it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from groups import commands as people
from groups.actors import hold_seat
from groups.models import Participant, Seat
from sessions.commands.registry import COMMANDS
from sessions.demo import people as demo
from sessions.live.hub import presence
from sessions.models import Commitment, Contribution, Presence
from sessions.traces import WRITES
from tests.mails import device_code
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import check_in, promise
from tests.sessions.cast.sockets import Browsers, in_thread

TAKEN, SAID, KEPT_IDEA, SUMMED, ASKED, LEARNT = "zqtaken", "zqsaid", "zqkept", "zqsummed", "zqasked", "zqlearnt"
ALL = {TAKEN, SAID, KEPT_IDEA, SUMMED, ASKED, LEARNT}
OWN = ("keepsake/", "written/")
PAGES = ("/", "/mine/", "/my-data/", "/my-data/my-data.json")


def round_of_amina(evening: Evening) -> None:
    """Amina commits to something and sums up; she kept an idea; Bruno asked her, Chloé learned."""
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    evening.do("bruno", "contribute", id=uuid4(), kind="question", text=ASKED)
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    evening.do("amina", "write_synthesis", text=SUMMED)
    evening.do("amina", "add_commitment", text=TAKEN)
    evening.do("claire", "jump", to_step=evening.index("learning"))
    evening.do("amina", "contribute", id=uuid4(), kind="learning", text=SAID)


def goes_on(evening: Evening) -> None:
    evening.do("claire", "jump", to_step=evening.index("clarification", 1))
    evening.do("amina", "keep_idea", id=uuid4(), kind="option", text=KEPT_IDEA)
    evening.do("claire", "jump", to_step=evening.index("learning", 1))
    evening.do("chloe", "contribute", id=uuid4(), kind="learning", text=LEARNT)


def held(seat: Seat) -> Client:
    http = Client()
    browser = http.session
    hold_seat(browser, seat)
    browser.save()
    http.cookies[settings.SESSION_COOKIE_NAME] = str(browser.session_key)
    http.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    return http


def link_in_her_name(evening: Evening) -> Client:
    """As Claire makes one, and comes in by it herself, at the button of its page."""
    token = people.make_link(participant=evening.people["amina"], by=evening.users["claire"])
    http = Client()
    http.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert http.get(f"/join/{token}/").status_code == 200
    assert http.post(f"/join/{token}/").status_code == 302
    return http


def guest_in_her_name(evening: Evening) -> Client:
    """Somebody who gave the room code, chose Amina's name, and was let in beside her."""
    amina = evening.people["amina"]
    seat = people.take_guest_seat(
        group=evening.group, session_id=evening.session_id, participant=amina.pk, label="Android · Chrome"
    )
    people.admit_guests(group=evening.group, participants=[amina], session_id=evening.session_id)
    seat.refresh_from_db()
    return held(seat)


def was_there(evening: Evening, http: Client) -> None:
    seat = Seat.objects.get(pk=http.session["seats"][-1])
    evening.seats["twin"] = seat
    presence.write(evening.session_id, [presence.sighting(evening.visit("twin").standing)])


def prove_by_mail(evening: Evening, seat: Seat) -> bool:
    """By a code to the address that stood since Amina came."""
    Participant.objects.filter(pk=evening.id("amina")).update(email="amina@x.org")
    return people.prove_seat(seat=seat, code=device_code(seat))


def seen(evening: Evening, http: Client) -> set[str]:
    """What of all the words stands on any page that this browser gets."""
    pages = [http.get(address) for address in (*PAGES, *map(evening.path, OWN), evening.path())]
    text = " ".join(page.content.decode() for page in pages)
    return {word for word in ALL if word in text}


@pytest.mark.parametrize("comes", [link_in_her_name, guest_in_her_name])
def test_who_comes_in_her_name_reads_nothing_of_hers(evening: Evening, comes: object) -> None:
    """While the session runs, once the round was: on the live page, on every page of hers, and afterwards."""
    round_of_amina(evening)
    http = comes(evening)  # type: ignore[operator]
    goes_on(evening)
    was_there(evening, http)
    during = seen(evening, http)
    evening.do("claire", "close")
    # What was learned before all while it was there is no secret of hers.
    assert (during - {LEARNT}, seen(evening, http) - {LEARNT}) == (set(), set())
    assert http.get(evening.path("keepsake/")).status_code == 403
    for address in ("/my-data/erase/", "/my-data/my-data.json"):
        assert http.get(address).status_code == 403
    # Her own phone, unproven too: what it wrote, and what stood before all in that round.
    assert seen(evening, evening.browser("amina")) == ALL
    evening.prove("amina")
    assert seen(evening, evening.browser("amina")) == ALL


def test_who_writes_in_her_name_finds_that_again_and_nothing_that_was_hers_alone(evening: Evening) -> None:
    round_of_amina(evening)
    goes_on(evening)
    http = link_in_her_name(evening)
    was_there(evening, http)
    evening.do("claire", "jump", to_step=evening.index("learning"))
    evening.do("twin", "contribute", id=uuid4(), kind="learning", text="zqtwin")
    evening.do("claire", "close")
    assert seen(evening, http) - {LEARNT} == {TAKEN, ASKED, SAID}
    assert "zqtwin" in http.get(evening.path("written/")).content.decode()


@pytest.mark.parametrize("comes", [link_in_her_name, guest_in_her_name])
async def test_earlier_commitments_are_shown_to_her_device_alone(
    evening: Evening, browsers: Browsers, comes: object
) -> None:
    def follow_up() -> Client:
        promise(evening, text=TAKEN)
        check_in(evening)
        evening.do("claire", "jump", to_step=evening.index("follow_up"))
        return comes(evening)  # type: ignore[operator, no-any-return]

    http = await in_thread(follow_up)
    hers, twin = await browsers.open("amina"), await browsers.open(http=http)
    assert (TAKEN in hers.regions["region-promises"], TAKEN in " ".join(twin.frames)) == (True, False)
    seat = await in_thread(lambda: Seat.objects.get(pk=http.session["seats"][-1]))
    assert ("/devices/" in twin.regions["region-promises"]) == seat.is_member
    taken = await in_thread(lambda: Commitment.objects.get().pk)
    answer = await in_thread(
        lambda: evening.post(http, "report_commitment", id=taken, state="reported", text="", is_shared="on")
    )
    assert answer.status_code == 404
    if not seat.is_member:
        return
    # A code of a mail is typed: the page that is open shows them.
    assert await in_thread(prove_by_mail, evening, seat)
    while TAKEN not in twin.regions["region-promises"]:
        await twin.take()


async def test_kept_ideas_are_shown_where_they_were_written(evening: Evening, browsers: Browsers) -> None:
    def kept() -> tuple[Client, Client]:
        round_of_amina(evening)
        goes_on(evening)
        return link_in_her_name(evening), guest_in_her_name(evening)

    for http in await in_thread(kept):
        page = await browsers.open(http=http)
        assert KEPT_IDEA not in " ".join(page.frames)
    assert KEPT_IDEA in (await browsers.open("amina")).regions["region-kept"]


def test_another_link_on_a_proven_device_leaves_it_proven(evening: Evening) -> None:
    round_of_amina(evening)
    goes_on(evening)
    evening.prove("amina")
    http = evening.browser("amina", language="fr")
    token = people.make_link(participant=evening.people["amina"], by=evening.users["claire"])
    assert http.post(f"/join/{token}/").status_code == 302
    for more in ("", f"?as={evening.id('amina')}"):
        assert KEPT_IDEA in http.get(evening.path(more)).content.decode()


async def test_an_ended_device_reads_no_more_and_its_socket_closes(evening: Evening, browsers: Browsers) -> None:
    def two() -> Client:
        check_in(evening)
        evening.prove("amina")
        return link_in_her_name(evening)

    http = await in_thread(two)
    ended, other = await browsers.open(http=http), await browsers.open("amina")
    seat = await in_thread(lambda: Seat.objects.get(pk=http.session["seats"][-1]))
    own = await in_thread(evening.browser, "amina")
    assert (await in_thread(own.post, f"/devices/{seat.pk}/end/")).status_code == 302
    assert await ended.closed() == 4403
    assert (await other.beat(0))["t0"] == 1.5
    assert (await in_thread(http.get, evening.path())).status_code == 404
    assert (await in_thread(http.get, "/devices/"))["Location"].startswith("/accounts/login")


def test_a_new_address_proves_what_comes_and_nothing_that_was(evening: Evening) -> None:
    round_of_amina(evening)
    goes_on(evening)
    evening.do("claire", "close")
    amina = evening.people["amina"]
    people.rename_participant(participant=amina, name=amina.name, email="claire@x.org", by=evening.users["claire"])
    http = link_in_her_name(evening)
    seat = Seat.objects.get(pk=http.session["seats"][-1])
    assert "Cette adresse a été notée le" in http.get("/devices/").content.decode()
    assert people.prove_seat(seat=seat, code=device_code(seat))
    assert seen(evening, http) == set()
    # Nor is it promised: beside a list in which nothing opens, what does, and what opens the rest.
    assert "à partir de là s’ouvre ici" in http.get("/mine/").content.decode()
    assert http.get("/my-data/erase/").status_code == 403
    # It opens the page of devices, and does not end hers, which opens more.
    evening.prove("amina")
    assert http.get("/devices/").content.decode().count("/end/") == 1
    hers = evening.browser("amina").get("/devices/").content.decode()
    assert (hers.count("/end/"), hers.count("ce qui est à vous depuis le")) == (2, 1)


def test_an_address_that_stood_since_she_came_opens_all(evening: Evening) -> None:
    round_of_amina(evening)
    goes_on(evening)
    evening.do("claire", "close")
    http = link_in_her_name(evening)
    assert prove_by_mail(evening, Seat.objects.get(pk=http.session["seats"][-1]))
    assert seen(evening, http) == ALL
    assert http.get("/my-data/erase/").status_code == 200


def test_a_device_of_before_the_upgrade_opens_its_session_and_no_other(evening: Evening) -> None:
    round_of_amina(evening)
    evening.do("claire", "close")
    Contribution.objects.update(seat_id=None)
    http = evening.browser("amina")
    assert SAID not in http.get(evening.path("written/")).content.decode()
    Presence.objects.filter(actor=evening.visit_key("amina")).update(opens_all=True, first_seen_at=None)
    assert SAID in http.get(evening.path("written/")).content.decode()
    assert SUMMED in http.get(evening.path("keepsake/")).content.decode()
    assert http.get("/my-data/my-data.json").status_code == 200
    assert http.get("/devices/").status_code == 403


def test_a_demo_link_is_proven_in_every_browser(demo_is_on: None) -> None:
    session = demo.ensure()
    link = demo.describe(session)["participants"][0]
    for _ in range(2):
        http = Client()
        http.get(link["url"])
        assert http.get("/devices/").status_code == 200
        assert http.get("/my-data/my-data.json").status_code == 200


@pytest.fixture
def demo_is_on(transactional_db: None, settings: object) -> None:
    settings.CODEV_DEMO = True  # type: ignore[attr-defined]


def test_every_command_that_writes_is_known_as_one() -> None:
    assert {name for name, command in COMMANDS.items() if command.writes} == set(WRITES)
