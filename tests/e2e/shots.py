"""Pictures of every screen in every state, into shots/, and those of the documents; `make shots` runs it."""

from __future__ import annotations

import os
import sys

import django

from codev.messages import compile_catalogues


def main(wanted: list[str]) -> None:
    """Tell the tale before a throw-away server: in these languages, these chapters of it, or all."""
    compile_catalogues()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from playwright.sync_api import sync_playwright

    from .album import PICTURES, Album
    from .people import launch
    from .sayings import LANGUAGES
    from .serving import Server
    from .tale import CHAPTERS, tell

    PICTURES.mkdir(parents=True, exist_ok=True)
    server = Server()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for language in [one for one in LANGUAGES if one in wanted] or LANGUAGES:
            for chapter in [one for one in CHAPTERS if one in wanted] or CHAPTERS:
                tell(chapter, language, Album(language), server, browser)
        browser.close()
    server.close()


if __name__ == "__main__":
    main(sys.argv[1:])
