"""A browser in a few words, so that a person recognises the devices that act for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The first that is found counts: Edge and Chrome also call themselves Safari, and Android calls itself Linux. Newer
# iPads say Macintosh, and cannot be told from one.
_MACHINES = ("iPhone", "iPad", "Android", "Windows", "CrOS", "Macintosh", "Linux")
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome"}
_BROWSERS |= {"SamsungBrowser": "Samsung Internet", "Chrome": "Chrome", "Safari": "Safari"}
_SPOKEN = {"CrOS": "Chromebook", "Macintosh": "Mac"}


def device_words(user_agent: str) -> str:
    """« iPhone · Safari » from a User-Agent header, or "" when it says nothing we know. A label, never a proof."""
    machine = next((name for name in _MACHINES if name in user_agent), "")
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "")
    return " · ".join(part for part in (_SPOKEN.get(machine, machine), browser) if part)


KINDS = {"phone": _("Phone"), "tablet": _("Tablet"), "computer": _("Computer")}


def kind_key(label: str) -> str:
    """`phone`, `tablet` or `computer`, from what device_words said: what is kept of a device where its label is not."""
    machine = label.partition(" · ")[0]
    if machine in ("iPhone", "Android"):
        return "phone"
    return "tablet" if machine == "iPad" else "computer"


def kind_of(label: str) -> str:
    """« Téléphone », « Tablette » or « Ordinateur », in the active language, from what device_words said."""
    return str(KINDS[kind_key(label)])
