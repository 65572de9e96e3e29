"""The story that the pictures tell, with words that a group might write, in each language."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from groups.models import CharterAcceptance

from .album import Album, picture
from .people import LAPTOP, Evening, Person
from .sayings import LANGUAGES


class Tale:
    """The story that the pictures tell, in one language; French ones are also the README's."""

    def __init__(self, evening: Evening, language: str) -> None:
        locale, self.say = LANGUAGES[language]
        self.evening, self.album, self.is_ours = evening, Album(language), language == "fr"
        more = {"locale": locale}
        self.claire = evening.facilitator(**more)
        self.people = [evening.participant(place, **more) for place in range(6)]
        self.lea, self.omar, self.jeanne, self.karim, self.ana, self.marc = self.people
        self.wall = evening.screen(**more)
        self.more = more

    def tell(self) -> None:
        self.the_door()
        self.the_lobby()
        self.the_opening()
        self.the_questions()
        self.the_contract()
        self.the_consultation()
        self.the_plan()
        self.the_end()

    def does(self, who: Person, command: str, more: str = "") -> None:
        self.evening.after(lambda: who.press(command, more))

    def writes(self, who: Person, command: str, text: str, **more: str) -> None:
        self.evening.after(lambda: who.write(command, text, **more))

    def jump(self, index: int) -> None:
        self.does(self.claire, "jump", f"#jump-{index}")

    def folded(self, *people: Person) -> None:
        for one in people:
            one.page.evaluate("for (const box of document.querySelectorAll('details.writing[open]')) box.open = false")

    def the_door(self) -> None:
        self.album.take(self.claire, "dashboard-planned", "laptop", "phone")
        self.album.take(self.lea, "waiting", "phone", "laptop")
        self.album.take(self.wall, "screen-planned")

    def the_lobby(self) -> None:
        self.does(self.claire, "open")
        for one in self.people:
            one.until("() => document.body.dataset.shell === 'participant'", patience=15)
            one.connected()
        for place in (0, 2):
            self.does(self.claire, "choose_clients", f"#client-{self.evening.id_of(place)}")
        self.album.take(self.claire, "dashboard-lobby", "laptop", "phone")
        self.album.take(self.lea, "lobby", "phone", "laptop")
        self.album.take(self.wall, "screen-lobby", "wall")

    def the_opening(self) -> None:
        self.does(self.claire, "start")
        self.does(self.claire, "next_speaker")
        self.album.take(self.claire, "dashboard-go-round", "laptop")
        self.album.take(self.lea, "go-round-speaks", "phone", "laptop")
        self.album.take(self.omar, "go-round-waits", "phone")
        self.does(self.lea, "yield_floor")
        self.jump(3)
        self.writes(self.lea, "contribute", self.say["story"])
        self.folded(self.lea)
        self.album.take(self.claire, "dashboard-presentation", "laptop", "phone")
        self.album.take(self.lea, "client-presentation", "phone", "laptop")
        self.album.take(self.omar, "peer-presentation", "phone")
        self.album.take(self.wall, "screen-presentation", "wall")

    def the_questions(self) -> None:
        self.jump(4)
        for who in (self.omar, self.marc, self.ana):
            self.does(who, "raise_hand")
        self.does(self.claire, "next_speaker")
        for who, text in zip((self.omar, self.jeanne, self.karim), self.say["questions"], strict=True):
            self.writes(who, "contribute", text, kind="question")
            self.folded(who)
        self.evening.after(lambda: self.claire.button("mark_answered").first.click())
        if self.is_ours:
            picture(self.claire, "dashboard")
            picture(self.marc, "phone")
        self.album.take(self.claire, "dashboard-clarification", "laptop", "phone")
        self.album.take(self.marc, "peer-clarification", "phone", "laptop")
        self.album.take(self.omar, "peer-speaks", "phone")
        self.album.take(self.lea, "client-clarification", "phone", "laptop")
        self.album.take(self.wall, "screen-clarification", "wall")
        self.jeanne.unfold("contribute")
        self.jeanne.page.fill("#contribute-text", self.say["questions"][2])
        self.album.take(self.jeanne, "peer-writes", "phone", "laptop")
        self.jeanne.page.fill("#contribute-text", "")
        self.folded(self.jeanne)
        self.claire.page.locator(".people-panel summary").first.click()
        self.album.take(self.claire, "dashboard-people", "laptop", "phone")
        self.claire.page.locator(".people-panel summary").first.click()

    def the_contract(self) -> None:
        self.jump(5)
        self.lea.unfold("write_contract")
        self.album.take(self.lea, "client-writes-contract", "phone", "laptop")
        self.writes(self.lea, "write_contract", self.say["contract"])
        for who in (self.omar, self.jeanne):
            self.does(who, "accept_contract")
        self.album.take(self.claire, "dashboard-contract", "laptop")
        self.album.take(self.lea, "client-contract", "phone")
        self.album.take(self.marc, "peer-contract", "phone", "laptop")

    def the_consultation(self) -> None:
        self.jump(6)
        self.does(self.claire, "next_speaker")
        options = zip((self.omar, self.jeanne), self.say["options"], strict=True)
        pieces = [(who, text, "option") for who, text in options]
        more = [
            (self.karim, self.say["experience"], "experience"),
            (self.ana, self.say["reflective"], "reflective_question"),
        ]
        for who, text, kind in [*pieces, *more]:
            self.writes(who, "contribute", text, kind=kind)
            self.folded(who)
        if self.is_ours:
            picture(self.wall, "screen")
            picture(self.lea, "client")
        self.album.take(self.claire, "dashboard-consultation", "laptop", "phone")
        self.album.take(self.lea, "client-consultation", "phone", "laptop")
        self.album.take(self.omar, "peer-consultation", "phone")
        self.album.take(self.wall, "screen-consultation", "wall", "laptop", "phone")
        self.jeanne.unfold("contribute")
        self.album.take(self.jeanne, "peer-writes-consultation", "phone", "laptop")
        self.folded(self.jeanne)
        self.does(self.claire, "pause")
        self.album.take(self.claire, "dashboard-paused", "laptop")
        self.album.take(self.marc, "peer-paused", "phone")
        self.album.take(self.wall, "screen-paused", "wall")
        self.does(self.claire, "resume")

    def the_plan(self) -> None:
        self.jump(7)
        self.writes(self.lea, "write_synthesis", self.say["kept"])
        due = (timezone.localdate() + timedelta(days=4)).isoformat()
        self.writes(self.lea, "add_commitment", self.say["action"], due=due)
        self.album.take(self.lea, "client-writes-commitment", "phone", "laptop")
        self.folded(self.lea)
        self.album.take(self.lea, "client-plan", "phone", "laptop")
        self.album.take(self.claire, "dashboard-plan", "laptop")
        for _ in range(5):
            self.does(self.claire, "extend", "[hx-vals*='\"-60\"']")
        self.album.take(self.claire, "dashboard-overtime", "laptop", "phone")
        self.album.take(self.omar, "peer-overtime", "phone")
        self.album.take(self.wall, "screen-overtime", "wall")

    def the_end(self) -> None:
        self.jump(8)
        self.does(self.claire, "next_speaker")
        self.writes(self.omar, "contribute", self.say["learning"], kind="learning")
        self.folded(self.omar)
        self.album.take(self.omar, "peer-learning", "phone")
        self.the_break()
        self.jump(9)
        self.album.take(self.claire, "dashboard-second-client", "laptop")
        self.album.take(self.jeanne, "second-client", "phone")
        self.the_interruption()
        self.album.take(self.claire, "dashboard-closing", "laptop")
        self.claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
        self.album.take(self.claire, "dashboard-dialog", "laptop", "phone")
        self.does(self.claire, "close")
        self.album.take(self.claire, "dashboard-closed", "laptop", "phone")
        self.album.take(self.lea, "client-closed", "phone", "laptop")
        self.album.take(self.marc, "peer-closed", "phone")
        self.album.take(self.wall, "screen-closed", "wall")
        self.lea.page.locator("#region-mine a").click()
        self.album.take(self.lea, "keepsake", "phone", "laptop")
        self.the_pages()

    def the_break(self) -> None:
        self.album.take(self.claire, "dashboard-break-planned", "laptop")
        self.does(self.claire, "take_break", "#planned-break")
        self.album.take(self.claire, "dashboard-break", "laptop", "phone")
        self.album.take(self.marc, "peer-break", "phone", "laptop")
        self.album.take(self.wall, "screen-break", "wall")
        self.does(self.claire, "end_break")

    def the_interruption(self) -> None:
        """The second client's round breaks off, and the closing comes."""
        self.claire.page.locator('[popovertarget="ask-interrupt"]:visible').first.click()
        self.album.take(self.claire, "dashboard-interrupts", "laptop")
        self.does(self.claire, "interrupt_round")
        self.album.take(self.claire, "dashboard-interrupted", "laptop", "phone")
        self.album.take(self.jeanne, "interrupted", "phone")

    def the_pages(self) -> None:
        """Everything around a session."""
        here = self.evening.server.url
        stranger = self.evening.someone(here, LAPTOP, **self.more)
        for path, name in (("/accounts/login/", "sign-in"), ("/accounts/login/code/", "code"), ("/nothing/", "404")):
            stranger.page.goto(here + path)
            self.album.take(stranger, name, "laptop", "phone")
        self.claire.page.locator("h1 a").click()
        group = self.claire.page.url
        self.album.take(self.claire, "group", "laptop", "phone")
        pages = {
            "": "home",
            "plan/": "plan",
            "members/": "members",
            "facilitators/": "facilitators",
            "charter/": "charter",
            f"/sessions/{self.evening.id}/sheet/": "sheet",
        }
        for path, name in pages.items():
            self.claire.page.goto(here + path if path.startswith("/") or not path else group + path)
            self.album.take(self.claire, name, "laptop", "phone")
        self.claire.page.goto(f"{group}members/{self.evening.id_of(0)}/")
        self.album.take(self.claire, "member", "laptop", "phone")
        self.claire.page.locator("main button.main").first.click()
        self.album.take(self.claire, "link", "laptop", "phone")
        stranger.page.goto(self.claire.page.input_value("#personal-link"))
        self.album.take(stranger, "join", "phone")
        self.lea.page.goto(here)
        self.album.take(self.lea, "home-participant", "phone", "laptop")
        ana = self.evening.id_of(4)
        self.evening.server.backstage(lambda: CharterAcceptance.objects.filter(participant=ana).delete())
        self.ana.page.reload()
        self.album.take(self.ana, "charter-participant", "phone", "laptop")
        self.ana.page.locator("main form button.main").click()
        self.ana.page.wait_for_url("**/sessions/**")
