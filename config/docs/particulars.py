"""What is particular to each hub of the source documents, and which scenario or test proves it.

A particular stands here when something plays it; what nothing does yet stands in ``config.docs.hubs.NOT_YET``. Proofs
are names of scenarios that play this hub's model, or paths of tests.
"""

from typing import NamedTuple


class Particular(NamedTuple):
    """One thing that is particular to a hub.

    Args:
        words: what it is, in a sentence without its full stop.
        proofs: names of scenarios of that hub, or paths of tests from the root of the project.
    """

    words: str
    proofs: tuple[str, ...]


def _is(words: str, *proofs: str) -> Particular:
    return Particular(words, proofs)


_REPORTS = "tests/integration/reporting"
_READERS = "tests/integration/test_who_may_read_what.py"
_WALL = "tests/assurance/test_hub_wall.py"

PARTICULARS: dict[str, tuple[Particular, ...]] = {
    "devon": (
        _is("Red is decided on in four hours, day and night, from when it was received", "devon-case-4-burned-feet"),
        _is("Amber by the end of the next working day, for an unborn child too", "devon-case-1-unborn"),
        _is(
            "Green within three working days; a fact that changes the picture changes it",
            "devon-case-2-dangerous-driving",
        ),
        _is(
            "The police's 121a report, telephone calls and the public form",
            "devon-case-1-unborn",
            "devon-case-2-dangerous-driving",
        ),
        _is(
            "Coordinators, evaluators and practice managers each do their own part, and no other",
            "devon-case-2-dangerous-driving",
            "devon-case-4-burned-feet",
        ),
        _is(
            "A product gives guidance and names the professionals to speak to; what its owners keep back stays sealed",
            "devon-box-1-fabricated-illness",
            "devon-case-3-domestic-abuse",
        ),
        _is("Begun with the police's reports, then area by area", "devon-area-by-area"),
        _is(
            "48 % to social care, 24 % to early response, 26 % no further action, two thirds of that from the police",
            f"{_REPORTS}/test_devon.py",
        ),
    ),
    "bexley": (
        _is("A social work manager triages, and nobody else", "bexley-valium"),
        _is("The category sets the time, from four hours to a few days", "bexley-valium"),
        _is(
            "The threshold stands on a continuum of need, and the case goes to the most suitable agency",
            "bexley-valium",
        ),
        _is(
            "Sharing is a series of decisions, at different times and by different people, each on record",
            "bexley-valium",
        ),
    ),
    "birmingham": (
        _is(
            "Section 47 alone; what is below it is filtered out with a reason of the hub's list", "birmingham-screening"
        ),
        _is(
            "Sergeant and team leader hold the strategy discussion together, on the spot; one of them alone cannot",
            "birmingham-sergeant-and-leader",
        ),
        _is("A strategy meeting brings in whoever else knows something", "birmingham-sergeant-and-leader"),
        _is(
            "Reports of domestic abuse are screened together into four outcomes, and the gravest view stands",
            "birmingham-screening",
        ),
        _is(
            "Conferences: invited, criteria of the police met, attended, in time",
            "birmingham-sergeant-and-leader",
            f"{_REPORTS}/test_birmingham.py",
        ),
        _is(
            "The month's discussions, meetings and section 47s; the split of the screening",
            f"{_REPORTS}/test_birmingham.py",
        ),
        _is(
            "Three teams take turns by the week; what comes in is proposed to the team that is on duty",
            "birmingham-weekly-rota",
        ),
        _is("Whose vetting fails or has run out reads nothing sealed", _READERS),
        _is("Several hubs on one installation, none of which sees another's cases", _WALL),
    ),
    "durham": (
        _is("Red, amber level 4 and amber level 3, each child with a rating of their own", "durham-two-ambers"),
        _is("Red in four working hours: twenty minutes on Friday, the rest on Monday", "durham-two-ambers"),
        _is("Both ambers within one working day", "durham-two-ambers"),
        _is(
            "The team gets a summary report and an analysis from each agency that knows the family, one overall level "
            "of need and clear recommendations",
            "durham-two-ambers",
        ),
        _is("Virtual partners answer by a one-time link", "durham-two-ambers"),
    ),
    "cornwall": (
        _is("Advice before any referral: nobody is named, and nobody is asked", "cornwall-consultation"),
        _is("The team manager or the principal social worker decides, and nobody else", "cornwall-consultation"),
        _is(
            "A professional difference goes up step by step, and by itself when a step's time runs out",
            "cornwall-consultation",
        ),
        _is("Whoever asked or challenged is told what came of it, and nothing sealed", "cornwall-consultation"),
        _is(
            "Those who use the unit are asked what they thought, by a link that works once and without a name",
            "cornwall-consultation",
        ),
    ),
    "hampshire": (
        _is("Children and adults in one case, each with a rating and a clock of their own", "hampshire-christmas-eve"),
        _is("The reception team takes what comes in", "hampshire-christmas-eve"),
        _is("Out of Hours takes over by name, and decides before morning", "hampshire-christmas-eve"),
        _is(
            "An answer by secure email is read in by itself and sealed; what is no answer is refused with a sentence",
            "hampshire-secure-mail",
            "tests/unit/uploads/test_secure_mail.py",
        ),
        _is(
            "A secure email with files, or with a nil return in the words that the hub asks for, is read in as what it "
            "is; what is hostile or not one clear answer stands on the request, so that somebody rings",
            "hampshire-secure-mail",
            "tests/integration/test_mail_command.py",
            "tests/unit/test_nil_returns_by_mail.py",
        ),
        _is(
            "A virtual partner keeps its own system: it is asked by secure email, which says nothing of the case",
            "hampshire-christmas-eve",
        ),
    ),
    "bradford": (
        _is("The police officer in the team screens notifications of domestic violence", "bradford-police-screening"),
        _is("From before birth: an unborn child has an enquiry of its own", "bradford-police-screening"),
        _is(
            "A qualified social work manager makes every decision; not a social worker, nor who is above",
            "bradford-police-screening",
        ),
        _is("Stepped down to early help, or transferred to a family team", "bradford-police-screening"),
    ),
    "kent": (
        _is("Children and adults in one service, with adult categories of abuse", "kent-adult-and-missing-child"),
        _is("The law's questions about an adult before anything is decided", "kent-adult-and-missing-child"),
        _is(
            "A missing child who is found has a return interview in 72 hours, with themes",
            "kent-adult-and-missing-child",
        ),
        _is(
            "Themes of risk, counted over many return interviews",
            "kent-themes-of-risk",
            f"{_REPORTS}/test_missing.py",
        ),
        _is("The day hands over to a named owner out of hours what is due before morning", "kent-night-and-day"),
        _is("A clock stands still only where the model says so, and the law's never", "kent-night-and-day"),
        _is("Strategy discussions in the room, by telephone or by video", "tests/integration/test_meetings.py"),
        _is(
            "Partners who visit weekly: when each comes next, what waits for them, and what is due before they come",
            "kent-weekly-visit",
            "tests/integration/test_visits.py",
        ),
        _is(
            "The designated officer for allegations against staff: raised from a contact, considered within one "
            "working day against the harm threshold, taken to one of five outcomes; the employer hears by decision "
            "alone",
            "kent-allegation-against-staff",
            "tests/integration/test_allegations.py",
        ),
    ),
    "bury": (
        _is(
            "A meeting every day over the red and amber of that day; nothing falls off the table", "bury-daily-meeting"
        ),
        _is("Agreement is got at the first contact unless it is child protection", "bury-daily-meeting"),
        _is("An initial strategy meeting within 24 hours, with its quorum", "bury-daily-meeting"),
        _is("The way to the Early Help Panel is through the hub", "bury-daily-meeting"),
        _is(
            "Re-referral is counted in the open, and a second manager looks before it ends again",
            "bury-re-referral",
        ),
        _is("Timeliness: which agencies answered late, counted from the cases", f"{_REPORTS}/test_lateness.py"),
        _is(
            "The quality of referrals, and diversion to whoever fits best, as indicators",
            "bury-indicators",
            f"{_REPORTS}/test_referrals.py",
        ),
    ),
    "blackburn": (
        _is(
            "One police report raises several issues, about a child and an adult", "blackburn-one-report-several-issues"
        ),
        _is("Red four hours, amber one day, green three", "blackburn-one-report-several-issues"),
        _is("A near miss is noted and looked into", "blackburn-one-report-several-issues"),
        _is(
            "A referral goes directly to the police's own system: it fetches what waits for it with a key of its own "
            "and says by which reference it took it in; what is late is rung about, and may be carried over by hand",
            "blackburn-one-report-several-issues",
            "tests/integration/contacts/test_fetching.py",
            "tests/web/test_api_of_direct_referrals.py",
        ),
        _is(
            "What leaves is redacted: kept back by its owner, it is not in the file",
            "blackburn-one-report-several-issues",
        ),
    ),
    "camden": (
        _is(
            "The police's Merlin reports first; the other referral types from their day on", "camden-one-type-at-a-time"
        ),
        _is("A court's and a council's requests for information, e-CAF, out of hours", "camden-one-type-at-a-time"),
        _is(
            "Hot spots: from where children go missing, and who goes again",
            "camden-groups-and-places",
            f"{_REPORTS}/test_missing.py",
        ),
        _is(
            "Groups of victims, people who pose risk and places of exploitation, linked across cases with a reason, a "
            "lawful ground, a day of review and those who may see them",
            "camden-groups-and-places",
            "tests/integration/test_groups.py",
        ),
        _is("Nine in ten reds inside four hours", f"{_REPORTS}/test_camden.py"),
        _is(
            "The management information data set: source, presenting issue, rating before and after, outcome, time",
            f"{_REPORTS}/test_camden.py",
        ),
    ),
    "northamptonshire": (
        _is("Agencies are asked, and share, only once the threshold is found met", "northamptonshire-threshold"),
        _is("An advice line for professionals and the public", "northamptonshire-threshold"),
        _is("Every referrer is told what came of it", "northamptonshire-threshold"),
    ),
    "sandwell": (
        _is("Amber 24 hours and green 72, day and night, through the weekend", "sandwell-violence-at-home"),
        _is("Red has four hours for a MASH meeting, Saturday or not", "sandwell-violence-at-home"),
        _is(
            "The responsible social worker chairs, every agency has its say, and none speaks for another",
            "sandwell-violence-at-home",
        ),
        _is("Then a second rating, of everybody", "sandwell-violence-at-home"),
        _is(
            "Exploitation and gang links have guidance of their own, and ask more agencies than the rating does",
            "sandwell-gang-links",
        ),
        _is("Adults are asked what the law asks before anything is decided", "sandwell-violence-at-home"),
        _is("Looked at again after 3, 6 and 12 months, and what was found is on record", "sandwell-violence-at-home"),
    ),
    "wiltshire": (
        _is("Two stages, triage and the hub, each with a clock", "wiltshire-two-stages"),
        _is(
            "Stepped up by police, social care and health together; two of three are not enough", "wiltshire-two-stages"
        ),
        _is("Swindon joins by video and telephone, named", "wiltshire-two-stages"),
        _is(
            "What meets the child protection threshold is fast-tracked",
            "wiltshire-two-stages",
            "wiltshire-daily-call",
        ),
        _is("Every missing child comes in", "wiltshire-two-stages", "wiltshire-daily-call"),
        _is(
            "Every report of domestic abuse is talked over in a call the next day, with a child in it or without",
            "wiltshire-daily-call",
        ),
        _is("One case is followed from the report to the discussion, in the log", "wiltshire-daily-call"),
    ),
    "merton": (
        _is("Blue is a request for information, and nobody is asked", "merton-brag"),
        _is("Red goes straight to a social worker, without checks", "merton-brag"),
        _is("Their assessment begins before the decision, which follows; amber waits for its checks", "merton-brag"),
        _is("Amber asks the navigators, who have six working hours", "merton-brag"),
        _is("The duty manager rates before a referral; the team manager alone decides", "merton-brag"),
        _is(
            "Linked to the domestic-abuse conference: the victim's safety before anything is told",
            "merton-conference-link",
        ),
    ),
    "nottinghamshire": (
        _is("Wall screens: how urgent, who is involved, who answers in time; no name", "nottinghamshire-wall"),
        _is("The manager sees what will be late and gives it to somebody else", "nottinghamshire-wall"),
        _is(
            "A disputed rating is settled by the social care representative, then the operational manager",
            "nottinghamshire-rating-dispute",
        ),
        _is(
            "Staff rotate through the hub: whoever goes back with work in their hands is seen before; their last day "
            "ends no access",
            "nottinghamshire-rotation",
            "tests/integration/test_rotation.py",
        ),
        _is(
            "Profiles of a person, a postcode and a school over all cases, in pictures and numbers, each opened for a "
            "purpose on record",
            "nottinghamshire-profiles",
            f"{_REPORTS}/test_profiles.py",
        ),
        _is(
            "An analyst, in a role of their own, who examines profiles and what links people, opens no case and no "
            "sealed room, and writes nothing",
            "nottinghamshire-profiles",
            "tests/web/test_analyst.py",
        ),
        _is(
            "Hot spots and trends: from which places and schools contacts come and what they raise, beside the months "
            "before; no line is about one family",
            f"{_REPORTS}/test_places.py",
        ),
        _is("A sensitive part that only its readers open", _READERS),
        _is(
            "Permission is sought before a referral is taken; where it is not, why not is on record",
            "nottinghamshire-letters",
        ),
        _is(
            "Returns come into the case by themselves; business support chases them, and answers for no agency",
            "nottinghamshire-letters",
        ),
        _is(
            "Business support writes to referrers; somebody else sees it first, and nothing sealed is in it",
            "nottinghamshire-letters",
        ),
    ),
    "ealing": (
        _is("All partners meet every day, over every case", "ealing-one-car"),
        _is("What stands in two cases goes up to the Vulnerable Adolescents Panel as one theme", "ealing-one-car"),
        _is("The hub withdraws: on to the locality, or down to early intervention", "ealing-one-car"),
        _is(
            "A map of people and of the cases, addresses, schools and groups that link them, no more than its reader "
            "may know of each",
            "ealing-network",
            "tests/integration/test_network.py",
        ),
    ),
    "manchester": (
        _is(
            "A unit beside the hub, to which several agencies bring young people",
            "manchester-high-risk-for-safeguarding",
        ),
        _is("Picked out for danger; crime alone is no ground", "manchester-high-risk-for-safeguarding"),
        _is(
            "A sister is looked at with her brothers, and not forgotten at the end",
            "manchester-high-risk-for-safeguarding",
        ),
    ),
    "westminster": (
        _is("What the night brought is on the morning's briefing, and taken on by ten", "westminster-daily-briefing"),
        _is("Family members at risk have a rating and a decision of their own", "westminster-daily-briefing"),
    ),
    "dartford_gravesend": (
        _is("Three agencies first; another is asked from the day on which it joins", "dartford-starts-small"),
        _is("How it works changes from a day on; what has begun goes on as it began", "dartford-starts-small"),
    ),
    "london_borough": (
        _is("No contact is taken before every partner has signed the framework", "london-borough-signs-first"),
        _is(
            "The police's confidential part: read by whoever they name and who is vetted", "london-borough-signs-first"
        ),
        _is(
            "Closed cases are drawn by lot, graded in Ofsted's words by a manager who did not decide, and acted on",
            "london-borough-signs-first",
        ),
        _is("Ratings that go up and down, before and after the hub", f"{_REPORTS}/test_ratings.py"),
        _is("Many boroughs on one installation, with a firewall between them", _WALL),
    ),
    "marac_link": (
        _is("The risk checklist scores, and the professional judges", "marac-link-one-family-two-forums"),
        _is("For victims of 16 and over; a child is protected as a child", "marac-link-one-family-two-forums"),
        _is("One family in both forums is kept in step, her safety first", "marac-link-one-family-two-forums"),
    ),
    "first_response": (
        _is("One door for children and adults, from the public form or the telephone", "first-response-one-door"),
        _is("Triaged and handed on within the hour; no agency is asked", "first-response-one-door"),
        _is("What is not for it is sent where it belongs, with a reason", "first-response-one-door"),
        _is(
            "A service outside the hub is told and takes somebody on who agrees, without an enquiry",
            "first-response-one-door",
        ),
    ),
}
"""By the name of the hub's operating model; every model that ships has an entry."""
