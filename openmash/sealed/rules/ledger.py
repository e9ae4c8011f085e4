"""What a line of the release ledger says: for what, with whose agreement or on which law, and what the family knows.

Two facts never share a word here or on a screen. An agency that owns information *agrees* or does not agree that it
leaves. A family *consents*, refuses, or was not asked. Neither stands in for the other.
"""

from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken

LONGEST = 4_000

# Code and words; codes are stored and never change.
PURPOSE_WORDS: dict[str, str] = {
    "section_47": "To make enquiries because a child may be suffering significant harm (section 47)",
    "section_17": "To assess whether a child is in need, and to help (section 17)",
    "early_help": "To offer early help to a family",
    "section_42": "To make enquiries about an adult at risk (section 42)",
    "immediate_danger": "To protect somebody from danger now",
    "crime": "To prevent or investigate a crime",
    "slavery": "To notify that somebody may be a victim of slavery or trafficking",
    "staff_safety": "To keep those safe who will visit",
}

FAMILY_WORDS: dict[str, str] = {
    "given": "The family consents",
    "refused": "The family was asked and refused",
    "not_sought": "The family was not asked",
    "not_needed": "The family need not be asked",
}

# Why a family was not asked: the three of the Data Protection Act 2018, schedule 1, paragraph 18(2)(b).
NOT_SOUGHT_WORDS: dict[str, str] = {
    "cannot_be_given": "Nobody who could give it is able to",
    "cannot_reasonably_be_obtained": "It cannot reasonably be obtained in the time there is",
    "asking_would_harm": "Asking would put the protection of somebody at risk",
}
# Information-sharing advice (Department for Education, 2024), golden rule 3, and Children Act 2004, section 16LA.
NOT_NEEDED_WORDS: dict[str, str] = {
    "risk_of_harm": "A child is at risk of harm: the law lets it be shared without",
    "duty": "There is a duty in law to share it",
}
REASONS_OF_FAMILY: dict[str, dict[str, str]] = {"not_sought": NOT_SOUGHT_WORDS, "not_needed": NOT_NEEDED_WORDS}

# The three grounds of the NHS for opening a sealed envelope (security reference, section 1), for going urgently.
GROUND_WORDS: dict[str, str] = {
    "express_consent": "The person it is about has said yes to this, in so many words",
    "legal_requirement": "The law requires it",
    "overriding_public_interest": "Protecting somebody outweighs confidentiality (overriding public interest)",
}

DECISION_WORDS: dict[str, str] = {
    "agreed": "The owner agrees",
    "agreed_beforehand": "The owner agreed when it was put in",
    "agreed_edited": "The owner agrees, to its own words",
    "not_agreed": "The owner does not agree",
    "lawful_basis": "May go without the owner's agreement, on a lawful basis",
    "urgent": "Went urgently, without waiting for the owner",
    "left_out": "Left out",
    "released": "Released",
    "recalled": "Called back",
}
NOT_SHARED = frozenset({"not_agreed", "left_out", "recalled"})
"""The decisions not to share: recorded as carefully as the others (domain reference, section 2.2)."""

LEFT_OUT_WORDS: dict[str, str] = {
    "not_for_their_work": "This team does not need it for its work",
    "somebody_else": "It is mostly about somebody else",
    "more_harm": "Passing it on would do the child more harm than not",
    "would_endanger": "It could put somebody in danger or point to who told us",
    "not_sure": "It is not certain enough to pass on",
    "owner_not_asked": "Its owner has not answered, and the rest cannot wait",
    "chosen_then_left_out": "Chosen first, then left out by an author",
}


@dataclass(frozen=True)
class Sharing:
    """Why something goes to a team, and what the family has said of it.

    Args:
        purpose: a code of ``PURPOSE_WORDS``.
        family: a code of ``FAMILY_WORDS``.
        family_reason: a code of ``REASONS_OF_FAMILY[family]`` where the family was not asked or need not be.
    """

    purpose: str = ""
    family: str = ""
    family_reason: str = ""

    @property
    def purpose_words(self) -> str:
        """The purpose as a screen says it."""
        return PURPOSE_WORDS.get(self.purpose, "")

    @property
    def family_words(self) -> str:
        """What the family has said, as a screen says it."""
        reason = REASONS_OF_FAMILY.get(self.family, {}).get(self.family_reason, "")
        return ": ".join(filter(None, (FAMILY_WORDS.get(self.family, ""), reason[:1].lower() + reason[1:])))


