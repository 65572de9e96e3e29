"""A browser in a few words, so that a person recognises the devices that act for them."""

from __future__ import annotations

from django.utils.translation import gettext as _

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


def kind_of(label: str) -> str:
    """« Téléphone », « Tablette » or « Ordinateur », in the active language, from what device_words said."""
    machine = label.partition(" · ")[0]
    if machine in ("iPhone", "Android"):
        return _("Phone")
    return _("Tablet") if machine == "iPad" else _("Computer")
