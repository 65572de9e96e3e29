"""Pages as PDF files: tagged (PDF/UA-1), in the language and under the title of their template, fetching nothing.

A template of templates/pdf/ extends `pdf/base.html`; static/css/pdf.css is its stylesheet. Addresses of such files end
in « .pdf »: one thread of a process makes them, one at a time (`codev.pool.printers`).
"""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf.css"
# As templates are indented; a reader shows it in its title bar.
TITLE = re.compile(r"(?<=<title>).*?(?=</title>)", re.DOTALL)
# What lays letters out, by the names that systems have for it, one of each line; they bring what else is needed.
LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"),
)
# Of the HTML. A letter costs some microseconds, ten times as many in a word that fills a line, twenty times where
# another script begins, and a line half a millisecond: within these bounds no file takes more than some seconds.
MOST_LETTERS, MOST_LINES = 250_000, 6_000
ENDLESS = re.compile(r"[^ \n\t]{60,}")
FOREIGN = re.compile("[^\\x00-\u024f\u2000-\u206f]")
# Each begins a stretch of its own, which is laid out by itself.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What ends a line elsewhere than in HTML: each takes as long as the whole text once more, where it is not one here.
LINES = str.maketrans({"\u2028": "\n", "\u2029": "\n"})

_one_at_a_time = threading.Lock()


class UnavailableError(Exception):
    """This server makes no such file: a library of the system is missing. A page says so, and how to print instead."""

    status = 501


class TooLongError(UnavailableError):
    """It would keep the server busy for longer than one file may."""

    status = 409


@cache
def is_possible() -> bool:
    """Whether the system has what it takes; milliseconds, where importing WeasyPrint takes most of a second."""
    return all(any(map(_loads, names)) for names in LIBRARIES)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def made(template: str, context: Mapping[str, Any]) -> bytes:
    """The file. Raises UnavailableError, TooLongError; it takes CPU for a tenth of a second to some seconds."""
    if not is_possible():
        raise UnavailableError
    # What has no place in a file, as half of a pair of surrogates, is shown as missing.
    html = render_to_string(template, dict(context)).encode(errors="replace").decode().translate(LINES)
    html = TITLE.sub(lambda found: " ".join(found[0].split()), html, count=1)
    if _letters(html) > MOST_LETTERS or html.count("\n") > MOST_LINES:
        raise TooLongError
    # Also for whoever asks from elsewhere than the printers' thread.
    with _one_at_a_time:
        return _laid_out(html)


def answer(template: str, context: Mapping[str, Any], filename: str) -> HttpResponse:
    """The file as a download that nobody keeps on the way; `filename` holds no content. Raises as `made` does."""
    response = HttpResponse(made(template, context), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


def _letters(html: str) -> int:
    """As many as it costs."""
    return len(html) + 9 * (sum(map(len, ENDLESS.findall(html))) + len(TURNS.findall(html))) + 20 * _scripts(html)


def _scripts(html: str) -> int:
    """How often another script begins: what is not of one is laid out in pieces."""
    if not FOREIGN.search(html):
        return 0
    return sum(one != other for one, other in pairwise(filter(None, map(_script, html))))


@lru_cache(maxsize=4096)
def _script(sign: str) -> str:
    """Whose letter it is, as « HEBREW »; "" for signs of none, and those between which any line may end."""
    if sign.isascii():
        return "LATIN" if sign.isalnum() else ""
    if not sign.isalnum() or unicodedata.east_asian_width(sign) in "WF":
        return ""
    return unicodedata.name(sign, "").partition(" ")[0]


def _laid_out(html: str) -> bytes:
    library = _library()
    try:
        document = library.HTML(string=html, base_url="about:blank", url_fetcher=_nothing())
        file: bytes = document.write_pdf(stylesheets=[_styles()], pdf_variant="pdf/ua-1")
    except library.urls.FatalURLFetchingError as refused:  # no Exception, which pages answer with their 500
        raise ValueError("A PDF fetches nothing.") from refused
    return file


@cache
def _library() -> Any:
    # Imported where it is used first: no other page should wait for that.
    try:
        import weasyprint
    except OSError as missing:
        raise UnavailableError from missing
    return weasyprint


@cache
def _styles() -> Any:
    return _library().CSS(string=STYLES.read_text(), url_fetcher=_nothing())


@cache
def _nothing() -> Any:
    """A fetcher of no address at all, data: and file: included; a template that asks for one fails."""
    return _library().urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
