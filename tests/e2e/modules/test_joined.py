"""Modules do the same joined and apart: names of their own, one state between them, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

from django.core.files.storage import FileSystemStorage
from playwright.sync_api import Page, Route

from codev.joined import Joined

MODULES = {
    "entry.js": """
        import { start } from "./first.js";
        import { start as startOther, Total } from "./lib/second.js";
        import "./last.js";
        export const state = "entry";
        said.push(state, start(), startOther(), await new Total().said);
    """,
    "first.js": """
        import "./last.js";
        import { count, state } from "./lib/state.js";
        const own = "first";
        said.push(own, later());
        export const start = () => `${own} ${count()} ${state.counted}`;
        function later() { return "hoisted"; }
    """,
    "lib/second.js": """
        import {
          count,
          state as shared,
        } from "./state.js";
        const own = "second", state = { counted: "own" };
        said.push(own, typeof later, this === undefined);
        export function start() { return `${own} ${count()} ${shared.counted} ${state.counted}`; }
        export class Total { said = Promise.resolve(`// ${shared.counted} in all`); }
    """,
    "lib/state.js": """
        // One for all.
        export const state = { counted: 0 };
        export function count() { return ++state.counted; }
        said.push("state");
    """,
    "last.js": """
        said.push("last");
    """,
}
SAID = ["last", "state", "first", "hoisted", "second", "undefined", True]
SAID += ["entry", "first 1 1", "second 2 2 own", "// 2 in all"]
PAGE = '<!doctype html><script>said = []</script><script type="module" src="entry.js" onload="said.push(1)"></script>'


MODULES = {name: dedent(module) for name, module in MODULES.items()}


def said(page: Page, read: Callable[[str], bytes | str]) -> list[object]:
    """What these modules say in a page of their own."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix("http://modules.test/")
        route.fulfill(body=read(name) if name else PAGE, content_type="text/javascript" if name else "text/html")

    page.route("**/*", answer)
    page.goto("http://modules.test/")
    page.unroute("**/*")
    page.wait_for_function("said.at(-1) === 1")
    found: list[object] = page.evaluate("said")
    return found


def test_joined_modules_do_what_they_do_apart(page: Page, tmp_path: Path) -> None:
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    apart = said(page, MODULES.__getitem__)

    joined = said(page, lambda name: Joined(FileSystemStorage(tmp_path)).open(name).read())

    assert (apart, joined) == ([*SAID, 1], [*SAID, 1])
