"""A mirror in sentences: what counts first, no name, nobody's seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..rulebook.protocol.protocol import Protocol
from .shapes import Figures, Step

MINUTE_MS = 60_000
# Below this a step had the time that was planned; of the others the farthest from it are said.
NOTABLE, SAID = 2, 3
LEARNING = "learning"
SHARED = {
    "even": gettext_lazy("balanced"),
    "uneven": gettext_lazy("uneven"),
    "very_uneven": gettext_lazy("very uneven"),
}


def minutes(span_ms: int) -> int:
    """Whole minutes, halves up."""
    return (span_ms + MINUTE_MS // 2) // MINUTE_MS


def amiss(steps: Sequence[Step]) -> int:
    """How many minutes more than planned (fewer: below zero) these steps were given together."""
    return minutes(sum(one.spent_ms for one in steps)) - minutes(sum(one.planned_ms for one in steps))


def signed(count: int) -> str:
    """With its sign, as columns of differences have it."""
    return f"+{count}" if count > 0 else str(count).replace("-", "−")


def title(step: Step, protocol: Protocol, language: str) -> str:
    """What a step is called, with its round where there are several."""
    return f"{name(step.step, protocol, language)}{round_of(step.round)}"


def name(key: str, protocol: Protocol, language: str) -> str:
    return protocol.step(key).title.given(language)


def round_of(number: int | None) -> str:
    return "" if number is None else " · " + _("subject %(number)s") % {"number": number + 1}


def difference(count: int) -> str:
    """Minutes more or less than planned."""
    if count > 0:
        return _("%(count)s min more than planned") % {"count": count}
    if count < 0:
        return _("%(count)s min less than planned") % {"count": -count}
    return _("as planned")


def sentences(told: Figures, protocol: Protocol, language: str) -> list[str]:
    """All that is worth a sentence, times first."""
    return [
        *_of_times(told, protocol, language),
        *_of_learning(told),
        *_of_hands(told),
        *_of_advice(told),
        *_of_reframing(told, protocol, language),
        *_of_the_floor(told),
    ]


def _of_times(told: Figures, protocol: Protocol, language: str) -> Iterator[str]:
    """The steps that were given notably more or less, each over all rounds that had it."""
    by_key: dict[str, list[Step]] = defaultdict(list)
    for step in told.steps:
        if step.stays:
            by_key[step.step].append(step)
    found = [(amiss(steps), name(key, protocol, language)) for key, steps in by_key.items()]
    notable = sorted((one for one in found if abs(one[0]) >= NOTABLE), key=lambda one: -abs(one[0]))
    for count, called in notable[:SAID]:
        yield _("%(step)s: %(difference)s.") % {"step": called, "difference": difference(count)}
    if found and not notable:
        yield _("Every step had about the time that was planned.")


def _of_learning(told: Figures) -> Iterator[str]:
    """Whether each round came to what is called error number one to leave out."""
    learned = [step for step in told.steps if step.step == LEARNING]
    # Of a round that never began nothing is missing.
    begun = {step.round for step in told.steps if step.stays}
    wanted = [step for step in learned if step.round in begun]
    held = sum(bool(step.stays) for step in wanted)
    if not wanted:
        return
    if held == len(wanted):
        yield _("The learnings took place.")
    elif held == 0:
        yield _("The learnings did not take place.")
    else:
        yield _("The learnings took place for %(held)s of %(all)s subjects.") % {"held": held, "all": len(wanted)}


def _of_hands(told: Figures) -> Iterator[str]:
    raised, left = told.total("hands"), told.total("left")
    if not told.knows_hands:
        yield _("How many hands were raised is not known any more.")
        return
    if not raised:
        return
    said = ngettext("%(count)s hand was raised", "%(count)s hands were raised", raised) % {"count": raised}
    if left:
        then = ngettext("%(count)s was left waiting", "%(count)s were left waiting", left) % {"count": left}
    else:
        then = _("none was left waiting")
    longest = _("the longest wait: %(span)s") % {"span": wait(told.longest_ms or 0)}
    yield _("%(raised)s, %(left)s; %(longest)s.") % {"raised": said, "left": then, "longest": longest}


def wait(span_ms: int) -> str:
    if span_ms < MINUTE_MS:
        return _("less than a minute")
    count = minutes(span_ms)
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}


def _of_advice(told: Figures) -> Iterator[str]:
    held, back = told.total("held"), told.total("handed_back")
    if held:
        said = ngettext(
            "During the questions, %(count)s idea was kept for later.",
            "During the questions, %(count)s ideas were kept for later.",
            held,
        )
        yield said % {"count": held}
    if back:
        said = ngettext(
            "%(count)s question that was advice was handed back.",
            "%(count)s questions that were advice were handed back.",
            back,
        )
        yield said % {"count": back}


def _of_reframing(told: Figures, protocol: Protocol, language: str) -> Iterator[str]:
    count = told.total("reframed")
    if not count:
        return
    where = defaultdict[str, int](int)
    for step in told.steps:
        if step.reframed:
            where[name(step.step, protocol, language)] += step.reframed
    said = ngettext("“Reframe” was used once", "“Reframe” was used %(count)s times", count) % {"count": count}
    steps = ", ".join(f"{step} ({times})" if len(where) > 1 else step for step, times in where.items())
    yield _("%(said)s: %(steps)s.") % {"said": said, "steps": steps}


def _of_the_floor(told: Figures) -> Iterator[str]:
    if told.share:
        yield _("How the floor was shared: %(share)s.") % {"share": SHARED[told.share]}
