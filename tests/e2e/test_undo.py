"""The facilitator goes one step too far, in every way there is, and takes it back: on the dashboard and every phone."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from sessions.models import Session

from .gathering import Gathering, begin, minutes_from, minutes_of, step_line
from .people import Evening
from .test_joining import open_people

ON_TIME = re.compile(r"^(, 1\smin avant l’heure prévue)?$")  # steps have whole minutes


def undoes(here: Gathering, *, by_keyboard: bool = False) -> dict[str, str]:
    button = here.claire.page.locator("#undo")
    button.wait_for()
    here.claire.settled()
    return here.evening.after(lambda: here.claire.page.keyboard.press("Control+z") if by_keyboard else button.click())


@pytest.mark.long
def test_one_step_too_far(evening: Evening) -> None:
    here = begin(evening, 0, 1)
    screen = evening.screen()
    evening.agree(evening.revision)
    claire, (amina, bruno) = here.claire, here.people.values()
    here.chooses(0, 1)
    here.does(claire, "start")
    claire.page.locator("[data-undo]").wait_for(state="detached")

    # Next
    here.does(claire, "next")
    assert re.search(r"On vient de passer à : \S.* Annuler", claire.words())
    assert undoes(here, by_keyboard=True)["phase"] == "check_in"
    assert not claire.page.locator("#undo").is_visible()
    assert claire.page.evaluate("document.activeElement !== document.body")

    # Jump, with a hand raised meanwhile, then back
    here.goes_to("Clarification")
    here.does(bruno, "raise_hand")
    here.goes_to("Consultation")
    assert undoes(here)["phase"] == "clarification"
    assert bruno.button("lower_hand").is_visible()
    here.does(claire, "back")
    assert re.search(r"On vient de revenir à : \S", claire.words())
    assert undoes(here)["phase"] == "clarification"

    # Interrupt
    claire.page.locator('[popovertarget="ask-interrupt"]:visible').click()
    here.does(claire, "interrupt_round")
    assert "On vient d’interrompre ce sujet" in claire.words()
    now = undoes(here)
    assert (now["phase"], now["client"]) == ("clarification", evening.id_of(0))

    # Close: everybody is back in the session, a page that came too late too
    claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
    here.does(claire, "close")
    assert {one.state["status"] for one in (claire, amina, bruno, screen)} == {"closed"}
    assert "La séance est close" in claire.words()
    late = evening.participant(2)
    assert undoes(here)["status"] == "running"
    for one in (claire, amina, bruno, screen, late):
        assert one.state["status"] == "running"
    assert bruno.button("lower_hand").is_visible()

    # Ten seconds later there is nothing to undo
    here.does(claire, "next")
    claire.page.locator("#undo").wait_for()
    claire.page.locator("#undo").wait_for(state="hidden")
    assert step_line(claire, "Clarification").is_visible()


def test_two_minutes_more_and_a_client_added(evening: Evening) -> None:
    """Somebody pays for them, and it is said; a third client is added and put first, by keyboard."""
    here = begin(evening, 0, 1, 2)
    claire, names = here.claire, list(here.people)
    here.chooses(0, 1)
    here.does(claire, "start")
    claire.page.get_by_text(re.compile(r"2 sujets encore, \d+\smin chacun")).wait_for()

    here.goes_to("Exposé")
    claire.page.get_by_text(re.compile(r"1 sujet encore, \d+\smin")).wait_for()
    before = minutes_from(claire, names[0].split()[0], "Consultation")
    # The opening was left early: what was saved pays first.
    assert "+2 min : pris sur le temps gagné" in claire.words()
    begin_earlier(here, 20)
    assert re.search(r"\+2 min : 2 min prises sur Consultation · .*" + names[0].split()[0], claire.words())
    here.does(claire, "extend", '[hx-vals*="120"]')
    assert minutes_from(claire, names[0].split()[0], "Consultation") == before - 2

    open_people(claire)
    claire.page.locator("#add-client summary").click()
    here.does(claire, "choose_clients", f"#add-client-{evening.id_of(2)}")
    claire.page.get_by_text(re.compile(r"2 sujets encore, \d+\smin chacun")).wait_for()
    claire.settled()
    claire.page.locator(f"#up-{evening.id_of(2)}").focus()
    evening.after(lambda: claire.page.keyboard.press("Enter"))
    order = claire.page.locator(".clients .person-name").all_inner_texts()
    assert [line.split(". ")[1].split("\n")[0] for line in order] == [names[0], names[2], names[1]]
    here.does(claire, "choose_clients", f"#drop-{evening.id_of(2)}")
    claire.page.get_by_text(re.compile(r"1 sujet encore, \d+\smin")).wait_for()
    who_pays_is_named_and_the_hour_may_be_held(here, names[1].split()[0])


HOUR_AND_MINUTES = """() => {
    const end = document.querySelector("[data-end-hour]").textContent.split(/\\D+/).map(Number);
    const late = Number(document.querySelector("[data-end-words]").textContent.match(/\\d+/)[0]);
    const shape = { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone };
    const { ends } = document.getElementById("live-state").dataset;
    const planned = new Intl.DateTimeFormat("fr", shape).format(Number(ends))
        .split(":").map(Number);
    return (end[0] * 60 + end[1] - planned[0] * 60 - planned[1] + 1440) % 1440 === late;
}"""


def who_pays_is_named_and_the_hour_may_be_held(here: Gathering, client: str) -> None:
    """Late by more than the next client can give: the end moves, and holding it says what it leaves her."""
    claire = here.claire.page
    expect(claire.locator("[data-end-words]")).to_have_text(ON_TIME)
    begin_earlier(here, 25)
    expect(claire.locator("[data-forecast]")).to_have_text(re.compile(rf"{client} n’aurait que \d+\smin"))
    expect(claire.locator("[data-forecast-voice]")).to_contain_text(f"{client} n’aurait que")
    expect(claire.locator("[data-end-words]")).to_have_text(re.compile(r", \d+\smin après l’heure prévue"))
    hold = claire.locator("#hold-end")
    expect(hold).to_have_text(re.compile(rf"Finir à l’heure\s: \d+\smin pour {client}"))
    promised = int(re.findall(r"\d+", hold.inner_text())[0])
    # One rounding: the hour is so many minutes after the planned one, and holding it promises no more than the line.
    assert claire.evaluate(HOUR_AND_MINUTES)
    assert promised <= int(re.findall(r"\d+", claire.locator("[data-forecast]").inner_text())[0])
    here.does(here.claire, "share_time", "#hold-end")
    expect(hold).to_be_hidden()
    # Whole minutes, of which one may be left over.
    assert minutes_of(here.claire, client) - promised in (0, 1)
    expect(claire.locator("[data-end-words]")).to_have_text(ON_TIME)


def begin_earlier(here: Gathering, minutes: int) -> None:
    """As if the session had begun so much earlier."""
    evening = here.evening

    def change() -> int:
        session = Session.objects.get(pk=UUID(evening.id))
        session.state["started_at"] -= minutes * 60_000
        session.revision += 1
        session.save(update_fields=["state", "revision"])
        return session.revision

    # Nothing rings: pages hear of it at their next heartbeat.
    evening.agree(evening.server.backstage(change))
