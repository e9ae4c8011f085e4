"""Devon's case study 2 (NFER 2011), the whole way through both doors in a real browser.

A school hears a rumour; social care does not know the family; the enquiry is green. What the police know changes the
picture; the assessment team takes it on and holds a strategy discussion. Names and words are invented.
"""

import re
from collections.abc import Callable

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from config import tasks
from openmash.core import clock
from tests import doors
from tests.functional.effort import Effort
from tests.functional.visitors import Visitor
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]

CONCERN = (
    "Kieran was in the car when his stepfather was stopped for driving dangerously, without MOT or insurance. We have "
    "also heard a rumour that his mother and stepfather were in a violent incident that the police came to."
)
ROBBERY = "In 2025 the mother and the stepfather took part in a robbery in which a man was stabbed in the arm."
DRUGS = "Officers attended eleven times in two years; both adults were under the influence of drugs each time."
HOSPITAL = "Nineteen attendances at the emergency department since 2019, and three bereavements in the family."
LEARNING = "Learning and emotional difficulties; attainment low for his age; no progress in two terms."
INFORMANT = "A neighbour who must not be named told us of the rumour first."


def test_case_study_2_from_the_schools_worry_to_the_outcome_it_is_told(
    visitor: Arrives, committed_world: World, two_doors: doors.TwoDoors, effort: Effort
) -> None:
    code = the_school_refers(visitor("outside"))
    the_clockwork_goes_round()
    reference = the_coordinator_rates_it_green_and_asks(visitor("inside").sign_in("coordinator"))
    the_police_change_the_picture(visitor("inside").sign_in("police"))
    health_answers(visitor("inside").sign_in("health"))
    education_answers(visitor("inside").sign_in("education"))
    social_care_knows_nothing(visitor("inside").sign_in("social_worker"), effort)
    manager = visitor("inside").sign_in("manager")
    the_manager_decides_and_sends_for_approval(manager, reference, effort)
    another_manager_approves(visitor("inside").sign_in("second_manager"), manager.clicks, effort)
    the_team_opens_acknowledges_and_reports(visitor("outside").sign_in("assessor"))
    the_clockwork_goes_round()
    the_manager_tells_everybody(manager, reference)
    the_school_reads_the_outcome(visitor("outside"), code)
    nothing_sealed_is_in_mail_or_logs(two_doors)


def the_clockwork_goes_round() -> None:
    """What the worker does every ten seconds."""
    tasks.go_round(at=clock.now())


def the_school_refers(school: Visitor) -> str:
    """The public form, page after page; returns the receipt code."""
    page = school.go("/devon/")
    school.picture("refer")
    school.click(page.locator("main .govuk-button").first)
    school.choose("No")
    school.press("Continue")
    school.choose("I work with children, families or adults")
    school.choose("Tell the hub about a child or adult I am worried about")
    school.press("Continue")
    fill(page, referrer_name="Alison Grace", referrer_role="Senior designated officer")
    fill(page, referrer_organisation="Larkfield Primary School", referrer_email="office@larkfield.example")
    fill(page, referrer_telephone="01632 960555")
    page.locator("#id_source").select_option("2A")
    school.press("Continue")
    school.choose("A child")
    fill(page, given_name="Kieran", family_name="Whitlock", born_day="14", born_month="9", born_year="2016")
    fill(page, address="8 Quarry Rise, Exeter", postcode="EX4 6QR", school="Larkfield Primary School")
    school.choose("Male")
    school.press("Continue")
    school.press("Continue")
    school.follow("Add somebody")
    fill(page, relationship="Mother", given_name="Dawn", family_name="Whitlock")
    school.choose("In the same home")
    school.press("Continue")
    school.press("Continue")
    fill(page, concern=CONCERN)
    school.press("Continue")
    school.choose("No, I have not asked them")
    school.choose("Asking would put the child or somebody else at greater risk")
    school.press("Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    school.press("Send the referral")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your form")
    code = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", page.inner_text("main"))
    assert code is not None
    return code[0]


def the_coordinator_rates_it_green_and_asks(coordinator: Visitor) -> str:
    """Triage, the first rating, and the agencies asked; returns the enquiry's address."""
    page = coordinator.page
    coordinator.click(page.locator("main table a").first)
    expect(page.get_by_text("a rumour that his mother and stepfather")).to_be_visible()
    coordinator.choose("Green")
    page.get_by_label("Why this rating for Kieran Whitlock?").fill("No contact before; only a rumour of violence.")
    coordinator.press("Open an enquiry")
    expect(page.get_by_text(re.compile("Green: .*third working day.*due")).first).to_be_attached()
    coordinator.follow("Ask agencies")
    coordinator.press("Ask them")
    expect(page.get_by_text("agencies are asked")).to_be_visible()
    return page.url


def the_police_change_the_picture(police: Visitor) -> None:
    page = open_the_check(police)
    item(police, 0, ROBBERY, may_leave=True)
    police.press("Add another item")
    item(police, 1, DRUGS, may_leave=True)
    police.press("Add another item")
    item(police, 2, INFORMANT, may_leave=False)
    sign(police, page)


def health_answers(health: Visitor) -> None:
    page = open_the_check(health)
    item(health, 0, HOSPITAL, may_leave=False)
    sign(health, page)


def education_answers(education: Visitor) -> None:
    page = open_the_check(education)
    item(education, 0, LEARNING, may_leave=False)
    sign(education, page)


