"""What a file may be called. A name that only looks like another is refused, not mended: mending hides the trick."""

import unicodedata

from openmash.uploads.faults import Faulty

LONGEST = 120
_FORBIDDEN = frozenset('/\\:*?"<>|')
# What Windows takes for a device whatever its ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in "123456789")})
# Endings of what runs: as the last but one they are there to be taken for the last by whoever hides known endings.
_PROGRAMS = frozenset(
    {
        *("exe", "com", "scr", "pif", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf"),
        *("wsh", "hta", "msi", "msp", "dll", "cpl", "jar", "lnk", "reg", "sh", "py", "app"),
        *("iso", "img", "vhd", "docm", "dotm", "xlsm", "html", "htm", "svg", "xhtml", "php", "zip"),
        *("rar", "7z"),
    }
)


def require_name(name: str) -> str:
    """The ending of a file's name, in small letters with its dot.

    Raises:
        Faulty: ``name``: empty, too long, a path, a device, two endings, or characters that are not seen or that turn
            the reading direction (Unicode categories Cc, Cf, Cs, Co, Zl and Zp).
    """
    if not name or len(name) > LONGEST or name != name.strip() or name[0] == "." or name[-1] == ".":
        raise Faulty("name")
    if any(c in _FORBIDDEN or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in name):
        raise Faulty("name")
    stem, dot, ending = unicodedata.normalize("NFKC", name).lower().rpartition(".")
    if not dot or not stem.strip() or stem.partition(".")[0].strip() in _DEVICES:
        raise Faulty("name")
    if stem.rpartition(".")[2].strip() in _PROGRAMS and "." in stem:
        raise Faulty("name")
    return f".{ending}"


def safe_to_say(name: str) -> str:
    """A name as a sentence may quote it: what is not seen is left out, and no more than a line of it is said."""
    seen = "".join(c for c in name if c.isprintable())[:60].strip()
    return seen or "The file"
