"""Takes files in without a disk: what is sent stays in memory until it is encrypted, or is not taken in at all."""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import File
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from openmash.uploads import Upload


class FileInMemory(InMemoryUploadedFile):
    """A file as it was sent; ``cut_short`` where it was longer than a file may be, and then nothing of it is here."""

    cut_short = False


class InMemoryAlone(FileUploadHandler):
    """The only upload handler. Django's own begin a temporary file once an upload is larger than they like.

    A file that is too long is read to its end and thrown away piece by piece, so that what was typed beside it is not
    lost with it; a request that says it is longer than anybody could mean is not read at all.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._pieces: list[bytes] = []
        self._size = 0
        self._kept = 0
        self._cut_short = False
        at_most: int = settings.OPENMASH_UPLOADS["most_bytes"]
        self._most = settings.OPENMASH_LONGER_FILES.get(request.path_info, at_most) if request else at_most

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # as Django names it
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Look at how long the request says it is, before a byte of it is read."""
        if content_length > settings.OPENMASH_LONGEST_REQUEST:
            raise RequestDataTooBig("longer than a page may be")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._pieces, self._size, self._cut_short = [], 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of a file; nothing is handed on, so that Django keeps nothing either."""
        self._size += len(raw_data)
        if self._size > self._most or self._kept + self._size > settings.OPENMASH_MOST_IN_MEMORY:
            self._cut_short = True
            self._pieces.clear()
        if not self._cut_short:
            self._pieces.append(bytes(raw_data))

    def file_complete(self, file_size: int) -> FileInMemory:
        """The whole file, or only that it was too long."""
        content = b"".join(self._pieces)
        self._pieces.clear()
        self._kept += len(content)
        sent = FileInMemory(
            io.BytesIO(content), self.field_name, self.file_name or "", self.content_type, len(content), self.charset
        )
        sent.cut_short = self._cut_short
        return sent

    def upload_interrupted(self) -> None:
        """Whoever sent it went away."""
        self._pieces.clear()


def upload_of(sent: "File[Any]") -> Upload:
    """A file as it was sent, for the checks."""
    return Upload(sent.name or "", sent.read(), cut_short=getattr(sent, "cut_short", False))
