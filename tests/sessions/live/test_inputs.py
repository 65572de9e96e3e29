"""Each region names what it reads, and reads nothing else: what is not named could change, and would not be shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from django.utils import translation

from sessions.live.regions.catalogue import REGIONS, Region
from sessions.live.regions.inputs import Panel
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.snapshot import Snapshot
from sessions.live.snapshot.viewer import Context, Viewer, viewer_of
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.script import CHAPTERS, script
from tests.sessions.cast.tracing import read_by

# Amina then Bruno are clients, Elsa observes and Farid writes, until they change places; Gina waits for a while.
LOOKERS = ("claire", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN)
# A fact of the state that is worked out from others: whoever names it may read these.
INSIDE = {
    "state.here": {"state.item", "state.item.key", "state.item.part", "state.item.round"},
    "state.present_roles": {"state.present"},
    "state.step": {"state.item"},
    "state.agenda": {"state.item", "state.rounds"},
    "notes": {"notes_by_kind"},
}
# What several decide together.
BOTH = {
    "state.speakers": {"state.step", "state.present_roles"},
    "state.client": {"state.agenda", "state.clients", "state.index"},
}


def moments(evening: Evening) -> Iterator[Snapshot]:
    """The session after each command of the whole evening."""
    chapters, browser = script(evening), cache(evening.browser)
    yield look(evening)
    for chapter in CHAPTERS:
        for name, command, fields in chapters[chapter.__name__]:
            more = {"of_revision": evening.session.revision} if command == "undo" else {}
            answer = evening.post(browser(name), command, **fields, **more)
            assert answer.status_code == 204, (command, answer.content)
            yield look(evening)


def look(evening: Evening) -> Snapshot:
    snapshot = load(evening.session_id)
    assert snapshot
    return snapshot


def viewers(evening: Evening, snapshot: Snapshot) -> Iterator[Viewer]:
    session = evening.session
    for name in LOOKERS:
        standing = evening.visit(name, session).standing if name != SCREEN else None
        yield viewer_of(standing, snapshot.state, "fr") if standing else Viewer("screen", "fr")


def regions(viewer: Viewer) -> list[Region]:
    return [region for region in REGIONS if viewer.audience in region.audiences]


def allowed(panel: Panel, snapshot: Snapshot, viewer: Viewer) -> set[str]:
    named = {*panel.parts, *panel.own_parts, *(f"viewer.{facet}" for facet in panel.facets), "viewer.language"}
    named |= {"viewer.participant"} if panel.own else set()
    named |= {"viewer.proof"} if panel.is_private else set()
    named |= {"viewer.proof"} if panel.is_private else set()
    named |= {name for fact, names in INSIDE.items() if fact in named for name in names}
    return named | {fact for fact, names in BOTH.items() if names <= named}


@pytest.mark.django_db(transaction=True)
def test_region_reads_what_it_names_and_nothing_else(evening: Evening) -> None:
    read: dict[str, set[str]] = {}
    unnamed = set()
    for snapshot in moments(evening):
        for viewer in viewers(evening, snapshot):
            with translation.override("fr"):
                for region in regions(viewer):
                    found = read_by(region.panel.context, snapshot, viewer)
                    read.setdefault(region.name, set()).update(found)
                    if region.panel.own:
                        found |= read_by(region.panel.own_of, snapshot, viewer)
                    names = allowed(region.panel, snapshot, viewer)
                    unnamed |= {
                        (region.name, name)
                        for name in found
                        if name not in names and not any(name.startswith(f"{one}.") for one in names)
                    }
    assert unnamed == set()
    assert read.keys() == {region.name for region in REGIONS}


@pytest.mark.django_db(transaction=True)
def test_equal_inputs_make_an_equal_context(evening: Evening) -> None:
    """At any two moments, for any two who look: what is said to be unchanged, or the same for both, is so."""
    known: dict[object, list[tuple[object, Context]]] = {}
    for snapshot in moments(evening):
        for viewer in viewers(evening, snapshot):
            with translation.override("fr"):
                for region in regions(viewer):
                    panel, seen = region.panel, region.panel.seen_by(viewer)
                    parts = panel.parts_of(snapshot)
                    context = panel(snapshot, panel.named(seen, viewer))
                    before = known.setdefault((region.name, *panel.key_for(snapshot, seen, viewer)), [])
                    # Of those with equal parts one is enough: it equals the others. The last is the likeliest.
                    for earlier, made in reversed(before):
                        if earlier == parts:
                            assert made == context, region.name
                            break
                    else:
                        before.append((parts, context))


@pytest.mark.django_db(transaction=True)
def test_equal_parts_make_everybodys_context_equal(evening: Evening) -> None:
    """From each moment to the next: where a region is taken over without asking who looks, nobody's has changed."""
    before: Snapshot | None = None
    for snapshot in moments(evening):
        for viewer in viewers(evening, snapshot) if before else ():
            for region in regions(viewer):
                if before and region.panel.parts_equal(before, snapshot):
                    with translation.override("fr"):
                        seen = region.panel.named(region.panel.seen_by(viewer), viewer)
                        assert region.panel(before, seen) == region.panel(snapshot, seen), region.name
        before = snapshot
