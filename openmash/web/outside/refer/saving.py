"""Putting the form aside after each page, and finding it again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect

from openmash.contacts import services as contact_services
from openmash.contacts.errors import CodeNotFound
from openmash.core.errors import RuleBroken
from openmash.hubs import queries as hub_queries
from openmash.web.outside.refer.answers import Answers
from openmash.web.shared import receipt_codes
from openmash.web.shared.screen import HubRequest

NO_CODE = (
    "Your form was put aside because nothing happened for a while. Enter your code to go on. "
    "What you typed on this page is still here."
)


@dataclass(frozen=True)
class Put:
    """How putting aside went.

    Args:
        request: the visitor's.
        answers: the whole form, with the page that was just typed.
        code: the visitor's code; None where the form could not be put aside.
        problem: why it could not be; empty if it was.
    """

    request: HubRequest
    answers: Answers
    code: str | None
    problem: str = ""

    @property
    def later(self) -> bool:
        """Whether the visitor wants to stop here and come back."""
        return self.request.POST.get("do") == "later"

    def redirect(self, url: str) -> HttpResponse:
        """Go on to another page."""
        return self.keep_code(redirect(url))

    def keep_code(self, response: HttpResponse) -> HttpResponse:
        """The same response, which also keeps the code in the visitor's browser."""
        if self.code is not None:
            receipt_codes.remember(response, self.request, self.code)
        return response


def put_aside(request: HubRequest, keep: Callable[[Answers], None], *, first: bool = False) -> Put:
    """Put the form aside with what was just typed.

    Args:
        request: a POST.
        keep: writes what was typed into the answers.
        first: whether this page begins a form, so that a visitor without a code gets one.
    """
    typed = request.POST.get("form_code", "")
    code = typed or receipt_codes.code_of(request)
    empty = Answers(hub_queries.model_of(request.hub.id))
    if typed and receipt_codes.too_many_guesses(request):
        return Put(request, empty, None, receipt_codes.WAIT)
    if code is None and not first:
        return Put(request, empty, None, NO_CODE)
    try:
        answers = answers_of(request, code) if code else empty
    except CodeNotFound as error:
        if typed:
            receipt_codes.count_wrong_guess(request)
        if not first:
            return Put(request, empty, None, error.sentence if typed else NO_CODE)
        answers, code = empty, None  # the old form was sent or is too old: this is a new one
    keep(answers)
    try:
        code = contact_services.save_form(hub_id=request.hub.id, code=code, letter=answers.letter(), at=request.at)
    except RuleBroken as broken:
        return Put(request, answers, None, broken.sentence)
    return Put(request, answers, code)


def answers_of(request: HubRequest, code: str | None = None) -> Answers:
    """The visitor's answers so far; none where they have not begun.

    Raises:
        CodeNotFound: the code opens nothing.
    """
    model = hub_queries.model_of(request.hub.id)
    if code is None:
        code = receipt_codes.code_of(request) if may_go_on(request, "check") else None
    if code is None:
        return Answers(model)
    return Answers.of(contact_services.saved_form(hub_id=request.hub.id, code=code, at=request.at), model)


def may_go_on(request: HubRequest, name: str) -> bool:
    """Whether this visitor can open a page: the first one anybody can, the others with a form that was begun."""
    code = receipt_codes.code_of(request)
    if code is None:
        return name == "danger"
    try:
        contact_services.saved_form(hub_id=request.hub.id, code=code, at=request.at)
    except CodeNotFound:
        return name == "danger"
    return True
