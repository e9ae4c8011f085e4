"""Files that people attach: what they may be, and whether one is what it says. Plain Python, no database.

``require_fit`` is the one way in. A file's name and size are judged here; everything that must look inside happens in
another process (``sandbox``) that has no keys, no network and no files, and that is killed when it takes too long.
"""

from openmash.uploads.kinds import KINDS, Limits, Upload, size_in_words
from openmash.uploads.requiring import Checked, require_fit, require_room_for

__all__ = ["KINDS", "Checked", "Limits", "Upload", "require_fit", "require_room_for", "size_in_words"]
