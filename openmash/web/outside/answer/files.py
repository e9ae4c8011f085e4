"""The files of a virtual partner's reply: the hub has them once they are attached, and this door cannot read them back.

So what the page shows of them travels in the page itself, signed, and the reply names them.
"""

import re
from dataclasses import dataclass

from django.core import signing

from openmash.checks import services
from openmash.core.errors import RuleBroken
from openmash.uploads import Upload, require_room_for, size_in_words
from openmash.web.shared.attaching import upload_limits
from openmash.web.shared.screen import HubRequest
from openmash.web.shared.uploads import upload_of

_FIELD = re.compile(r"(items-\d{1,2})-files")
_KEPT = re.compile(r"(items-\d{1,2})-files-kept")
_ATTACH, _TAKE_OFF = "attach", "take_off_file"
_MOST_TOKENS = 50


@dataclass(frozen=True)
class KeptFile:
    """A file that was attached, as the page shows it; ``token`` is the same, signed, for the next page."""

    id: str
    name: str
    size_words: str
    notes: tuple[str, ...]
    number: int
    token: str


class AttachedToReply:
    """The files of one page of a reply: takes in what was sent with it, and knows what the reply is to name.

    Args:
        request: a POST takes files in, or takes one off; anything else only looks.
        code: the code in the link.
    """

    def __init__(self, request: HubRequest, code: str) -> None:
        self.hub_id, self.code, self.at = request.hub.id, code, request.at
        self.faults: dict[str, list[str]] = {}
        self.pressed = False
        self._kept: dict[str, list[KeptFile]] = {}
        if request.method == "POST":
            self.pressed = _ATTACH in request.POST or _TAKE_OFF in request.POST
            self._read_kept(request)
            for name in request.FILES:
                self._take_in(name, request)

    def waiting(self, prefix: str) -> tuple[KeptFile, ...]:
        """What was attached to one item and not sent yet."""
        return tuple(self._kept.get(prefix, ()))

    def to_send(self, prefix: str) -> tuple[str, ...]:
        """The ids by which the reply names them."""
        return tuple(file.id for file in self.waiting(prefix))

    def _read_kept(self, request: HubRequest) -> None:
        taken_off = request.POST.get(_TAKE_OFF, "")
        for name, tokens in request.POST.lists():
            found = _KEPT.fullmatch(name)
            if found is None:
                continue
            read = [self._read(token) for token in tokens[:_MOST_TOKENS]]
            self._kept[found[1]] = [file for file in read if file is not None and file.id != taken_off]

    def _take_in(self, name: str, request: HubRequest) -> None:
        found = _FIELD.fullmatch(name)
        if found is None:
            return
        for each in request.FILES.getlist(name):
            try:
                self._kept.setdefault(found[1], []).append(self._attached(upload_of(each), found[1]))
            except RuleBroken as broken:
                self.faults.setdefault(found[1], []).append(broken.sentence)

    def _attached(self, upload: Upload, prefix: str) -> KeptFile:
        require_room_for(len(self._kept.get(prefix, ())) + 1, limits=upload_limits())
        last = max((file.number for files in self._kept.values() for file in files), default=0)
        sent = services.attach_to_reply(hub_id=self.hub_id, code=self.code, upload=upload, after=last, at=self.at)
        said = [str(sent.id), sent.file.name, size_in_words(len(sent.file.content)), list(sent.file.notes), sent.number]
        return _kept(said, signing.dumps(said, salt=self._salt))

    def _read(self, token: str) -> KeptFile | None:
        try:
            return _kept(signing.loads(token, salt=self._salt), token)
        except signing.BadSignature:
            return None

    @property
    def _salt(self) -> str:
        return f"openmash/reply-file/{self.hub_id}/{self.code}"


def _kept(said: list[object], token: str) -> KeptFile:
    file_id, name, size_words, notes, number = said
    assert isinstance(notes, list)  # noqa: S101  # signed by ourselves
    return KeptFile(str(file_id), str(name), str(size_words), tuple(map(str, notes)), int(str(number)), token)
