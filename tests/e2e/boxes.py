"""Every writing box of the live pages: whose, in which step, how it is opened. One that is missing fails the build."""

from __future__ import annotations

from dataclasses import dataclass

CLAIRE, OMAR, JEANNE = "claire", "omar", "jeanne"


@dataclass(frozen=True)
class Box:
    """A form that is written in, named as its drafts are. Without a button it unfolds; with one it is a dialog."""

    name: str
    whose: str
    phase: str
    button: str = ""
    text: str = "textarea"
    kind: str = ""
    is_changed: bool = False  # what stands in it is another's or an earlier text

    @property
    def form(self) -> str:
        return f'form[data-draft="{self.name}"]'

    @property
    def words(self) -> str:
        return f"Un brouillon pour {self.name}"


BOXES = (
    Box("newcomer", CLAIRE, "follow_up", text="input[name=name]"),
    Box("prompt", CLAIRE, "follow_up", button='[popovertarget="prompts"]'),
    Box("private-note", CLAIRE, "follow_up"),
    Box("own-note", CLAIRE, "follow_up", button="#private-notes [data-fill]", is_changed=True),
    Box("report-aloud", CLAIRE, "follow_up", button='[data-fill="report-aloud"]'),
    Box("report", OMAR, "follow_up", button='[data-fill="report"]'),
    Box("propose", JEANNE, "subject_choice", text="input[name=title]"),
    Box("subject", OMAR, "subject_choice", button='[data-fill="subject"]', text="textarea", is_changed=True),
    Box("headline", OMAR, "presentation", button='[data-fill="headline"]', is_changed=True),
    Box("contribute", JEANNE, "clarification", kind="question"),
    Box("reword", JEANNE, "clarification", button='[data-fill="reword"]', is_changed=True),
    Box("contract", OMAR, "contract"),
    Box("synthesis", OMAR, "action_plan"),
    Box("commitment", OMAR, "action_plan"),
)
