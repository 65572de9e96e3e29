"""Pictures of every screen in every state, into shots/, and the README's four; `make shots` runs it."""

from __future__ import annotations

import os
import sys

import django

from codev.messages import compile_catalogues


def main(languages: list[str]) -> None:
    """Tell the story before a throw-away server, in these languages or in all."""
    compile_catalogues()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from playwright.sync_api import sync_playwright

    from .album import PICTURES
    from .people import Evening, launch
    from .sayings import LANGUAGES
    from .serving import Server
    from .tale import Tale

    PICTURES.mkdir(parents=True, exist_ok=True)
    server = Server()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for language in languages or LANGUAGES:
            with Evening(server, browser) as evening:
                Tale(evening, language).tell()
        browser.close()
    server.close()


if __name__ == "__main__":
    main(sys.argv[1:])
