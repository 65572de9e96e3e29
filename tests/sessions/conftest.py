"""How hard hypothesis tries: the same few examples on every run, or many new ones with HYPOTHESIS_PROFILE=long."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("quick", max_examples=60, stateful_step_count=30, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=2_000, stateful_step_count=80, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
