"""Steps of issues, screening, checklists, return interviews and panels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules.issues import IssueTold
from openmash.enquiries import queries as enquiry_queries
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, when_of, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.screening import (
    BringToPanel,
    CompleteChecklist,
    EndInterview,
    ExpectChecklist,
    ExpectInterview,
    ExpectIssues,
    ExpectPanel,
    KeepInStep,
    NoteFound,
    PanelSays,
    RaiseIssues,
    ScreenTogether,
)
from openmash.screening import queries as screening_queries
from openmash.screening import services as screening_services
from openmash.screening.rules.checklists import ChecklistTold
from openmash.screening.rules.interviews import InterviewTold
from openmash.screening.rules.joint import Voice
from openmash.screening.rules.panels import PanelTold


@act.register
def raise_issues(step: RaiseIssues, stage: Stage, at: datetime) -> str:
    told = [IssueTold(each.issue, stage.named[each.about][1] + 1 if each.about else 0) for each in step.issues]
    contact_id = stage.contacts[step.contact]
    contact_services.raise_issues(contact_id=contact_id, told=told, actor=stage.actor(step.by), at=at)
    found = contact_queries.issues_of([contact_id], actor=stage.prompter())
    said = [f"{each.label} ({each.about_name})" if each.about_name else each.label for each in found]
    return f"says what it raises: {'; '.join(said)}"


@act.register
def expect_issues(step: ExpectIssues, stage: Stage, at: datetime) -> str:
    found = contact_queries.issues_of([stage.contacts[step.contact]], actor=stage.prompter())
    standing = [each.code for each in found if each.taken_back_at is None]
    return is_("issues raised", ", ".join(sorted(step.issues)), ", ".join(sorted(standing)))


@act.register
def screen_together(step: ScreenTogether, stage: Stage, at: datetime) -> str:
    screening_services.screen(
        contact_id=stage.contacts[step.contact],
        code=step.screening,
        voices=[Voice(stage.agencies[each.agency], each.said_by, each.outcome) for each in step.voices],
        outcome=step.outcome,
        reasons=step.reasons,
        actor=stage.actor(step.by),
        at=at,
    )
    [*_, done] = screening_queries.screenings_of([stage.contacts[step.contact]], actor=stage.prompter())
    views = "; ".join(f"{each.agency_name} {each.outcome_label.lower()}" for each in done.voices)
    return f"records the screening: {done.outcome_label} ({views}). {step.reasons}"


@act.register
def complete_checklist(step: CompleteChecklist, stage: Stage, at: datetime) -> str:
    enquiry_id, actor = stage.enquiry_id(step.enquiry), stage.actor(step.by)
    rule = enquiry_queries.model_for(enquiry_id, actor=actor).checklist(step.checklist)
    text = screening_queries.text_of(rule.text, actor=actor)
    answers = {each.code: "yes" if each.code in step.yes else "no" for each in text.questions}
    screening_services.complete(
        enquiry_id=enquiry_id,
        person_id=stage.person_id(step.about),
        code=step.checklist,
        told=ChecklistTold(answers, step.judgement, step.why, step.with_them),
        actor=actor,
        at=at,
    )
    label = rule.judgement(step.judgement).label
    return f"completes the checklist: score {text.score(answers)} of {text.most}, judged {label.lower()}: {step.why}"


@act.register
def expect_checklist(step: ExpectChecklist, stage: Stage, at: datetime) -> str:
    found = screening_queries.checklists_of(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    about = [each for each in found if each.person_id == stage.person_id(step.about)]
    if not about:
        raise Unmet(expected=f"a checklist about “{step.about}”", found="none")
    newest = about[0]
    return all_of(is_("score", str(step.score), str(newest.score)), is_("judgement", step.judgement, newest.judgement))


@act.register
def note_found(step: NoteFound, stage: Stage, at: datetime) -> str:
    interview_id = screening_services.note_found(
        enquiry_id=stage.enquiry_id(step.enquiry),
        person_id=stage.person_id(step.child),
        found_at=step.found,
        missing_from=step.missing_from,
        actor=stage.actor(step.by),
        at=at,
    )
    stage.interviews[step.called] = interview_id
    _, subject = stage.subject(step.child)
    found = screening_queries.interviews_of(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    due = next(each for each in found if each.id == interview_id)
    return f"notes that {subject.person.display_name} is found. {due.due_words}"


@act.register
def end_interview(step: EndInterview, stage: Stage, at: datetime) -> str:
    who: dict[str, Any] = {
        "interview_id": stage.interviews[step.interview],
        "actor": stage.actor(step.by),
        "at": at,
    }
    if step.ended == "declined":
        screening_services.decline(why=step.said, **who)
        return f"records that the child did not want to speak: {step.said}"
    if step.ended == "not_possible":
        screening_services.give_up(why=step.said, **who)
        return f"records that it could not be held: {step.said}"
    told = InterviewTold(step.interviewer, step.independent, step.said, step.themes)
    screening_services.hold(told=told, **who)
    return f"records the return interview by {step.interviewer}: “{step.said}”"


@act.register
def expect_interview(step: ExpectInterview, stage: Stage, at: datetime) -> str:
    found = screening_queries.interviews_of(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    theirs = [each for each in found if each.person_id == stage.person_id(step.child)]
    if not theirs:
        raise Unmet(expected=f"a return interview of “{step.child}”", found="none")
    newest = theirs[0]
    said = [
        is_("the interview's state", step.state, newest.state),
        is_("late", yes_or_no(step.late), yes_or_no(newest.late_at(at))),
    ]
    if step.due:
        said.append(is_("due", when_of(step.due, stage), when_of(newest.due_at, stage)))
    return all_of(*said)


@act.register
def bring_to_panel(step: BringToPanel, stage: Stage, at: datetime) -> str:
    told = PanelTold(
        why=step.why,
        agrees=step.agrees,
        why_not_asked=step.why_not_asked,
        grounds=step.grounds,
        safe_contact=step.safe_contact,
        at_risk=tuple(stage.person_id(each) for each in step.at_risk),
    )
    enquiry_id, actor = stage.enquiry_id(step.enquiry), stage.actor(step.by)
    stage.referrals[step.called] = screening_services.refer(
        enquiry_id=enquiry_id,
        person_id=stage.person_id(step.about),
        panel=step.panel,
        told=told,
        actor=actor,
        at=at,
    )
    label = enquiry_queries.model_for(enquiry_id, actor=actor).panel(step.panel).label
    return f"brings them to: {label}. {step.why}"


@act.register
def panel_says(step: PanelSays, stage: Stage, at: datetime) -> str:
    referral_id, actor = stage.referrals[step.referral], stage.actor(step.by)
    if step.what == "list" and step.meets_on:
        screening_services.list_for(referral_id=referral_id, meets_on=step.meets_on, actor=actor, at=at)
        return f"notes that the panel meets on {step.meets_on:%d %B %Y}"
    if step.what == "hear":
        screening_services.hear(referral_id=referral_id, plan=step.words, actor=actor, at=at)
        return f"records the panel's plan: {step.words}"
    screening_services.turn_away(referral_id=referral_id, why=step.words, actor=actor, at=at)
    return f"records that the panel does not take it: {step.words}"


@act.register
def keep_in_step(step: KeepInStep, stage: Stage, at: datetime) -> str:
    screening_services.keep_in_step(
        referral_id=stage.referrals[step.referral],
        words=step.words,
        to_panel=step.to_panel,
        checked=step.checked,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"{'tells the panel' if step.to_panel else 'writes down what the panel told'}: {step.words}"


@act.register
def expect_panel(step: ExpectPanel, stage: Stage, at: datetime) -> str:
    referral_id: UUID = stage.referrals[step.referral]
    enquiry_id = screening_queries.enquiry_of_panel(referral_id, actor=stage.prompter())
    found = screening_queries.panels_of(enquiry_id, actor=stage.prompter())
    referral = next(each for each in found if each.id == referral_id)
    return all_of(
        is_("the referral's state", step.state, referral.state),
        is_("others in danger", str(step.at_risk), str(len(referral.at_risk))),
        is_("told between them", str(step.told), str(len(referral.words))),
    )
