"""Attaching files to a form: each is checked and sealed as it comes, and waits there until the form is sent.

So nothing is lost when something else on the page is wrong: a browser never sends a chosen file twice by itself.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.core.files.base import File

from openmash.core.errors import RuleBroken
from openmash.sealed import queries, services
from openmash.sealed.queries import FileView
from openmash.uploads import KINDS, Checked, Limits, size_in_words
from openmash.web.shared.forms import GovForm
from openmash.web.shared.screen import HubRequest
from openmash.web.shared.uploads import upload_of
from openmash.web.shared.widgets import AttachFiles

FIELD = "files"
_OF_AN_ITEM = re.compile(r"(?:(items-\d{1,2})-)?files")
_ATTACH, _TAKE_OFF = "attach", "take_off_file"


def hint() -> str:
    """What can be attached, in a sentence or two."""
    most = upload_limits()
    return (
        f"PDF, Word (.docx), saved e-mail (.eml), JPEG, PNG or plain text. Up to {most.most_files} files of "
        f"{size_in_words(most.most_bytes)} each. A file stays in the sealed room: what leaves the hub is written "
        "anew and never carries it."
    )


def upload_limits() -> Limits:
    """How much may be attached on this installation."""
    return services.limits()


class AnyAttached(Protocol):
    """The files of one page, at either door."""

    @property
    def faults(self) -> dict[str, list[str]]:
        """What was wrong with those that were just sent, by the item's prefix."""

    def waiting(self, prefix: str) -> tuple[Any, ...]:
        """What was attached to one item of the form and not sent yet, as the page shows it."""

    def to_send(self, prefix: str) -> tuple[Any, ...]:
        """The same, as the service takes it."""


class Attached:
    """The files of one page: takes in what was sent with it, and knows what waits to be sent.

    Args:
        request: a POST takes files in, or takes one off; anything else only looks.
        key: of the form, as of its draft.
    """

    def __init__(self, request: HubRequest, key: str) -> None:
        self.actor, self.at, self.key = request.actor, request.at, key
        self.faults: dict[str, list[str]] = {}
        self.pressed = False
        if request.method == "POST":
            self.pressed = _ATTACH in request.POST or _TAKE_OFF in request.POST
            self._take_off(request.POST.get(_TAKE_OFF, ""))
            for name in request.FILES:
                self._take_in(name, request.FILES.getlist(name))

    def waiting(self, prefix: str) -> tuple[FileView, ...]:
        """What was attached to one item of the form and not sent yet."""
        return queries.waiting_files(self._slot(prefix), actor=self.actor)

    def to_send(self, prefix: str) -> tuple[Checked, ...]:
        """The same files, with their bytes."""
        return queries.waiting_to_send(self._slot(prefix), actor=self.actor)

    def forget(self) -> None:
        """The form was sent: nothing waits any more."""
        services.discard_waiting(form=f"{self.key}|", actor=self.actor)

    def _slot(self, prefix: str) -> str:
        return f"{self.key}|{prefix}"

    def _take_in(self, name: str, sent: "Iterable[File[Any]]") -> None:
        found = _OF_AN_ITEM.fullmatch(name)
        if found is None:
            return
        prefix = found[1] or ""
        for n, each in enumerate(sent):
            at = self.at + timedelta(microseconds=n)  # so that they stay in the order in which they were chosen
            try:
                file = services.check_file(upload_of(each), field=FIELD)
                services.keep_waiting(form=self._slot(prefix), file=file, actor=self.actor, at=at, field=FIELD)
            except RuleBroken as broken:
                self.faults.setdefault(prefix, []).append(broken.sentence)

    def _take_off(self, typed: str) -> None:
        for file_id in _ids(typed):
            services.take_off_waiting(file_id=file_id, actor=self.actor)


class AttachField(forms.Field):
    """Files that were attached; what they are is said by ``Attached``, not by what the browser sends."""

    widget = AttachFiles

    def __init__(self, **kwargs: Any) -> None:
        kinds = ",".join(sorted(KINDS))
        super().__init__(label="Attach files", required=False, widget=AttachFiles(attrs={"accept": kinds}), **kwargs)

    def clean(self, value: Any) -> tuple[Checked, ...]:
        """Nothing by itself; the form fills in what waits."""
        return ()

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never by itself, as ``clean``."""
        return False


class WithFiles(GovForm):
    """A form with a field ``files``: cleaned, it is the checked files that were attached (``uploads.Checked``)."""

    def __init__(self, *args: Any, attached: AnyAttached | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attached = attached
        self.fields[FIELD] = field = AttachField()
        field.help_text = hint()
        if attached is not None:
            field.widget.waiting = attached.waiting(self.prefix or "")

    def has_files(self) -> bool:
        """Whether something is attached: then it is an item, even if nothing was typed."""
        return bool(getattr(self.fields[FIELD].widget, "waiting", ())) or bool(self._faults())

    def clean(self) -> dict[str, Any] | None:
        """Put in what waits, and say what was wrong with what was sent."""
        cleaned = super().clean()
        self.say_what_is_wrong_with_files()
        if self.attached is not None and not self.errors:
            self.cleaned_data[FIELD] = self.attached.to_send(self.prefix or "")
        return cleaned

    def find_no_fault_yet(self) -> None:
        """As of every form; but what is wrong with a file is said at once."""
        super().find_no_fault_yet()
        self.say_what_is_wrong_with_files()

    def say_what_is_wrong_with_files(self) -> None:
        """Beside the field."""
        for sentence in self._faults():
            self.add_error(FIELD, sentence)

    def _faults(self) -> list[str]:
        return self.attached.faults.get(self.prefix or "", []) if self.attached is not None else []


def _ids(typed: str) -> list[UUID]:
    try:
        return [UUID(typed)] if typed else []
    except ValueError:
        return []
