"""A PDF file as a library reads it, with what every file of ours keeps to."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from django.http import HttpResponse
from pypdf import PdfReader
from pypdf.generic import IndirectObject

NAME = re.compile(r'attachment; filename="[a-z0-9-]+\.pdf"')
# What a reader would follow, run, fill in or unpack.
ACTIVE = re.compile(r"'/(URI|EmbeddedFiles?|Filespec|EF|JavaScript|JS|Launch|GoToR|OpenAction|AcroForm|AA)'")


@dataclass(frozen=True)
class File:
    """What it says of itself, its text with spaces as one, and the kinds of its tags."""

    title: str
    language: str
    text: str
    pages: int
    tags: frozenset[str]


def read(answer: HttpResponse) -> File:
    """Of an answer: tagged, PDF/UA-1, a title that is shown, nothing to follow or embedded, kept by nobody."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:300]
    assert NAME.fullmatch(answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    return opened(answer.content)


def opened(content: bytes) -> File:
    """The same of the file alone."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    said = dict(reader.metadata or {})
    assert set(said) == {"/Title", "/Producer"}
    size = int(reader.trailer["/Size"])
    objects = [repr(IndirectObject(number, 0, reader).get_object()) for number in range(1, size)]
    assert [one for one in objects if ACTIVE.search(one)] == []
    text = " ".join(page.extract_text() for page in reader.pages)
    tags = frozenset(re.findall(r"'/S': '/(\w+)'", " ".join(objects)))
    return File(str(said["/Title"]), str(root["/Lang"]), " ".join(text.split()), len(reader.pages), tags)
