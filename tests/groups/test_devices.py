"""Browsers in a few words."""

from __future__ import annotations

import pytest

from groups.devices import device_words

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (IPHONE, "iPhone · Safari"),
        (PIXEL, "Android · Chrome"),
        (EDGE, "Windows · Edge"),
        (FIREFOX, "Linux · Firefox"),
        (MAC, "Mac · Safari"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_people_do(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