def social_care_knows_nothing(social_worker: Visitor, effort: Effort) -> None:
    """ "CYPS had no previous contact with the family": a signed nil return."""
    page = social_worker.page
    social_worker.click(page.get_by_role("link", name=re.compile("^Answer for")).first)
    social_worker.choose("No trace of these people")
    page.get_by_label("What did you search, and for whom?").fill("Case records, all names, all years")
    social_worker.press("Sign and send")
    expect(page.get_by_text("Signed and sent")).to_be_visible()
    effort.count("answer a check with nothing known", social_worker.clicks, most=3)


def the_manager_decides_and_sends_for_approval(manager: Visitor, case: str, effort: Effort) -> None:
    page = manager.page
    manager.go("/")
    manager.clicks = 0
    manager.click(page.get_by_role("link", name=re.compile("^Decide")).first)
    effort.count("from worklist to an opened case", manager.clicks, most=1)
    assert page.url == case
    expect(page.get_by_text("4 of 4 answered")).to_be_visible()
    manager.picture("case")
    manager.go(f"{case}room/")
    expect(page.get_by_text("stabbed in the arm")).to_be_visible()
    manager.picture("room")
    manager.go(case)
    manager.clicks = 0
    manager.click(page.get_by_role("link", name=re.compile("^Decide")).first)
    manager.choose("Tier 3: children's social care")
    manager.choose("Children's social care (tier 3)")
    page.get_by_label("Reasons").fill("Serious violence and drug use by both adults, which he has been present at.")
    manager.press("Record decision and start the product")
    for words in (ROBBERY, DRUGS):
        manager.click(page.locator(".om-item").filter(has_text=words).locator("label"))
    page.get_by_label("Recommendations").fill("Assess whether child protection procedures should begin.")
    manager.choose("To make enquiries because a child may be suffering significant harm (section 47)")
    manager.choose("The family was not asked: asking would put the protection of somebody at risk")
    manager.press("Save and check")
    expect(page.get_by_text("stabbed in the arm")).to_be_visible()
    manager.press("Send for approval")
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for approval")


def another_manager_approves(second: Visitor, clicks_before: int, effort: Effort) -> None:
    page = second.go("/")
    second.clicks = 0
    second.click(page.locator('a[href$="/approval/"]').first)
    expect(page.get_by_text("stabbed in the arm")).to_be_visible()
    second.press("Approve and release to Exeter assessment team")
    expect(page.get_by_role("heading", level=1)).to_have_text("Released to Exeter assessment team")
    effort.count("decide and send a product with two items, both people", clicks_before + second.clicks, most=12)


def the_team_opens_acknowledges_and_reports(team: Visitor) -> None:
    page = team.page
    team.click(page.locator("main table a").first)
    team.picture("product")
    for words in (ROBBERY, DRUGS):
        expect(page.get_by_text(words)).to_be_visible()
    for words in (HOSPITAL, LEARNING, INFORMANT):
        assert words not in page.content()
    team.press("Acknowledge: our team has this")
    team.follow("Tell the hub what came of it")
    team.choose("Strategy discussion held")
    page.get_by_label("Anything else the hub should know").fill(
        "Convened after our assessment, with the police and the school."
    )
    today = localdate()
    fill(page, happened_on_day=str(today.day), happened_on_month=str(today.month), happened_on_year=str(today.year))
    team.press("Send to the hub")
    expect(page.get_by_text("There is a problem")).not_to_be_visible()


def the_manager_tells_everybody(manager: Visitor, case: str) -> None:
    page = manager.go(case)
    expect(page.get_by_text("Strategy discussion held").first).to_be_visible()
    expect(page.get_by_text("acknowledged", exact=False).first).to_be_visible()
    manager.go("/")
    manager.click(page.get_by_role("link", name=re.compile("^Tell the referrer")).first)
    manager.press("Tell the referrer")
    manager.press("Tell the agencies")
    manager.go(case)
    manager.follow("Close")
    manager.press("Close the enquiry")
    expect(page.locator("main")).to_contain_text("is closed.")


def the_school_reads_the_outcome(school: Visitor, code: str) -> None:
    page = school.go("/devon/receipt/")
    page.get_by_label("Your code").fill(code.lower().replace("-", " "))
    school.press("Show the receipt")
    expect(page.get_by_text("passed", exact=False).first).to_be_visible()
    for words in (ROBBERY, DRUGS, HOSPITAL, LEARNING, "Kieran", "Whitlock", "police"):
        assert words not in page.inner_text("main")


def nothing_sealed_is_in_mail_or_logs(two_doors: doors.TwoDoors) -> None:
    written = [path.read_text(errors="replace") for path in two_doors.logs.rglob("*") if path.is_file()]
    assert written
    for words in (ROBBERY, DRUGS, HOSPITAL, LEARNING, INFORMANT, CONCERN, "Whitlock"):
        assert not any(words in text for text in written), words


def open_the_check(person: Visitor) -> Page:
    person.click(person.page.get_by_role("link", name=re.compile("^Answer for")).first)
    person.click(person.page.get_by_text("We have information"))
    return person.page


def item(person: Visitor, number: int, words: str, *, may_leave: bool) -> None:
    page, prefix = person.page, f"items-{number}"
    page.locator(f"#id_{prefix}-text").fill(words)
    page.locator(f"input[name={prefix}-source_kind][value=fact]").check()
    page.locator(f"input[name={prefix}-leave][value={'whole' if may_leave else 'ask'}]").check()
    page.locator(f"input[name={prefix}-sensitivity][value=hub]").check()


def sign(person: Visitor, page: Page) -> None:
    page.locator("#id_searched").fill("All our systems, all names, ten years")
    person.press("Sign and put in the sealed room")
    expect(page.get_by_text("Signed and sent")).to_be_visible()


def fill(page: Page, **fields: str) -> None:
    for name, words in fields.items():
        page.locator(f"#id_{name}").fill(words)
