"""What a mail says, by two short templates: a text that is whole by itself, and the same as a calm page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.template.loader import render_to_string

LINE_MAX = 120  # what a list of mails has room for, and more than that


class Written(NamedTuple):
    """What a mail says. `attachments` are names, contents and MIME types, as Django's EmailMessage takes them.

    `alternatives` are other ways to read it (contents and MIME types), `headers` what mail programmes are told beside.
    """

    subject: str
    text: str
    html: str = ""
    attachments: tuple[tuple[str, str, str], ...] = ()
    alternatives: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = MappingProxyType({})


def letter(template: str, subject: str, /, *attachments: tuple[str, str, str], **context: Any) -> Written:
    """A mail of `<template>.txt` and `<template>.html`, which extend groups/mails/_layout of their kind.

    The page escapes what it is given; the text takes it as it is, so that a name in it goes through `one_line` before.
    """
    subject = one_line(subject)
    text = render_to_string(f"{template}.txt", context).strip() + "\n"
    html = render_to_string(f"{template}.html", {"subject": subject} | context).strip() + "\n"
    return Written(subject, text, html, attachments)


def one_line(text: object) -> str:
    """A text for a header, or a name in a mail: as `without_breaks`, and no longer than is read."""
    words = without_breaks(text)
    return words if len(words) <= LINE_MAX else f"{words[: LINE_MAX - 1].rstrip()}…"


def without_breaks(text: object) -> str:
    """In one line, without signs that cannot be seen: what is typed stands beside what mails and calendars obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())
