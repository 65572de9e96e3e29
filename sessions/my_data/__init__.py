"""What is kept of one person, as that person may read it: plain values, for a page and for a file.

Never what is somebody else's: words noted for others, and what is not delivered to a client yet, are left out.
"""

from .kept import Values, kept_of
from .persons import of_account, of_participant, people_with, person_with
from .sessions import sessions_of

__all__ = ["Values", "kept_of", "of_account", "of_participant", "people_with", "person_with", "sessions_of"]
