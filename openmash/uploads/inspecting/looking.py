"""Which inspection a file must pass."""

from collections.abc import Callable

from openmash.uploads.inspecting import marks
from openmash.uploads.inspecting.mail import inspect_mail
from openmash.uploads.inspecting.pdf import inspect_pdf
from openmash.uploads.inspecting.pictures import inspect_jpeg, inspect_png
from openmash.uploads.inspecting.plain import inspect_text
from openmash.uploads.inspecting.word import inspect_word

INSPECTIONS: dict[str, Callable[[bytes], list[str]]] = {
    "pdf": inspect_pdf,
    "docx": inspect_word,
    "eml": inspect_mail,
    "jpeg": inspect_jpeg,
    "png": inspect_png,
    "text": inspect_text,
}


def inspect(code: str, content: bytes) -> list[str]:
    """Look through a file.

    Args:
        code: of its kind.
        content: its bytes.

    Returns:
        Codes of ``faults.NOTES``: what its reader should know.

    Raises:
        Faulty: what is wrong with it.
    """
    marks.require_no_test_virus(content)
    if code != "docx":
        marks.require_no_archive_behind(content)
    return INSPECTIONS[code](content)
