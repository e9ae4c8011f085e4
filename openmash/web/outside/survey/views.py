"""What people who used the service thought of it: a link that works once, and no name.

As with a virtual partner's link, no page tells another site its address.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.contacts import services as contact_services
from openmash.core.errors import RuleBroken
from openmash.web.outside.survey.forms import SurveyForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import PUBLIC, READ, WRITE, HubRequest, screen


@screen(permission=PUBLIC, kind=WRITE)
def answer(request: HubRequest, code: str) -> HttpResponse:
    """The questions, and taking in the answers, once."""
    try:
        survey = contact_services.survey_at(hub_id=request.hub.id, code=code, at=request.at)
    except RuleBroken as broken:
        return _closed(request, broken)
    form = SurveyForm(posted(request), survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            contact_services.answer_survey(hub_id=request.hub.id, code=code, answers=form.cleaned_data, at=request.at)
        except RuleBroken as broken:
            if broken.rule == "contacts.survey_link_works_once":
                return _closed(request, broken)
            form.blame(broken)
        else:
            return redirect("survey:thank_you", hub_slug=request.hub.slug)
    context = {
        "base": "shared/base_outside.html",
        "title": survey.label,
        "intro": survey.intro,
        "form": form,
        "submit_label": "Send, without a name",
    }
    return _private(render(request, "shared/form_page.html", context), referrer="same-origin")


@screen(permission=PUBLIC, kind=READ)
def thank_you(request: HubRequest) -> HttpResponse:
    """Thanks, without a word of what was sent."""
    return _private(render(request, "survey/thank_you.html", {}))


def _closed(request: HubRequest, broken: RuleBroken) -> HttpResponse:
    """The same page whatever the reason."""
    return _private(render(request, "survey/closed.html", {"sentence": broken.sentence}, status=410))


def _private(response: HttpResponse, *, referrer: str = "no-referrer") -> HttpResponse:
    response["Referrer-Policy"] = referrer
    response["Cache-Control"] = "no-store"
    return response
