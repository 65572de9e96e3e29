"""What people see when the network fails: it is said, nothing typed is lost, and the page comes back by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import WebSocketRoute, expect

from groups.models import Participant
from sessions.models import Contribution, Session

from .people import Evening, Person
from .test_guiding import warns

NO_SOCKETS = "delete window.WebSocket;"


def begin(evening: Evening, phase: str) -> tuple[Person, Person]:
    """A running session at a step, seen by the facilitator and by Omar, who is a peer."""
    claire = evening.facilitator()
    claire.press("open")
    claire.shows(1)
    omar, client = evening.id_of(1), evening.id_of(0)
    for place in (client, omar):
        evening.after(lambda place=place: claire.press("admit", f"#admit-{place}"))
    evening.after(lambda: claire.press("choose_clients", f"#client-{client}"))
    evening.after(lambda: claire.press("start"))
    index = {"presentation": 3, "clarification": 4, "contract": 5, "consultation": 6}[phase]
    evening.after(lambda: claire.press("jump", f"#jump-{index}"))
    return claire, evening.participant(1)


def written(evening: Evening) -> int:
    count: int = evening.server.backstage(Contribution.objects.filter(session=evening.id).count)
    return count


def test_a_cut_network_is_said_and_what_is_typed_is_sent_once_when_it_is_back(evening: Evening) -> None:
    claire, omar = begin(evening, "clarification")
    box = omar.unfold("contribute")
    omar.context.set_offline(True)
    box.locator("textarea").fill("Qui d’autre est concerné ?")
    omar.settled()
    box.locator('[data-command="contribute"]').click()
    expect(box.locator("textarea")).to_have_value("")
    expect(omar.page.locator("[data-outbox-tray]")).to_contain_text("Pas encore envoyé")
    expect(omar.page.locator("[data-outbox-tray]")).to_contain_text("Qui d’autre est concerné ?")
    evening.server.stop()
    expect(omar.page.locator("[data-link-banner]")).to_contain_text("Connexion perdue")
    expect(omar.page.locator("[data-link-banner]")).to_be_visible()

    evening.server.start()
    claire.until("() => document.documentElement.dataset.link === 'live'")
    claire.press("extend", "[hx-vals*='\"60\"']")
    omar.context.set_offline(False)
    omar.until("() => document.documentElement.dataset.link === 'live'")
    expect(omar.page.locator("[data-outbox-tray]")).to_be_hidden()
    expect(omar.page.locator("#notice")).to_be_empty()
    expect(claire.page.locator("#region-board")).to_contain_text("Qui d’autre est concerné ?")
    assert written(evening) == 1


@pytest.mark.long
def test_an_answer_that_was_lost_is_asked_for_again_and_counts_once(evening: Evening) -> None:
    """The command arrives, its answer does not: it is sent again with the same id, key and text, by itself."""
    claire, omar = begin(evening, "clarification")
    omar.page.route("**/do/contribute/", lambda route: (route.fetch(), route.abort("connectionreset")), times=1)
    with omar.page.expect_response("**/do/contribute/"):
        omar.write("contribute", "Depuis quand ?")
    expect(claire.page.locator("#region-board")).to_contain_text("Depuis quand ?")
    expect(omar.page.locator("#contribute-text")).to_have_value("")
    expect(omar.page.locator("[data-outbox-tray]")).to_be_hidden()
    expect(omar.page.locator("#notice")).to_be_empty()
    assert written(evening) == 1


@pytest.mark.long
def test_what_was_sent_too_fast_waits_and_leaves_by_itself(evening: Evening) -> None:
    _, omar = begin(evening, "clarification")
    answers = [
        lambda route: route.abort("connectionreset"),
        lambda route: route.fulfill(status=409, json={"code": "too_many_commands", "message": "Attendez."}),
    ]
    omar.page.route("**/do/contribute/", lambda route: answers.pop(0)(route), times=2)
    omar.write("contribute", "Depuis quand ?")
    expect(omar.page.locator("[data-outbox-tray]")).to_contain_text("Pas encore envoyé")
    expect(omar.page.locator("[data-outbox-tray]")).to_be_hidden(timeout=30_000)
    assert (answers, written(evening)) == ([], 1)


def test_every_page_is_right_after_a_restart(evening: Evening) -> None:
    claire, omar = begin(evening, "consultation")
    wall, lea = evening.screen(), evening.participant(0)
    for one in (claire, omar, wall, lea):
        one.page.evaluate("window.isConnected = false")
    evening.server.stop()
    evening.server.start()
    claire.until("() => window.isConnected")
    claire.press("next_speaker")
    expect(wall.page.locator("#region-said")).to_contain_text("Omar")
    evening.agree(int(claire.state["revision"]))

    assert omar.state["speaker"] == evening.id_of(1)
    evening.clocks_agree()


@pytest.mark.long
def test_where_sockets_are_blocked_polling_shows_and_commands_work(evening: Evening) -> None:
    claire, omar = begin(evening, "clarification")
    omar.context.close()
    evening.everybody.remove(omar)
    blocked = evening.someone(evening.links["participants"][1]["url"], {"viewport": {"width": 390, "height": 844}})
    blocked.page.route_web_socket("**/ws/**", refuse)
    blocked.page.goto(blocked.url)
    blocked.until("() => document.documentElement.dataset.link === 'polling'")
    expect(blocked.page.locator("[data-link-banner]")).to_be_hidden()
    blocked.press("raise_hand")
    expect(claire.page.locator("#region-floor .queue")).to_contain_text("Omar Benali")
    claire.press("next_speaker")
    expect(blocked.page.locator("#region-place")).to_contain_text("Vous avez la parole")
    blocked.write("contribute", "Qui décide ?")
    expect(claire.page.locator("#region-board")).to_contain_text("Qui décide ?")
    evening.clocks_agree()
    warns_and_is_answered(blocked, claire)


def warns_and_is_answered(blocked: Person, claire: Person) -> None:
    """Without a socket too; with nobody connected, the contacts stay open."""
    said = blocked.page.locator("[data-warned]")
    warns(blocked, "J’ai besoin d’une pause")
    expect(said).to_have_text("C’est sur l’écran de l’animation.")
    claire.page.locator(".warning").get_by_role("button", name="Vu").click()
    expect(said).to_have_text("Claire a vu.")
    claire.page.close()
    warns(blocked, "Je souhaite vous parler")
    expect(said).to_contain_text("Personne n’est connecté")
    expect(blocked.page.locator(".warn-box")).to_have_attribute("open", "")


@pytest.mark.long
def test_where_there_are_no_sockets_at_all_polling_shows(evening: Evening) -> None:
    claire, omar = begin(evening, "clarification")
    omar.context.add_init_script(NO_SOCKETS)
    omar.page.reload()
    omar.until("() => document.documentElement.dataset.link === 'polling'")
    claire.press("pause")
    expect(omar.page.locator("[data-clock-word]")).to_have_text("suspendu")


@pytest.mark.long
def test_whoever_is_removed_is_told_and_the_page_stops(evening: Evening) -> None:
    claire, omar = begin(evening, "clarification")
    claire.page.goto(f"{evening.server.url}/groups/{group_of(evening)}/members/{evening.id_of(1)}/")
    claire.page.locator("summary").click()
    claire.page.get_by_role("button", name="Retirer").click()
    try:
        expect(omar.page.locator("main")).to_contain_text("cette page ne vous est pas destinée")
        assert "Érable" not in omar.words()
    finally:
        evening.server.backstage(lambda: Participant.objects.filter(pk=evening.id_of(1)).update(removed_at=None))


def group_of(evening: Evening) -> str:
    return str(evening.server.backstage(lambda: Session.objects.get(pk=evening.id).cycle.group_id))


def refuse(socket: WebSocketRoute) -> None:
    socket.close(code=1001)
