"""What people say, type and are called reaches those it is for and nobody else: one test of everything at once.

A word that no other holds is planted in each field of each form, command and model, by people through their own
screens (house.py, tale.py, accounts.py), and then looked for in every answer of every address to everybody, every
frame, mail, line of log, message in Redis, cookie and file. readers.py says who may read which; what is found by
looking at models, forms and addresses must stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from channels.layers import channel_layers, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.core import mail
from django.forms.forms import BaseForm
from pytest_django import Settings

from tests.databases import in_files
from tests.mails import delivered
from tests.sessions.cast.listeners import Lines, listening, monitored
from tests.sessions.cast.sockets import PATIENCE, Browsers, Page, in_thread
from tests.sessions.planted import accounts, fields, mishaps, readers, tale
from tests.sessions.planted.house import House, build
from tests.sessions.planted.routes import addresses
from tests.sessions.planted.watching import Watch
from tests.sessions.planted.words import MEANINGS, found, in_bytes, unpacked, word

ADD = (
    "Have somebody fill it in with word(“…”), through its own page (house.py, accounts.py) or command (tale.py), and "
    "say in readers.py who may read that;"
)

LIKE_STRANGERS = {"signing in", "at the second step", "forgetful"}  # who never came as far as being somebody


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The fields of pages' forms that were filled in with a planted word, as `fields` names them."""
    noted: set[str] = set()
    clean = BaseForm.full_clean

    def note(form: BaseForm) -> None:
        for name in form.fields if form.is_bound else ():
            if found(str(form.data.get(form.add_prefix(name), ""))):
                model = getattr(getattr(form, "_meta", None), "model", None)
                noted.add(f"admin {model._meta.label}.{name}" if model else fields.name_of(type(form), name))
        clean(form)

    monkeypatch.setattr(BaseForm, "full_clean", note)
    return noted


@pytest.fixture
def shared(redis_server: str, settings: Settings) -> Iterator[str]:
    """The product's limits do not stop who does everything within a minute; its bells go by this Redis."""
    settings.CODEV_OPEN_SIGNUP, settings.CODEV_METRICS_TOKEN = True, "token"
    settings.CODEV_COMMANDS_PER_MINUTE = settings.CODEV_WRITES_PER_MINUTE = 1000
    before = get_channel_layer()
    channel_layers.set("default", RedisPubSubChannelLayer(hosts=[redis_server]))
    yield redis_server
    channel_layers.set("default", before)


async def test_planted_words_reach_those_they_are_for(transactional_db: None, shared: str, filled: set[str]) -> None:
    watch = Watch()
    with listening(Lines()) as lines, monitored(shared) as heard:
        house = await in_thread(prepare, watch)
        early = await live(house)
        await knock(house)
        statuses = await in_thread(look_everywhere, house)
        await get_channel_layer().flush()
    await in_thread(overhear, house, lines, heard)

    assert {400, 403, 404, 405, 409, 422, 500, 503} <= statuses
    assert [line for line in lines if "Not Found" in line]
    assert [one for one in heard if "PUBLISH" in one]
    there = fields.of_pages() | fields.of_admin() | fields.of_commands()
    wrong = [*early, *misread(watch), *unfilled(there, filled | house.sent)]
    wrong += await in_thread(lambda: in_tables() + in_the_files())
    assert not wrong, "\n".join(wrong)


def prepare(watch: Watch) -> House:
    house = build(watch)
    for chapter in (*accounts.CHAPTERS, tale.people_come):
        chapter(house)
    return house


async def live(house: House) -> list[str]:
    """The session, with everybody's page open; what somebody read too early."""
    early = []
    async with opened(house) as pages:
        for chapter in tale.CHAPTERS:
            await in_thread(chapter, house)
            revision = (await in_thread(lambda: house.session)).revision
            for who, page in pages.items():
                # Who still knocks when all ends is sent away.
                await (page.closed() if (chapter, who) == (tale.it_ends, "waiting") else page.until(revision))
                house.watch.note(who, "".join([*page.frames, *page.said]), f"frames of {chapter.__name__}")
                page.frames.clear()
            await in_thread(polls, house)
            if chapter is tale.the_client_decides:
                await in_thread(look_in, house)
            for of, allowed in tale.UNTIL.get(chapter.__name__, {}).items():
                early += [f"{of} was read by {who} in {chapter.__name__}" for who in house.watch.readers(of) - allowed]
    return early


@asynccontextmanager
async def opened(house: House) -> Any:
    """The live pages of all that have one."""
    browsers, pages = Browsers(house), dict[str, Page]()
    for who in tale.LIVE:
        path = house.path("screen/" if who == "screen" else "")
        pages[who] = await browsers.knock(http=house.browser(who), path=f"/ws{path}")
        await pages[who].until(0)
    try:
        await pages["peer"].socket.send_to(text_data='{"warn": "talk"}')
        junk = word("said over the socket")
        await pages["peer"].socket.send_to(text_data=f'{{"warn": "{junk}", "finished": "{junk}", "shown": "{junk}"}}')
        yield pages
    finally:
        await browsers.close()


