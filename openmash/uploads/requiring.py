"""Whether a file may be attached: its name, its size, what is in it, and what a scanner says."""

from dataclasses import dataclass

from openmash.core.errors import RuleBroken
from openmash.uploads import sandbox, scanner
from openmash.uploads.faults import NOTES, SENTENCES, Faulty
from openmash.uploads.kinds import KINDS, Kind, Limits, Upload, size_in_words
from openmash.uploads.names import require_name, safe_to_say


@dataclass(frozen=True)
class Checked:
    """A file that may be attached.

    Args:
        name: as its sender called it.
        media_type: ours, by its kind; never the sender's.
        content: its bytes.
        notes: sentences on what its reader should know.
    """

    name: str
    media_type: str
    content: bytes
    notes: tuple[str, ...] = ()


def require_fit(upload: Upload, *, limits: Limits, field: str = "files") -> Checked:
    """Only a file that is what it says, and does nothing but be read, is attached.

    Args:
        upload: the file.
        limits: how large it may be, and whether a scanner is asked.
        field: the form's, beside which the sentence stands.

    Raises:
        RuleBroken: ``uploads.<code>`` of ``faults.SENTENCES``: what is wrong, and what to do.
    """
    kind: Kind | None = None
    try:
        kind = KINDS.get(require_name(upload.name))
        if kind is None:
            raise Faulty("kind")
        if upload.cut_short or len(upload.content) > limits.most_bytes:
            raise Faulty("too_big")
        if not upload.content:
            raise Faulty("empty")
        notes = sandbox.inspect(kind.code, upload.content)
        if limits.scanner:
            scanner.require_clean(upload.content, address=limits.scanner)
    except Faulty as fault:
        raise _broken(fault, upload.name, kind, limits, field) from fault
    return Checked(upload.name, kind.media_type, upload.content, tuple(NOTES[note] for note in notes))


def require_room_for(number: int, *, limits: Limits, field: str = "files") -> None:
    """An item has a few files, not an archive: ``number`` counts them all."""
    if number > limits.most_files:
        raise RuleBroken("uploads.too_many", SENTENCES["too_many"].format(most=limits.most_files), field=field)


def _broken(fault: Faulty, name: str, kind: Kind | None, limits: Limits, field: str) -> RuleBroken:
    sentence = SENTENCES[fault.code].format(
        name=safe_to_say(name), words=kind.words if kind else "file", most=size_in_words(limits.most_bytes)
    )
    return RuleBroken(f"uploads.{fault.code}", sentence, field=field)
