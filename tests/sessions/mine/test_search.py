"""Finding words in a journal: whatever their accents, and never a sign more or less than was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.mine.search import Query, fold

SIGNS = st.text(st.sampled_from("aàÀeéœŒßİıΣς’' \u0301\u00ad\u200f\u202eﬁ한日<&>\"\n\U0001f600\ud800"), max_size=12)


def marked(text: str, typed: str) -> str:
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in Query.of(typed).parts(text))


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("J’ai évoqué l’été", "EVOQUE été", "J’ai [évoqué] l’[été]"),
        ("Le cœur", "coeur", "Le [cœur]"),
        ("Le coeur", "cœur", "Le [coeur]"),
        ("e\u0301te\u0301", "été", "[e\u0301te\u0301]"),
        ("l’idée", "l'idee", "[l’idée]"),
        ("GROẞ und groß", "gross", "[GROẞ] und [groß]"),
        ("co\u00adhé\u200fsion", "cohesion", "[co\u00adhé\u200fsion]"),
        ("aaa", "aa a", "[aaa]"),
        ("<b>gras</b> & co", "b>", "<[b>]gras</[b>] & co"),
        ("vingt\u00a0mots", "vingt mots", "[vingt]\u00a0[mots]"),
        ("rien", "absent", "rien"),
    ],
)
def test_words_are_marked_where_they_stand(text: str, typed: str, shown: str) -> None:
    assert marked(text, typed) == shown


def test_all_words_are_found_each_anywhere() -> None:
    assert Query.of("aidé Paul").finds(["Paul n’était pas là", "J’ai AIDE Léa"])
    assert not Query.of("aidé Paul").finds(["J’ai aidé Léa", ""])
    assert Query.of(" \u0301\u200f ").words == ()


@given(SIGNS, SIGNS)
def test_nothing_is_lost_and_what_is_found_is_marked(text: str, typed: str) -> None:
    query = Query.of(typed)
    parts = query.parts(text)
    assert "".join(part.text for part in parts) == text
    assert fold(text) == "".join(map(fold, text))
    if query.words and query.finds([text]):
        assert any(part.is_hit for part in parts)
    assert all(any(word in fold(part.text) for word in query.words) for part in parts if part.is_hit)


def test_words_that_stand_everywhere_are_one_stretch() -> None:
    """Each letter would begin one for each word: seconds for a page of a journal."""
    query = Query.of(" ".join("a" * length for length in range(1, 19)))
    assert len(list(query._hits("a" * 4000))) == 1
    assert [(one.text, one.is_hit) for one in Query.of("conf onfian").parts("La confiance")] == [
        ("La ", False),
        ("confian", True),
        ("ce", False),
    ]
