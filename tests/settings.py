"""Settings of the tests: the product's own, in an environment that owes nothing to the laptop's."""

from __future__ import annotations

import atexit
import base64
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="codev-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
OURS = ("DATABASE_URL", "DEBUG", "EMAIL_URL", "HOST", "KEYS_DATABASE_URL", "PORT", "REDIS_URL", "SECRET_KEY")
for name in list(os.environ):
    if name.startswith("CODEV_") or name in OURS:
        del os.environ[name]
os.environ |= {
    "CODEV_VAR": FOLDER,
    "SECRET_KEY": "only for tests, fifty characters long or a few more than that",
    "CODEV_CONTENT_KEYS": base64.urlsafe_b64encode(b"k" * 32).decode(),
    "CODEV_DEMO": "1",
    "CODEV_WORKER": "0",
    "CODEV_PLAIN_HTTP": "1",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
}

from codev.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
