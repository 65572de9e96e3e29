"""Every mail in both languages: typographic apostrophes, no stiff word, and no language but its own."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from groups.letters import letter

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FOLDERS = ("account/email", "groups/mails")
MAILS = sorted(
    f"{folder}/{path.name}"
    for folder in FOLDERS
    for path in (TEMPLATES / folder).glob("*.txt")
    if not path.name.startswith("_")
)
# What allauth sends under the settings of the product, by its own names for them.
SENT = ("login_code", "password_reset_key", "email_confirmation", "email_confirmation_signup", "account_already_exists")
FILLED = {"url": "https://codev.test/x", "code": "ABC-123", "said": "Amina vous invite.", "what": "C’est autre."}
FILLED |= {"password_reset_url": "https://codev.test/p"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_mails_are_typeset_and_greet(language: str) -> None:
    names = [*MAILS, *(f"account/email/{one}_{part}.txt" for one in SENT for part in ("subject", "message"))]
    with translation.override(language):
        mails = {
            name: render_to_string(name, {**FILLED, "password_reset_url": "https://codev.test/p"}) for name in names
        }
    hello = {"fr": "Bonjour,", "en": "Hello,"}[language]
    assert {name for name, text in mails.items() if re.search(r"\w['´`]\w", text)} == set()
    assert {
        name for name, text in mails.items() if "subject" not in name and not text.strip().startswith(hello)
    } == set()
    assert {name for name, text in mails.items() if "subject" in name and len(text.strip().splitlines()) != 1} == set()
    stiff = ("listed below", "initiate this action", "figure ci-dessous", "avez pas initié")
    assert {name for name, text in mails.items() if any(word in text for word in stiff)} == set()
    assert ("Hello" in " ".join(mails.values())) == (language == "en")


def test_what_is_sent_is_ours() -> None:
    """The others' words are not ours to mend: each has a template in this house."""
    ours = {name.split("/")[-1] for name in MAILS}
    assert {f"{one}_message.txt" for one in SENT if "signup" not in one} <= ours


def sentences(text: str) -> list[str]:
    """What a mail says, without links and what is told by them: whole sentences."""
    return sorted(words for line in text.splitlines() if (words := line.strip()).endswith((".", ":", "?", "!")))


@pytest.mark.parametrize("name", [name for name in MAILS if "_subject" not in name])
def test_the_page_of_a_mail_says_what_its_text_says_and_asks_for_nothing_from_afar(name: str) -> None:
    mail = letter(name.removesuffix(".txt"), "Sujet", **FILLED | {"on": date(2026, 12, 1)})
    words = html.unescape(re.sub(r"<[^>]*>", "\n", mail.html))
    assert sentences(words) == sentences(mail.text)
    assert [link for link in re.findall(r"https?://\S+", mail.text) if f'href="{link}"' not in mail.html] == []
    assert mail.html.startswith("<!doctype html>")
    assert re.findall(r"<(?:img|style|link|script|table)|src=|url\(|class=|var\(", mail.html) == []
    # Programmes of mail turn their own black and white round, and not what a mail colours: that is the button alone.
    assert set(re.findall(r"(?<!-)color: (#\w+)", mail.html)) <= {"#5d3a70", "#ffffff"}
