"""Tables to take away, that no spreadsheet program runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# What a spreadsheet takes for the beginning of a formula (ASVS 5.0 1.2.10), full-width forms included.
_BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def response(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A table as a file to keep.

    Args:
        name: the file's, plain letters: ``"openings.csv"``.
        headings: of the columns.
        rows: of texts; what could be a formula is marked as text with an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([[as_text(cell) for cell in row] for row in rows])
    # The mark at the beginning is what tells spreadsheet programs that this is UTF-8.
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_text(cell: str) -> str:
    """A cell that stays text whatever it begins with."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
