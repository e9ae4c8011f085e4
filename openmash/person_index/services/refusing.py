"""Lines of an agency's file that are refused: counted, and kept with their reason and nothing that stands in them."""

from collections.abc import Iterable, Iterator

from openmash.core.errors import RuleBroken
from openmash.matching.csv_records import Fault, Removal, Row
from openmash.matching.records import Record
from openmash.person_index import rules
from openmash.person_index.models import Load, RefusedRow


class Refusals:
    """What was refused of one file, as far as it was read."""

    def __init__(self, already: int = 0) -> None:
        self.kept: list[Fault] = []
        self.count = 0
        self._room = rules.KEPT_REFUSED - already

    def add(self, fault: Fault) -> None:
        """One line, or one value of a line that was taken all the same."""
        self.count += not fault.kept
        if len(self.kept) < self._room or fault.whole_file:
            self.kept.append(fault)

    def taken(self, lines: Iterable[tuple[int, Row]]) -> Iterator[Record | Removal]:
        """The lines that were not refused."""
        for _, row in lines:
            if isinstance(row, Fault):
                self.add(row)
            else:
                yield row

    @property
    def whole_file(self) -> Fault | None:
        """Why nothing of the file can be read, if that is so."""
        return next((each for each in self.kept if each.whole_file), None)

    def require_readable(self) -> None:
        """Raises RuleBroken with the reason where nothing of the file can be read."""
        if self.whole_file is not None:
            raise RuleBroken("index.file_can_be_read", self.whole_file.sentence, field="file")


def keep(load: Load, faults: Iterable[Fault]) -> None:
    """Keep why lines were refused."""
    RefusedRow.objects.bulk_create(
        RefusedRow(
            hub_id=load.hub_id,
            load_id=load.id,
            line=each.line,
            column=each.column[: rules.LONGEST_COLUMN],
            sentence=each.sentence[: rules.LONGEST_SENTENCE],
            left_out=each.kept,
        )
        for each in faults
    )
