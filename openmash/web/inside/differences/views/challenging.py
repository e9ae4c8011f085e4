"""A referrer does not agree with what they were told: looked at, and taken up or answered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.differences import queries, services
from openmash.web.inside.differences.forms import ChallengeForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.GIVE_FEEDBACK, kind=WRITE)
def challenge(request: HubRequest, challenge_id: UUID) -> HttpResponse:
    """What they wrote beside what they were told, and what is done with it."""
    found = queries.challenge(challenge_id, actor=request.actor)
    form = ChallengeForm(posted(request), disputable=[(str(each), name) for each, name in found.disputable])
    raised: list[UUID] = []
    letters: list[UUID | None] = []

    def deal_with_it() -> None:
        if form.subject_id is None:
            said = form.cleaned_data["said"]
            letters.append(
                services.answer_challenge(challenge_id=challenge_id, said=said, actor=request.actor, at=request.at)
            )
        else:
            taken_up = services.take_up(
                challenge_id=challenge_id, subject_id=form.subject_id, actor=request.actor, at=request.at
            )
            raised.append(taken_up)

    if form.accepts(deal_with_it):
        if raised:
            messages.success(request, "Raised. Whoever settles it has been told.")
            return redirect("differences:one", difference_id=raised[0])
        if letters[0] is not None:
            messages.success(request, "Written. Somebody else reads it before it goes.")
            return redirect("decisions:letter", letter_id=letters[0])
        messages.success(request, "The referrer can now read it with their receipt code.")
        return redirect("contacts:detail", contact_id=found.contact_id)
    context = {
        "form": form,
        "one": found,
        "contact_url": reverse("contacts:detail", args=[found.contact_id]),
        "case_url": reverse("enquiries:case", args=[found.enquiry_id]) if found.enquiry_id else "",
        "difference_url": reverse("differences:one", args=[found.difference_id]) if found.difference_id else "",
    }
    return render(request, "differences/challenge.html", context)
