"""Names as they were pasted: without bullets, titles and remarks around them, turned round at a comma."""

from __future__ import annotations

import re

from ..naming import is_in_capitals, is_link
from .people import tidy

# One sign or number at a time: repeated inside as well it would try all ways to share out a row of dashes.
_BULLET = re.compile(
    r"^\s*(?:(?:[-–—*+•·▪▫◦‣●○■□☐☑☒✓✔✗→➢➤❖§\uf000-\uf0ff]|\[[ xX]?\]|\(?\d{1,4} ?[.)°:]\)?|\d{1,4} ?[-–—]"
    r"|[a-z]\)|[ivx]{1,4}[.)] )\s*)+"
)
_REMARK = re.compile(r" ?[(\[][^()\[\]]*[)\]]")
_TITLE = re.compile(
    r"^(?:m|mr|mrs|ms|mme|mlle|monsieur|madame|mademoiselle|dr|dre|docteur|doctor|pr|prof|professeur|herr|frau)"
    r"(?:\. ?| )(?=\S)",
    re.IGNORECASE,
)
_EDGES = ' \t,;:|/<>\u202a\u202b\u202c\u2066\u2067\u2068\u2069"“”„«»‹›`'
_ROMAN = frozenset(["II", "III", "IV", "VI", "VII", "VIII"])


def without_bullet(text: str) -> str:
    """A line without the sign or number that a list puts before it."""
    return _BULLET.sub("", text)


def clean_name(text: str) -> str:
    """A name without what stood around it; « LE GOFF, Anne » is Anne Le Goff, and no other order is touched."""
    text = without_bullet(_without_remarks(tidy(text)).strip(_EDGES))
    text = _without_dots(text.strip(_EDGES)).strip("-–— ")
    if text.startswith(("'", "‘")):
        text = text.strip("'‘’ ")
    family, _comma, given = (part.strip(_EDGES) for part in text.partition(","))
    if family and given and "," not in given:
        return turned_round(family, given)
    return without_title(text)


def turned_round(family: str, given: str) -> str:
    """Given name first, the capitals of a family name put right."""
    return tidy(f"{put_right(_TITLE.sub('', given))} {put_right(_TITLE.sub('', family))}")


def without_title(name: str) -> str:
    """« Mme Anne Le Goff » is Anne Le Goff; of « Mme Durand » nothing is taken, as that may be all that is known."""
    bare = _TITLE.sub("", name)
    return bare if " " in bare else name


def is_title(text: str) -> bool:
    """Whether it is a title and nothing else, as in a column of them."""
    return _TITLE.match(text.strip() + " -") is not None and " " not in text.strip()


def put_right(words: str) -> str:
    """LE GOFF as Le Goff, D’ALMEIDA as D’Almeida, DE LA TOUR as de La Tour; what is not in capitals stays."""
    apart = words.split()
    return " ".join(_put_right(word, is_last=n == len(apart)) for n, word in enumerate(apart, 1))


def end_put_right(name: str) -> str:
    """Capitals at the end of a name put right: « Anne LE GOFF ». Before a given name they tell which is which."""
    words = name.split()
    start = len(words)
    while start and is_in_capitals(words[start - 1]):
        start -= 1
    return name if start == 0 else " ".join([*words[:start], put_right(" ".join(words[start:]))]).strip()


def _put_right(word: str, *, is_last: bool) -> str:
    if not is_in_capitals(word) or word in _ROMAN:
        return word
    if is_link(word) and not is_last:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda letters: letters[0].capitalize(), word)


def _without_remarks(text: str) -> str:
    """« Anne (RH) » is Anne; of « (Anne) » the brackets alone go."""
    rest = _REMARK.sub(" ", text)
    return rest.rstrip("([ ").lstrip(")] ") if rest.strip(_EDGES + "-–—.()[]") else text.strip("()[] ")


def _without_dots(text: str) -> str:
    """The dot of an initial or of a short form stays: « Martin D. », « Martin Jr. »."""
    last = text.split()[-1] if text else ""
    return text.rstrip(". ") if last.endswith("..") or len(last) > 4 else text
