"""Stylesheets and modules are joined with what they import; what the joiner does not understand it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from codev.joined import Joined, NotJoinedError
from tests.services import ROOT


def joined(folder: Path, entry: str, **files: str) -> str:
    """An entry of these files, joined; `lib_b` stands for lib/b.js."""
    for name, text in files.items():
        file = folder / f"{name.replace('_', '/')}.js"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return Joined(FileSystemStorage(folder)).open(entry).read().decode()


def test_stylesheet_comes_with_its_parts_and_without_what_is_for_readers(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "page.css").write_text('@layer base, parts;\n\n@import "site.css";\n')
    (tmp_path / "site.css").write_text('/* Why. */\n@layer base, parts;\n\n@import "parts/card.css" layer(parts);\n')
    (tmp_path / "parts/card.css").write_text("/* A card. */\n.card {\n  color: red;\n}\n")
    whole = Joined(FileSystemStorage(tmp_path)).open("page.css").read().decode()
    assert whole.replace("\n", "") == "@layer base, parts;@layer base, parts;@layer parts {.card{color:red;}}"


def test_each_part_is_in_one_stylesheet() -> None:
    css = ROOT / "static/css"
    imported = [path for sheet in css.glob("*.css") for path in re.findall(r'@import "(.+)" layer', sheet.read_text())]
    assert sorted(imported) == sorted(str(part.relative_to(css)) for part in css.glob("*/**/*.css"))


@pytest.mark.parametrize(
    "strange", ['@import "parts/card.css" screen;', "@layer parts {\n  a {\n    src: url(a.svg);\n  }\n}"]
)
def test_stylesheet_that_would_be_joined_wrongly_is_refused(tmp_path: Path, strange: str) -> None:
    (tmp_path / "site.css").write_text(strange)
    with pytest.raises(NotJoinedError, match=r"site\.css"):
        Joined(FileSystemStorage(tmp_path)).open("site.css")


def test_module_comes_after_what_it_imports_in_a_block_of_its_own(tmp_path: Path) -> None:
    first = '// Why.\nimport { b as other,\n  c } from "./lib/b.js";\nimport "./lib/d.js";\n\nexport async function a() {\n  // How.\n  other(c);\n}\n'  # noqa: E501
    second = 'import "./d.js";\nexport const c = 1;\nexport function b() {}\n'

    assert joined(tmp_path, "a.js", a=first, lib_b=second, lib_d="const b = `//${1}`;\n") == (
        "const $modules={};{const b=`//${1}`;}\n"
        "{const c=1;function b(){}\n$modules[1]={b,c};}\n"
        "{const{b:other,c}=$modules[1];async function a(){other(c);}\n$modules[2]={a};}"
    )


@pytest.mark.parametrize(
    "strange",
    [
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        "import { b } from './b.js';",
        'import { b } from "b.js";',
        'import { b } from "https://example.org/b.js";',
        'const b = await import("./b.js");',
        "const here = import.meta.url;",
        "export default 1;",
        "export let b = 1;",
        "export const { b } = document;",
        'export * from "./b.js";',
        "const b = 1;\nexport { b };",
        "var b = 1;",
        "const $modules = 1;",
        "/* Twice:\nexport const b = 1;\n*/",
        "const b = `\n  // said\n`;",
        "const b = `${`\n`}`;",
        "const b = 'a \\\n  b';",
    ],
)
def test_module_that_would_be_joined_wrongly_is_refused(tmp_path: Path, strange: str) -> None:
    with pytest.raises(NotJoinedError, match=r"^a\.js cannot be joined, for its “.+” in “.+”"):
        joined(tmp_path, "a.js", a=f"{strange}\n", b="export const b = 1;\n")


def test_words_of_the_language_may_be_said(tmp_path: Path) -> None:
    said = """const b="import 'var'"+'`"'+`export  ${ "$modules" } // said`;"""
    assert said in joined(tmp_path, "a.js", a=f"{said} // don't import\n")


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotJoinedError, match=r"a\.js → lib/b\.js → a\.js"):
        joined(tmp_path, "a.js", a='import { b } from "./lib/b.js";\n', lib_b='import { a } from "../a.js";\n')


def test_what_is_not_exported_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotJoinedError, match=r"a\.js imports what b\.js does not export: c, d"):
        joined(tmp_path, "a.js", a='import { b, d, c } from "./b.js";\n', b="export const b = 1, c = 2;\n")
    with pytest.raises(NotJoinedError, match=r"lib/b\.js is imported, and is not there"):
        joined(tmp_path, "a.js", a='import { b } from "./lib/b.js";\n')
