"""Names as pages show them, for tests that read what stands around them."""

from __future__ import annotations

MARKED = '<bdi translate="no" dir="auto">'


def unnamed(html: str) -> str:
    """Without what marks a name (`codev.marked`)."""
    return html.replace(MARKED, "").replace("</bdi>", "")
