"""What a reader sees of a template: words and tags on one way through it, with the white space that shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace

# These stand in a line of text: a space beside them shows. Beside all others it does not.
INLINE = {"a", "abbr", "b", "button", "code", "em", "i", "img", "input", "kbd", "label", "meter"}
INLINE |= {"output", "progress", "select", "small", "span", "strong", "time"}
# In these, line breaks show as well: what is typed, and `white-space: pre-line`.
AS_TYPED = re.compile(r"""(<(textarea|pre)\b[^>]*|<\w+ class="[^"]*\bsaid\b[^>]*|<li class="note\b[^>]*>\s*<p)>$""")
# Elements inside which a line goes on.
AFTER_SPACE = re.compile(r"[ \n](</?(a|abbr|b|code|em|i|kbd|label|output|small|span|strong|time)\b[^>]*>)*$")
LAST_SPACE = re.compile(r" ((?:</\w+>)*)$")
# Template tags that put nothing in their place.
SILENT = {"block", "endblock", "csrf_token", "extends", "load", "slot", "endslot", "setvar", "endsetvar"}
SILENT |= {"get_available_languages", "get_current_language", "with", "endwith"}
TRANSLATED = {"blocktranslate", "trans"}
PLAIN = re.compile(r'^translate "([^"]*)"$')
TAG = re.compile(r"""(<(?:"[^"]*"|'[^']*'|[^'">])*>)""")


class Fork(NamedTuple):
    """`{% if %}`, of which one way is taken, or `{% for %}`, whose first way is taken some times."""

    name: str
    ways: list[list[Part]]
    has_other: bool


Part = str | Fork
Tokens = Iterator[tuple[TokenType, str]]


def seen(template: str, way: int) -> str:
    """The template on the way that this number stands for: the same one, however the template is laid out."""
    tokens = ((token.token_type, token.contents) for token in Lexer(template).tokenize())
    return _shown("".join(_walked(_parts(tokens)[0], Random(way))))


def _parts(tokens: Tokens, *ends: str) -> tuple[list[Part], str]:
    """What stands before the next of these tags, and that tag."""
    found: list[Part] = []
    for kind, contents in tokens:
        name = contents.split()[0] if kind == TokenType.BLOCK else ""
        if name in ends:
            return found, name
        if name in ("if", "for"):
            found.append(_fork(tokens, name))
        elif name in TRANSLATED:
            found.append(_translated(tokens, contents.split()[1:]))
        elif kind == TokenType.TEXT:
            found.append(contents)
        elif kind != TokenType.COMMENT and name not in SILENT:
            found.append("⟦" + PLAIN.sub(r"|\1", contents) + "⟧")
    return found, ""


def _fork(tokens: Tokens, name: str) -> Fork:
    ways, ends = [], [name]
    while ends[-1] != f"end{name}":
        way, end = _parts(tokens, f"end{name}", "elif", "else", "empty")
        ways.append(way)
        ends.append(end)
    return Fork(name, ways, has_other=ends[-2] in ("else", "empty"))


def _translated(tokens: Tokens, options: list[str]) -> str:
    """A translated text to the letter: each of its spaces belongs to what the catalogue knows it by."""
    texts = [""]
    for kind, contents in tokens:
        if contents in ("endblocktranslate", "endtrans"):
            break
        if kind == TokenType.BLOCK and contents.startswith("plural"):
            texts.append("")
        else:
            texts[-1] += f"{{{{ {contents} }}}}" if kind == TokenType.VAR else contents
    if "trimmed" in options:
        options, texts = [option for option in options if option != "trimmed"], list(map(trim_whitespace, texts))
    return "⟦" + "|".join([" ".join(options), *texts]).replace("\n", "↵") + "⟧"


def _walked(parts: list[Part], choice: Random) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.name == "if":
            yield from _walked(choice.choice(part.ways if part.has_other else [*part.ways, []]), choice)
        else:
            times = choice.randrange(3)
            for way in [part.ways[0]] * times or part.ways[1:]:
                yield from _walked(way, choice)


def _shown(html: str) -> str:
    """Of spaces that follow each other the first is seen, and none at the edges of a block."""
    shown, typed = "", ""
    for piece in TAG.split(html):
        name = "".join(re.findall(r"^</?(\w+)", piece))
        if typed:
            typed = "" if piece == f"</{typed}>" else typed
            shown += piece if typed else f"{piece}\n"
        elif not piece.startswith("<"):
            text = re.sub(r"\s+", " ", piece)
            shown += text.lstrip() if AFTER_SPACE.search(shown[-400:]) else text
        elif name in INLINE and 'type="hidden"' not in piece:
            shown += _tag(piece)
        else:
            shown = LAST_SPACE.sub(r"\1", shown) + f"\n{_tag(piece)}"
            typed = name if AS_TYPED.search(shown[-200:]) else ""
            shown += "" if typed else "\n"
    return shown.strip()


def _tag(piece: str) -> str:
    return re.sub(r" ?/?>$", ">", re.sub(r"\s+", " ", piece))
