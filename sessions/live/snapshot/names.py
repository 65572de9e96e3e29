"""What a label has room for of what people are called. Pure."""

from collections.abc import Sequence

from groups.naming import told_apart

NAME_LENGTH = 13  # letters of a label


def short_names(people: Sequence[tuple[str, str]]) -> list[str]:
    """What people are called, told apart, by name and called name; never longer than a label of the circle."""
    return [_clip(name) for name in told_apart(people)]


def _clip(text: str) -> str:
    """Marie-Charlotte becomes M.-Charlotte; what is still too long ends in an ellipsis."""
    if len(text) > NAME_LENGTH and "-" in text:
        first, rest = text.split("-", 1)
        text = f"{first[:1]}.-{rest}"
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1].rstrip() + "…"
