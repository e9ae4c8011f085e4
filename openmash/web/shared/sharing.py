"""The two questions of every release as form fields: what it is for, and what the family has said.

What the owner of information agrees to is asked elsewhere and in other words.
"""

from django import forms

from openmash.sealed.rules import FAMILY_WORDS, PURPOSE_WORDS, REASONS_OF_FAMILY, Sharing
from openmash.web.shared.widgets import Radios

_BETWEEN = ":"


def purpose_field() -> forms.ChoiceField:
    """What the team needs it for; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label="What does the team need it for?",
        choices=list(PURPOSE_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select what the team needs it for"},
    )


def family_field() -> forms.ChoiceField:
    """What the family has said, with the reason where they were not asked; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label="What has the family said?",
        choices=_family_choices(),
        widget=Radios(small=True),
        error_messages={"required": "Select what the family has said"},
    )


def told(purpose: str, family: str) -> Sharing:
    """What was chosen, as the services take it."""
    said, _, reason = family.partition(_BETWEEN)
    return Sharing(purpose=purpose, family=said, family_reason=reason)


def as_chosen(sharing: Sharing) -> str:
    """The choice that stands for what the family has said; empty where that is not recorded."""
    return _BETWEEN.join(filter(None, (sharing.family, sharing.family_reason)))


def _family_choices() -> list[tuple[str, str]]:
    found = []
    for code, words in FAMILY_WORDS.items():
        reasons = REASONS_OF_FAMILY.get(code, {})
        found += [
            (f"{code}{_BETWEEN}{why}", f"{words}: {said[:1].lower()}{said[1:]}") for why, said in reasons.items()
        ] or [(code, words)]
    return found
