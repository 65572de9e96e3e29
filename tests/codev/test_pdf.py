"""PDF files: tagged, in the language and under the title of their template, and fetching nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from pypdf import PdfReader

from codev import pdf

PAGE = (
    '{% extends "pdf/base.html" %}{% block title %}Titre{% endblock %}'
    "{% block content %}<h1>Été</h1>{{ more }}{% endblock %}"
)


def opened(monkeypatch: pytest.MonkeyPatch, page: str = PAGE, **context: Any) -> PdfReader:
    monkeypatch.setattr(
        pdf, "render_to_string", lambda _name, values: engines["django"].from_string(page).render(values)
    )
    with translation.override("fr"):
        return PdfReader(io.BytesIO(pdf.made("any", context)))


def test_it_is_tagged_and_says_its_language_and_title(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = opened(monkeypatch)

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "fr"
    assert {**(reader.metadata or {})}.keys() <= {"/Title", "/Producer"}
    assert reader.metadata is not None
    assert reader.metadata.title == "Titre"
    assert "Été" in reader.pages[0].extract_text()


def test_what_is_written_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = opened(monkeypatch, more='<img src="file:///etc/passwd"><script>1</script>')

    assert "<script>1</script>" in reader.pages[0].extract_text()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.svg"
    drawn.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><text y="9">fetched</text></svg>')

    reader = opened(monkeypatch, PAGE.replace("{{ more }}", f'<img alt="any" src="{drawn.as_uri()}">'))
    assert "fetched" not in reader.pages[0].extract_text()
