"""Pages as PDF files: tagged (PDF/UA-1), with the language and the title that their template says, fetching nothing.

A template of templates/pdf/ extends `pdf/base.html`; static/css/pdf.css is its stylesheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

# As a template lays it out over several lines, a file would bear it.
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf.css"


class UnavailableError(Exception):
    """This server has no pango, which lays out what is written."""


def made(template: str, context: Mapping[str, Any]) -> bytes:
    """The file. Raises UnavailableError where the system lacks a library; takes a tenth of a second of CPU or more."""
    html = TITLE.sub(r"<title>\1</title>", render_to_string(template, dict(context)))
    document = _library().HTML(string=html, base_url="about:blank", url_fetcher=_nothing())
    file: bytes = document.write_pdf(stylesheets=[_styles()], pdf_variant="pdf/ua-1")
    return file


def answer(template: str, context: Mapping[str, Any], filename: str) -> HttpResponse:
    """The file as a download that nobody keeps on the way; `filename` holds no content. Raises UnavailableError."""
    response = HttpResponse(made(template, context), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


def _library() -> Any:
    # Imported where it is used first: it takes 0.7 s, which no other page should wait for.
    try:
        import weasyprint
    except OSError as missing:
        raise UnavailableError from missing
    return weasyprint


@cache
def _styles() -> Any:
    return _library().CSS(string=STYLES.read_text(), url_fetcher=_nothing())


def _nothing() -> Any:
    """Fetches no address whatever, neither of a network nor of a file."""
    return _library().URLFetcher(allowed_protocols=())
