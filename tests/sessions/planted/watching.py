"""Who came to see which planted word, and where: each answer and frame is read as it comes."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZipFile

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.pdf import opened
from tests.sessions.planted.words import found, unpacked, word

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# What a browser goes to, or asks for, by itself or at a click.
LINKS = re.compile(
    r"""\b(?:href|src|action|formaction|ws-connect|hx-(?:get|post|put|patch|delete)|data-\w*ur[li]|data-poll|data-socket)=["']([^"']*)"""
)
READABLE = ("text/", "image/svg+xml", "application/json", "application/javascript", "application/manifest+json")


def of_pdf(file: io.BytesIO) -> str:
    """What stands on its pages, and what it says of itself. Lines that break a word are put together again."""
    reader = PdfReader(file)
    pages = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    return pages + "".join(map(str, (reader.metadata or {}).values()))


def of_workbook(file: io.BytesIO) -> str:
    """Every cell, and all that the file says beside."""
    with ZipFile(file) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


FILES = {
    "application/pdf": of_pdf,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": of_workbook,
}


@dataclass
class Watch:
    """`seen`: where each word was seen first, by who saw it. Places that are nobody's stand there as `at <place>`."""

    seen: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, who: str, text: str, where: str) -> None:
        for one in found(text):
            self.seen[one].setdefault(who, where)

    def readers(self, of: str) -> set[str]:
        """Who saw it so far."""
        return {*self.seen[word(of)]}

    def answer(self, who: str, request: str, answer: HttpResponse) -> None:
        """An answer: its text for who asked, and what of it other eyes see than the reader's."""
        where = f"{request} {answer.status_code}"
        text = readable(answer)
        self.note(who, text, where)
        # What opens an app on the same device goes to no server.
        links = [request, *(one for one in LINKS.findall(text) if not one.startswith("otpauth:"))]
        for name, value in answer.headers.items():
            if name in ("Location", "HX-Redirect", "HX-Location", "Refresh", "Content-Disposition"):
                links.append(value)
            else:
                self.note("at header", unpacked(value), f"{name} of {where}")
        self.note("at url", unpacked("\n".join(links)), where)
        if not request.split()[1].startswith("/admin/"):  # whose titles name the rows, to the operator alone
            self.note("at title", "".join(TITLE.findall(text)), where)
        self.note("at cookie", "\n".join(unpacked(one.value) for one in answer.cookies.values()), where)


def readable(answer: HttpResponse) -> str:
    """The text of an answer. A kind of file that is not read here would hide what it holds."""
    kind = answer.headers.get("Content-Type", "")
    body = answer.getvalue() if answer.streaming else answer.content
    if kind in FILES:
        return FILES[kind](io.BytesIO(body)) if body else ""
    if kind == "application/pdf":
        file = opened(body)
        return f"<title>{file.title}</title> {file.text}"
    assert not body or kind.startswith(READABLE), f"{kind} is a new kind of answer: have `readable` read it"
    return body.decode()


class Browser(Client):
    """Somebody's browser. All that it is shown is noted; what it says of itself is a planted word, too."""

    def __init__(self, watch: Watch, who: str, **more: Any) -> None:
        headers = {"User-Agent": f"Mozilla/5.0 {word('what a browser says of itself')}"}
        super().__init__(headers=headers, raise_request_exception=False, **more)
        self.watch, self.who = watch, who

    def request(self, **request: Any) -> HttpResponse:
        answer = super().request(**request)
        path = f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}".rstrip("?")
        self.watch.answer(self.who, f"{request['REQUEST_METHOD']} {path}", answer)
        return answer

    def send(self, name: str, /, *args: object, **fields: Any) -> HttpResponse:
        """Fill in a form and send it, which has to be taken."""
        answer = self.post(reverse(name, args=args), fields)
        assert answer.status_code in (200, 204, 302), (name, fields, answer.status_code, readable(answer)[:2000])
        return answer
