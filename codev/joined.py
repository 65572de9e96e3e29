"""Our stylesheets and modules as browsers get them: one file with all that they import, without what is for readers.

What is not understood is refused as static files are collected, never guessed: docs/decisions/026.
"""

from __future__ import annotations

import posixpath
import re

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import CommandError
from rjsmin import jsmin

STYLE_IMPORT = re.compile(r'@import "(?P<path>[^"]+)"(?: layer\((?P<layer>\w+)\))?;')
STYLE_FOR_READERS = re.compile(r"/\*.*?\*/|^\s+|(?<=[{};,])\n| (?=\{)|(?<=:) ", re.DOTALL | re.MULTILINE)
# From another folder's file a path would lead elsewhere.
STYLE_STRANGE = re.compile(r"""@import|url\((?!["']?(?:data:|#))""")

IMPORT = re.compile(r'^import (?:\{(?P<names>[\w$,\s]+)\} from )?"(?P<path>\.\.?/[^"]+)";\n?', re.MULTILINE)
AS = re.compile(r"\s+as\s+")
EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (?P<name>[\w$]+))", re.MULTILINE)
MODULE_TEXT = re.compile(
    r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n$]|\\.|\$(?!\{)|\$\{[^`{}\n]*\})*`|//.*"""
)
# A quote that is left is of a text that spans lines. `var` would leave its block, and meet that of another module.
MODULE_STRANGE = re.compile(r"""\b(?:import|export|var)\b|\$modules|/\*|["'`]""")


class NotJoinedError(CommandError):
    """A file says what the joiner does not understand; `collectstatic` ends with these words."""


class Joined:
    """A storage of stylesheets and modules, each read with all that it imports."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, name: str) -> ContentFile[bytes]:
        if name.endswith(".css"):
            return ContentFile(self._style(name).encode())
        return ContentFile(jsmin(f"const $modules = {{}};\n{self._modules(name, {}, [])}").encode())

    def _style(self, name: str) -> str:
        def in_place(part: re.Match[str]) -> str:
            style = self._style(_beside(name, part["path"]))
            return f"@layer {part['layer']} {{\n{style}}}" if part["layer"] else style

        style = STYLE_IMPORT.sub(in_place, STYLE_FOR_READERS.sub("", self._read(name)))
        _refuse(name, style, STYLE_STRANGE)
        return style

    def _modules(self, name: str, exported: dict[str, list[str]], importers: list[str]) -> str:
        """The module after all that it imports, in the order in which browsers run them; nothing if it came before."""
        if name in importers:
            raise NotJoinedError(f"Modules import each other in a circle: {' → '.join([*importers, name])}.")
        if name in exported:
            return ""
        module = self._read(name)
        imports = [(_beside(name, found["path"]), found["names"] or "") for found in IMPORT.finditer(module)]
        before = "".join(self._modules(path, exported, [*importers, name]) for path, _ in imports)
        for path, names in imports:
            if missing := {one.split()[0] for one in names.split(",") if one.strip()} - {*exported[path]}:
                raise NotJoinedError(f"{name} imports what {path} does not export: {', '.join(sorted(missing))}.")
        exported[name] = sorted(found["name"] for found in EXPORT.finditer(module))
        places = {path: place for place, path in enumerate(exported)}
        return before + _block(name, module, imports, exported[name], places)

    def _read(self, name: str) -> str:
        try:
            with self.storage.open(name) as file:
                return str(file.read().decode())
        except FileNotFoundError:
            raise NotJoinedError(f"{name} is imported, and is not there.") from None


def _block(name: str, module: str, imports: list[tuple[str, str]], exports: list[str], places: dict[str, int]) -> str:
    """A module as a block that takes from `$modules` what it imports, and leaves there what it exports, by its place.

    By numbers, not by names: of forty modules these would be half a kilobyte of a first visit.
    """
    body = EXPORT.sub("", IMPORT.sub("", module)).strip()
    _refuse(name, MODULE_TEXT.sub("", body), MODULE_STRANGE)
    taken = (f"const {{{AS.sub(': ', names)}}} = $modules[{places[path]}];\n" for path, names in imports if names)
    left = f"$modules[{places[name]}] = {{ {', '.join(exports)} }};\n" if exports else ""
    return f"{{\n{''.join(taken)}{body}\n{left}}}\n"


def _refuse(name: str, code: str, strange: re.Pattern[str]) -> None:
    if found := strange.search(code):
        line = code[code.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
        raise NotJoinedError(
            f"{name} cannot be joined, for its “{found[0]}” in “{line.strip()}” (see docs/decisions/026)."
        )


def _beside(name: str, path: str) -> str:
    """The file that another names by a path from its own place."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