async def knock(house: House) -> None:
    """Everybody who has no live page tries each socket all the same, once nobody can come in by that."""
    browsers = Browsers(house)
    for who, http in house.browsers.items():
        for path in () if who in tale.LIVE else (house.path(), house.path("screen/")):
            page = await browsers.knock(http=http, path=f"/ws{path}")
            message = await page.socket.receive_output(timeout=PATIENCE)
            house.watch.note(who, str(message.get("text", "")), f"the socket {path}")
    await browsers.close()


def polls(house: House) -> None:
    for who in tale.LIVE:
        house.browser(who).get(house.path("stage/?screen" if who == "screen" else "stage/"))


def look_in(house: House) -> None:
    """Everybody at each address of the session while it runs, but who would come by that."""
    paths = [path for path in addresses(house, rows=0) if path.startswith(house.path())]
    for who, http in house.browsers.items():
        for path in paths if who != "absent" else ():
            http.get(path)


def look_everywhere(house: House) -> set[int]:
    """Everybody at every address, first to read and then to send nothing; the statuses of all that went wrong."""
    every, some = addresses(house, rows=4), addresses(house, rows=1)
    browsers = {who: http for who, http in house.browsers.items() if who not in LIKE_STRANGERS}
    for who, http in browsers.items():
        for path in every if who == "operator" else some:
            http.get(path)
    statuses = {*mishaps.happen(house)}
    for _who, http in sorted(browsers.items(), key=lambda one: one[0] in readers.FACILITATORS):
        statuses |= {http.post(path).status_code for path in some if not path.startswith(("/admin/", "/accounts/"))}
    delivered()
    return statuses


def overhear(house: House, lines: list[str], heard: list[str]) -> None:
    """What nobody of them reads: logs, counts, Redis, mails; and what their browsers keep."""
    watch = house.watch
    watch.note("at log", "\n".join(lines), "log")
    watch.note("at Redis", "\n".join(heard), "a command to Redis")
    metrics = house.browser("stranger").get("/metrics", headers={"authorization": "Bearer token"})
    assert metrics.status_code == 200
    watch.note("at metrics", metrics.content.decode(), "metrics")
    for one in mail.outbox:
        whole = [one.subject, str(one.body), *(str(part[0]) for part in getattr(one, "alternatives", []))]
        whole += [str(part[1]) for part in one.attachments]
        # A message for a calendar names its one reader; its lines are folded.
        text = "\n".join(whole).replace("\r\n ", "").replace(one.to[0], "")
        watch.note("at mail", unpacked(text), f"the mail « {one.subject} »")
    assert mail.outbox
    for who, http in house.browsers.items():
        watch.note("at cookie", "\n".join(unpacked(one.value) for one in http.cookies.values()), f"cookies of {who}")


def misread(watch: Watch) -> list[str]:
    """Whoever read what is not for them, and what nobody read at all, though somebody should have."""
    planted, rows = {*MEANINGS.values()}, {*readers.READERS}
    wrong = [f"word({of!r}) has no row in readers.py" for of in planted - rows]
    wrong += [f"{of}: a row in readers.py of what nobody plants" for of in rows - planted]
    for of, allowed in readers.READERS.items():
        seen = {who: where for who, where in watch.seen[word(of)].items() if (of, who) not in EXCEPTIONS}
        for where in {*seen.values()}:
            whose = [who for who in seen if seen[who] == where and who not in allowed]
            wrong += [f"{of}: seen by {', '.join(whose)} in {where}"] if whose else []
        if allowed and not seen and of not in UNREAD:
            wrong.append(f"{of}: seen by nobody, so that this says nothing: is it planted still?")
    return wrong


# The way into a call is a link.
ADDRESSES = {("call", "at url")}
EXCEPTIONS = {(of, "at title") for of in readers.TITLES} | {(of, "at mail") for of in readers.MAILED} | ADDRESSES
UNREAD = {"pasted name", "pasted mail"}  # corrected before any page showed them


def unfilled(there: set[str], filled: set[str]) -> list[str]:
    wrong = [
        f"{one}: nobody fills it in. {ADD} or name it in UNFILLED of readers.py, with the reason."
        for one in sorted(there - filled - {*readers.UNFILLED})
    ]
    return wrong + [
        f"{one} in UNFILLED is no field, or is filled in" for one in readers.UNFILLED if one not in there - filled
    ]


def in_tables() -> list[str]:
    """Each column holds something that somebody typed, or is named in WORDLESS and does not."""
    wrong, known = [], {name: found(fields.values(model, field)) for name, model, field in fields.columns()}
    for name, words in known.items():
        # What looks like one by chance, as a hash may, is none.
        if name in readers.WORDLESS and (meant := [MEANINGS[one] for one in words if one in MEANINGS]):
            wrong.append(f"{name} holds {meant}, though WORDLESS says: {readers.WORDLESS[name]}")
        if name not in readers.WORDLESS and not words:
            wrong.append(f"{name} holds no planted word. {ADD} or name the column in WORDLESS of readers.py.")
    return wrong + [f"{name} in WORDLESS is no column" for name in readers.WORDLESS if name not in known]


def in_the_files() -> list[str]:
    """Names and addresses lie in the database's own file; words of sessions, passwords and the like in none."""
    default, keys = in_bytes(in_files("default")), in_bytes(in_files("keys"))
    assert word("name of client") in default  # the right files were read
    hidden = {word(of) for of in (*readers.SEALED, *readers.FLEETING)}
    return [f"{MEANINGS[one]} in a file" for one in (default & hidden) | keys]
