"""Who is in the story of a cycle, what stands between them, and how they get about."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.smtp import Post

from .people import LAPTOP, PHONE, Company, Person
from .post import letters_to, link_in

PARIS = ZoneInfo("Europe/Paris")
NADIA = "nadia.delorme@exemple.invalid"
ANNE, JOAO, ZOE, LEO, KARIM = MEMBERS = tuple(
    f"{name}@exemple.invalid"
    for name in ("anne-marie.legoff", "joao.dalmeida", "zoe.petit", "leo.roux", "karim.haddad")
)
PASTED = f"""LE GOFF, Anne-Marie <{ANNE}>;
D’ALMEIDA, João <{JOAO}>;
Zoé Petit <{ZOE}>
Léo Roux <leo@@exemple.invalid>
Karim Haddad\t{KARIM}
"""
# Inside a group is what may stand in no mail: its own name, and what its people write.
NAME, WORD, TITLE, QUESTION = INSIDE = (
    "Plan social de Lyon",
    "La neige nous retient.",
    "Un départ annoncé",
    "Comment le dire à Paul ?",
)
OUTSIDE = "Groupe du mardi"


class Cycle:
    """Nadia at her laptop, Zoé and João with their phones, and the mail server."""

    def __init__(self, company: Company, post: Post) -> None:
        self.company, self.post, self.server = company, post, company.server
        self.recipients: set[str] = set()
        post.refused = self.note
        self.nadia, self.zoe, self.joao = (self.comes(device) for device in (LAPTOP, PHONE, PHONE))
        today = datetime.now(PARIS).replace(hour=9, minute=30, second=0, microsecond=0)
        # A Tuesday, three weeks from now or a little more.
        self.first = today + timedelta(days=21 + (1 - today.weekday()) % 7)
        self.group = ""

    def note(self, recipient: str) -> str:
        self.recipients |= {*re.findall(r"<(.+?)>", recipient)}
        return ""

    def comes(self, device: dict[str, Any]) -> Person:
        """To pages that follow no session for now."""
        person = self.company.someone(self.server.url, device)
        self.company.everybody.remove(person)
        self.company.others.append(person)
        return person

    def way_of(self, address: str) -> str:
        """The personal link in somebody's mail."""
        return link_in(letters_to(self.post, address, "Votre invitation")[0], "/join/")

    def enters(self, person: Person, address: str) -> Page:
        person.page.goto(self.way_of(address))
        person.page.get_by_role("button", name="Entrer").click()
        return person.page

    def opens(self, session: str) -> Page:
        """By the list of sessions on the group's page."""
        page = self.nadia.page
        page.goto(self.group)
        page.locator("summary", has_text="Toutes les séances").click()
        page.get_by_role("link", name=session, exact=True).click()
        expect(page.locator("h1")).to_contain_text(re.compile(session, re.IGNORECASE))
        return page

    def holds(self, client: str) -> None:
        """The room is open: both phones come, somebody is client and tells of the subject, and it is closed."""
        nadia, everybody = self.nadia.connected(), self.company.everybody
        nadia.until("() => document.documentElement.dataset.status === 'open'")
        everybody.append(nadia)
        for person in (self.zoe, self.joao):
            person.page.goto(self.server.url)
            person.page.get_by_role("link", name="Rejoindre la séance").click()
            everybody.append(person.connected())
        self.company.after(nadia.page.locator('[data-command="choose_clients"]:visible', has_text=client).click)
        self.company.after(lambda: nadia.press("start"))
        while not self.company.after(lambda: nadia.press("next"))["client"]:
            pass
        expect(self.joao.page.locator("main").first).to_contain_text(client)
        nadia.page.locator('[popovertarget="ask-close"]:visible').first.click()
        nadia.settled()
        closed = self.company.after(nadia.page.locator('#ask-close [data-command="close"]').click)
        assert closed["status"] == "closed"
        everybody.clear()
        self.company.revision = 0  # another session counts its own
