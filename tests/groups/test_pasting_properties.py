"""Whatever is pasted: nothing is raised, no address lands with another's name, nobody is named by an address."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from groups.errors import Invalid
from groups.pasting import LINES_MAX, preview, read, read_file

WORDS = ["Zoran", "Elkem", "Ünal", "Brix", "O’Doul", "Quiñ", "Tamsin", "Vareil", "Jolk", "Wen"]
names = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" ".join)
# Each person's own mark stands in name and address, so that a test sees whose is whose.
MARKS = ["Aab", "Bbc", "Ccd", "Dde", "Eef", "Ffg"]
FORMS = (
    "{name} <{email}>",
    '"{name}" <{email}>',
    "{name} ({email})",
    "{name} : {email}",
    "- {name} – {email}",
    "{name}; {email}",
    "{name}\t{email}",
    "{name}, {email}",
    "{name} {email}",
    "{email} ({name})",
    "{family}, {given} <{email}>",
    "{name}",
    "{email}",
    "{name}\n{email}",
)
people = st.lists(st.tuples(names, st.sampled_from(FORMS)), min_size=1, max_size=len(MARKS))
pasted = st.text(
    st.one_of(st.sampled_from("\t\n;,<>@\"'()=|:.- aéZ王م\u200b\u202e\u00a0"), st.characters()), max_size=300
)


@given(people, st.sampled_from(["\n", "\r\n", "\n\n", ";\n", ",\n"]))
@settings(max_examples=60, deadline=None)
def test_no_address_lands_with_another_line_s_name(some: list[tuple[str, str]], end: str) -> None:
    texts = []
    for mark, (name, form) in zip(MARKS, some, strict=False):
        given_name, family = f"{mark} {name}".split(" ", 1)
        email = f"{mark.lower()}@exemple.invalid"
        texts.append(form.format(name=f"{mark} {name}", given=given_name, family=family, email=email))
    for line in read(end.join(texts)).lines:
        marks = {mark for mark in MARKS if mark in line.name}
        assert len(marks) < 2 or line.doubts, line
        if line.email and marks:
            assert marks == {line.email[:3].capitalize()}, line
        assert "@" not in line.name


@given(pasted)
@settings(max_examples=50, deadline=None)
def test_nothing_that_is_pasted_raises(text: str) -> None:
    reading = read(text)
    lines = preview(reading.lines, [])
    assert len(lines) <= LINES_MAX
    assert all("@" not in line.name and (line.name or line.doubts) for line in lines)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"]))
@settings(max_examples=100, deadline=None)
def test_no_file_raises_but_a_refusal(content: bytes, head: bytes) -> None:
    with suppress(Invalid):
        read(read_file(head + content).text)
