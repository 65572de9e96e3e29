"""What no single value of a protocol can tell: its steps, its settings and its minutes must agree.

Every table here has been read once by protocol.py, so its values are of the right sort."""

from __future__ import annotations

from .reading import Table

PARTS = ("opening", "round", "closing")
FEWEST_PROMPTS = 5
LONGEST_PROMPT = 140  # characters, in each language


def check(root: Table) -> None:
    """Raise ProtocolError at the first disagreement."""
    _check_size(root)
    _check_keys(root)
    _check_learning(root)
    for part in PARTS:
        for step in root.tables(part):
            _check_floor(step)
    _check_contract(root.table("settings"), root.tables("round"))
    for part in ("opening", "closing"):
        _check_minutes(root, part)


def check_prompts(root: Table) -> None:
    """Raise ProtocolError for a step with too few prompts, or one too long to be said in a breath.

    Only files are held to this: sessions of former days froze protocols that had no prompts.
    """
    for step in (step for part in PARTS for step in root.tables(part)):
        prompts = step.tables("prompts")
        if len(prompts) < FEWEST_PROMPTS:
            raise step.error("prompts", f"must be at least {FEWEST_PROMPTS}")
        for prompt in prompts:
            _check_length(prompt)


def _check_length(prompt: Table) -> None:
    for language in prompt.values:
        if len(prompt.string(language)) > LONGEST_PROMPT:
            raise prompt.error(language, f"must not be longer than {LONGEST_PROMPT} characters")


def _check_size(root: Table) -> None:
    if root.count("smallest") > root.count("largest"):
        raise root.error("largest", "must not be less than the smallest group")


def _check_keys(root: Table) -> None:
    # Protocol.step and agenda.replan find steps by key alone.
    seen: set[str] = set()
    for step in (step for part in PARTS for step in root.tables(part)):
        key = step.string("key")
        if key in seen:
            raise step.error("key", f"duplicate step {key!r}")
        seen.add(key)


def _check_learning(root: Table) -> None:
    steps = root.tables("round")
    if not steps:
        raise root.error("round", "has no step")
    # Leaving learning out is error number 1 of the method; the planner keeps minutes for the step of this key.
    if steps[-1].string("key") != "learning":
        raise steps[-1].error("key", "the last step of a round must be 'learning'")


def _check_floor(step: Table) -> None:
    # A floor that contradicts who speaks could not be opened: nobody would have it, or somebody without the right.
    floor, speaks = step.string("floor"), set(step.strings("speaks"))
    if floor == "client_only" and speaks != {"client"}:
        raise step.error("speaks", "must be the client alone under 'client_only'")
    if floor == "silence" and speaks:
        raise step.error("speaks", "must be nobody under 'silence'")
    if floor != "silence" and not speaks:
        raise step.error("speaks", f"must not be empty under {floor!r}")


def _check_contract(settings: Table, steps: tuple[Table, ...]) -> None:
    keys = [step.string("key") for step in steps]
    # `choice` has refused a step that is not in the round before `index` could fail.
    until = keys.index(settings.choice("contract_until", keys, "step of a round"))
    written = [number for number, step in enumerate(steps) if _writes_contract(step)]
    if written and settings.string("contract_written") == "no":
        raise settings.error("contract_written", f"the step {keys[written[0]]!r} writes a contract")
    if not written and settings.string("contract_written") == "yes":
        raise settings.error("contract_written", "no step writes a contract")
    if written and until < written[0]:
        raise settings.error("contract_until", f"{keys[until]!r} comes before {keys[written[0]]!r}")


def _writes_contract(step: Table) -> bool:
    writes = step.table("writes")
    return any("contract" in writes.strings(role) for role in writes.values)


def _check_minutes(root: Table, part: str) -> None:
    # Minutes of a part without steps would be nobody's, and the agenda shorter than its session.
    minutes = [minutes for _, minutes in root.points(f"{part}_minutes")]
    if root.tables(part) and not all(minutes):
        raise root.error(f"{part}_minutes", f"must not be 0: the {part} has steps")
    if not root.tables(part) and any(minutes):
        raise root.error(f"{part}_minutes", f"must be 0: the {part} has no step")