@dataclass(frozen=True)
class LedgerProduct:
    """The product that a line of the ledger is about: one recipient, and why it is to have it.

    Args:
        product_id: the product.
        enquiry_id: the enquiry it comes from.
        team_id: the one team that it is for.
        sharing: what it is for, and what the family has said.
    """

    product_id: UUID
    enquiry_id: UUID
    team_id: UUID
    sharing: Sharing


@dataclass(frozen=True)
class Balance:
    """Why something may go although its owner has not agreed.

    Args:
        necessary: why the team cannot do its work without it.
        proportionate: why it is no more than the team needs.
        relevant: how it bears on the purpose.
    """

    necessary: str
    proportionate: str
    relevant: str

    def as_text(self) -> str:
        """The three, as they are sealed together."""
        return (
            f"Necessary: {self.necessary.strip()}\n\nProportionate: {self.proportionate.strip()}\n\n"
            f"Relevant: {self.relevant.strip()}"
        )


def require_sharing(told: Sharing) -> None:
    """Nothing goes for approval without its purpose, and without what the family has said.

    Source: information-sharing advice (Department for Education, 2024), golden rules 2, 3 and 7; domain reference,
    section 2.2 (the record of a sharing decision).
    """
    require_known_sharing(told)
    if not told.purpose:
        raise RuleBroken("sealed.ledger_says_the_purpose", "Select what it is for.", field="purpose")
    if not told.family:
        raise RuleBroken("sealed.ledger_says_what_the_family_knows", "Select what the family has said.", field="family")
    if told.family in REASONS_OF_FAMILY and not told.family_reason:
        raise RuleBroken(
            "sealed.ledger_says_what_the_family_knows", "Select why the family was not asked.", field="family_reason"
        )


def require_known_sharing(told: Sharing) -> None:
    """What is said of it is from the lists; it may be half finished while a product is a draft.

    Source: domain reference, section 2.2.
    """
    if told.purpose and told.purpose not in PURPOSE_WORDS:
        raise RuleBroken("sealed.ledger_says_the_purpose", "Select what it is for.", field="purpose")
    if told.family and told.family not in FAMILY_WORDS:
        raise RuleBroken("sealed.ledger_says_what_the_family_knows", "Select what the family has said.", field="family")
    if told.family_reason and told.family_reason not in REASONS_OF_FAMILY.get(told.family, {}):
        raise RuleBroken(
            "sealed.ledger_says_what_the_family_knows",
            "Select a reason that fits what the family has said.",
            field="family_reason",
        )


def require_balance(told: Balance) -> None:
    """Without the owner's agreement it must be necessary, proportionate and relevant, each with its reason.

    Source: information-sharing advice (2024), golden rule 6; Data Protection Act 2018, schedule 1, paragraph 18.
    """
    for name, missing in (
        ("necessary", "Enter why the team needs it."),
        ("proportionate", "Enter why it is no more than the team needs."),
        ("relevant", "Enter how it bears on what it is for."),
    ):
        text = getattr(told, name)
        if not text.strip():
            raise RuleBroken("sealed.going_without_agreement_is_weighed", missing, field=name)
        if len(text) > LONGEST:
            raise RuleBroken(
                "sealed.going_without_agreement_is_weighed",
                f"This must be {LONGEST:,} characters or fewer; it has {len(text):,}.",
                field=name,
            )


def require_reason_for_leaving_out(code: str, words: str) -> None:
    """A decision not to share something relevant gives its reason.

    Source: information-sharing advice (2024), golden rule 7 (record the reasons for not sharing as well).
    """
    if code not in LEFT_OUT_WORDS:
        raise RuleBroken("sealed.left_out_with_a_reason", "Select why it is left out.", field="why")
    if len(words) > LONGEST:
        raise RuleBroken(
            "sealed.left_out_with_a_reason",
            f"This must be {LONGEST:,} characters or fewer; it has {len(words):,}.",
            field="words",
        )


def require_ground(code: str) -> None:
    """What goes urgently rests on one of three grounds.

    Source: NHS sealed envelopes (Hansard, 7 January 2008): express consent, legal requirement, overriding public
    interest.
    """
    if code not in GROUND_WORDS:
        raise RuleBroken("sealed.urgent_on_one_of_three_grounds", "Select the ground.", field="ground")


def require_reason_for_urgency(reason: str) -> None:
    """Whoever lets something go alone says why it cannot wait.

    Source: security reference, decisions D7 and D8 (the urgent path).
    """
    if not reason.strip():
        raise RuleBroken("sealed.urgent_says_why", "Enter why it cannot wait.", field="reason")
    if len(reason) > LONGEST:
        raise RuleBroken(
            "sealed.urgent_says_why",
            f"This must be {LONGEST:,} characters or fewer; it has {len(reason):,}.",
            field="reason",
        )
