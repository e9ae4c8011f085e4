"""Marks by which files are known whatever they are called."""

import io
import zipfile

from openmash.uploads.faults import Faulty

# Cut in two so that no scanner takes this file for the test file (EICAR, 2003: the agreed harmless "virus").
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"\x00asm",
)
ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Office files, and what newer ones keep embedded objects, macros and encryption in."""


def require_harmless_start(content: bytes) -> None:
    """Refuse what begins as a program, an archive or an old Office file."""
    if content.startswith(PROGRAMS):
        raise Faulty("program")
    if content.startswith(ARCHIVES):
        raise Faulty("files_inside")
    if content.startswith(OLE):
        raise Faulty("macros")


def require_no_test_virus(content: bytes) -> None:
    """The string that every scanner is agreed to find is found here too, so that the way is tested end to end."""
    if EICAR in content:
        raise Faulty("virus")


def require_no_archive_behind(content: bytes) -> None:
    """An archive is read from its end, so a file can be a picture from the front and an archive from behind."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Faulty("something_else_inside")
