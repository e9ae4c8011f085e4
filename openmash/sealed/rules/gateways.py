"""Lawful bases on which information may leave without its owner's agreement: data, with source and dates.

Each says whether its wording was checked against the text it names. What was not checked says so on the screen: a
manager relies on the law, not on this list. Dates are given only where they matter to the choice; a gateway without
one was in force before this list was written (November 2026).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Gateway:
    """One lawful basis.

    Args:
        code: as it is stored; it never changes.
        title: the law and its section.
        words: what it is for, for a manager choosing at the end of a long day.
        source: where the wording comes from.
        effective_from: first day on which it may be relied upon; None where that is long past.
        effective_until: last such day; None while it holds.
        caution: what to check before relying on it; empty where the wording was checked.
    """

    code: str
    title: str
    words: str
    source: str
    effective_from: date | None = None
    effective_until: date | None = None
    caution: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it may be relied upon on that day."""
        after = self.effective_from is None or on >= self.effective_from
        return after and (self.effective_until is None or on <= self.effective_until)


GATEWAYS: tuple[Gateway, ...] = (
    Gateway(
        "children_act_1989_s47",
        "Children Act 1989, section 47",
        "There is reasonable cause to suspect that a child is suffering, or is likely to suffer, significant harm, and "
        "the council has to make enquiries.",
        "legislation.gov.uk, Children Act 1989, section 47",
    ),
    Gateway(
        "children_act_1989_s17",
        "Children Act 1989, section 17",
        "A child is in need: without services they are unlikely to reach or keep a reasonable standard of health or "
        "development, or it is likely to be significantly impaired, or they are disabled.",
        "legislation.gov.uk, Children Act 1989, section 17(10)",
    ),
    Gateway(
        "children_act_2004_s16la",
        "Children Act 2004, section 16LA: duty to share information about a child",
        "Somebody on the Act's list holds information that they consider relevant to safeguarding or promoting the "
        "welfare of a child, and considers that passing it on may help another on the list to do their work. Not where "
        "passing it on would do the child more harm than not.",
        "Children's Wellbeing and Schools Act 2026, section 4 (text read in part); date from a letter to partners",
        effective_from=date(2026, 9, 30),
        caution="The regulations that bring it into force and the final guidance were not seen when this list was "
        "written. Ask your information governance officer before relying on it alone.",
    ),
    Gateway(
        "children_act_2004_s10_s11",
        "Children Act 2004, sections 10 and 11",
        "The bodies named in the Act co-operate to improve children's well-being, and carry out their work with regard "
        "to the need to safeguard and promote the welfare of children.",
        "legislation.gov.uk, Children Act 2004, sections 10 and 11",
    ),
    Gateway(
        "children_act_2004_s16la_asked",
        "Children Act 2004, section 16LA: information about a child that another listed body asks for",
        "Somebody on the Act's list asks for information about a child, or about somebody whose life bears on the "
        "child's, and it may help them to do their work for the child. Not where passing it on would do the child "
        "more harm than not.",
        "Children's Wellbeing and Schools Act 2026, section 4 (text read in part); date from a letter to partners",
        effective_from=date(2026, 9, 30),
        caution="The regulations that bring it into force and the final guidance were not seen when this list was "
        "written. Write down the harm you weighed, whichever way you decide.",
    ),
    Gateway(
        "care_act_2014_s42",
        "Care Act 2014, section 42",
        "There is reasonable cause to suspect that an adult with needs for care and support is experiencing or at risk "
        "of abuse or neglect, and because of those needs cannot protect themselves.",
        "legislation.gov.uk, Care Act 2014, section 42",
    ),
    Gateway(
        "crime_and_disorder_act_1998_s115",
        "Crime and Disorder Act 1998, section 115",
        "Passing it to an authority that the Act names serves a purpose of the Act, such as preventing crime.",
        "Devon's published procedures, which name this power; the Act itself was not read for this list",
        caution="Check that the receiving team belongs to an authority that the Act names.",
    ),
    Gateway(
        "modern_slavery_act_2015_s52",
        "Modern Slavery Act 2015, section 52",
        "Somebody may be a victim of slavery or trafficking, and the Home Office has to be notified. Children are "
        "always referred; an adult who does not want it is notified without their name.",
        "Home Office guidance on the duty to notify; the Act itself was not read for this list",
        caution="The duty is to notify the Home Office. Check that the receiving team is who passes it on.",
    ),
    Gateway(
        "uk_gdpr_public_task",
        "UK GDPR, article 6(1)(e), with article 9(2)(g): a public task of substantial public interest",
        "Your body and the receiving team each act in a task that the law gives them, and need this for it.",
        "Information Commissioner's Office, list of substantial public interest conditions",
        caution="This is the data protection side alone. Choose the power or duty to share, too, and write it down.",
    ),
    Gateway(
        "data_protection_2018_safeguarding",
        "Data Protection Act 2018, schedule 1, paragraph 18: safeguarding of children and individuals at risk",
        "It is needed to protect somebody from neglect or harm, and their consent cannot be given, cannot reasonably "
        "be obtained, or asking for it would put the protection at risk.",
        "Information Commissioner's Office, list of substantial public interest conditions",
        caution="This is a condition of data protection law and comes on top of a power to share, such as one above. "
        "Your agency must have an appropriate policy document.",
    ),
    Gateway(
        "overriding_public_interest",
        "Overriding public interest (common law)",
        "The need to protect somebody outweighs the duty of confidence under which the information was given.",
        "Named as one of three grounds for opening a sealed envelope in the NHS",
        caution="The wording of this ground was not checked. Ask your information governance officer or legal adviser; "
        "in an emergency act first and ask straight afterwards.",
    ),
)


def gateway(code: str) -> Gateway | None:
    """The lawful basis of that code, if the list has it."""
    return next((g for g in GATEWAYS if g.code == code), None)


def gateways_on(day: date) -> tuple[Gateway, ...]:
    """The lawful bases that may be relied upon on a day, in the order in which a screen lists them."""
    return tuple(g for g in GATEWAYS if g.in_force(day))
