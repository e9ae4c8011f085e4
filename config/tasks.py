"""What happens by itself: the worker goes round every hub, and each round is a call of that package's services.

Nothing is lost when the worker is down: what waits is in the database, and the next round finds it. "Overdue" is
never written by a round; screens work it out.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.core.management import call_command
from procrastinate.contrib.django import app

from openmash.accounts import services as account_services
from openmash.audit import services as audit_services
from openmash.checks import services as check_services
from openmash.contacts import services as contact_services
from openmash.core import clock, hub_context
from openmash.differences import services as difference_services
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notification_services
from openmash.oversight import services as oversight_services
from openmash.people import services as people_services
from openmash.person_index import services as index_services
from openmash.products import services as product_services
from openmash.retention import services as retention_services
from openmash.sealed import services as sealed_services

log = structlog.get_logger(__name__)

MOST_IN_A_ROUND = 500  # then the other hubs have their turn

# What is done at each round in each hub, in this order: take in before telling. Each returns how many it dealt with,
# and is called again, in a transaction of its own, until there is nothing left.
ROUND: tuple[Callable[..., int], ...] = (
    contact_services.take_in_submissions,
    contact_services.ring_about_late,
    sealed_services.take_in_replies,
    product_services.take_in_reports,
    difference_services.take_in_challenges,
    difference_services.move_up_overdue,
    check_services.look_up_asked,
    check_services.chase_by_ladder,
    enquiry_services.run_on_what_stood_long,
    notification_services.deliver_next,
    account_services.forget_old_drafts,
    exclusion_services.end_what_is_over,
    oversight_services.look_after_endings,
    oversight_services.ask_required_reviews,
    oversight_services.draw_cases,
    sealed_services.forget_waiting_files,
    people_services.renew_index_where_needed,
    index_services.stop_broken_off,
    index_services.count_changes,
    index_services.tidy,
    audit_services.seal,
    notification_services.send_checkpoints,
)

# What is deleted each night because it was only kept for a while. What a schedule says is never erased by itself: one
# person prepares a list, and another approves it (openmash.retention).
NIGHT: tuple[Callable[..., int], ...] = (
    exclusion_services.forget_ended,
    contact_services.forget_letters,
    contact_services.forget_saved_forms,
    contact_services.forget_receipts,
    contact_services.forget_survey_links,
    check_services.forget_reply_files,
    check_services.forget_replies,
    check_services.forget_links,
    product_services.forget_reports,
    notification_services.forget_old,
    retention_services.forget_requests,
    index_services.withdraw_where_agreements_ended,
    index_services.forget_hits,
    index_services.forget_files,
    index_services.forget_refused,
    index_services.count_anew,
)


def go_round(*, at: datetime, tasks: tuple[Callable[..., int], ...] | None = None) -> dict[str, int]:
    """One round of all hubs; returns how many of each were dealt with.

    What fails in one hub stops nothing in the others; it is raised at the end, together.
    """
    dealt_with: dict[str, int] = {}
    failures: list[Exception] = []
    for hub in hub_queries.all_hubs():
        for task in ROUND if tasks is None else tasks:
            name = f"{task.__module__.split('.')[1]}.{task.__name__}"
            try:
                dealt_with[name] = dealt_with.get(name, 0) + _in_hub(hub.id, task, at)
            except Exception as error:  # noqa: BLE001  # kept, and raised below with the others
                error.add_note(f"in {name}, hub {hub.slug}")
                failures.append(error)
    if failures:
        raise ExceptionGroup("This round was not finished.", failures)
    return dealt_with


def _in_hub(hub_id: UUID, task: Callable[..., int], at: datetime) -> int:
    total = 0
    for _ in range(MOST_IN_A_ROUND):
        with hub_context.enter(hub_id=hub_id):
            dealt_with = task(hub_id=hub_id, at=at)
        total += dealt_with
        if not dealt_with:
            break
    return total


@app.periodic(cron="* * * * * */10")
@app.task(queue="rounds", queueing_lock="round", lock="round", pass_context=False)
def every_ten_seconds(timestamp: int) -> None:
    """A round; a new one is not queued while one waits."""
    dealt_with = {name: count for name, count in go_round(at=clock.now()).items() if count}
    if dealt_with:
        log.info("round", **dealt_with)


@app.periodic(cron="* * * * * */10")
@app.task(queue="loads", queueing_lock="loads", pass_context=False)
def load_indexes(timestamp: int) -> None:
    """Load the files that agencies sent for their person indexes, beside the rounds: one may take minutes."""
    for hub in hub_queries.all_hubs():
        loaded = index_services.begin_waiting(hub_id=hub.id, at=clock.now())
        if loaded:
            log.info("person index", hub=hub.slug, files=loaded)


@app.periodic(cron="47 2 * * *")
@app.task(queue="rounds", queueing_lock="log", lock="round")
def check_the_logs(timestamp: int) -> None:
    """Seal what was committed so late that no round found it, then check every hub's log as a whole."""
    for hub in hub_queries.all_hubs():
        _in_hub(hub.id, audit_services.seal_everything, clock.now())
        with hub_context.enter(hub_id=hub.id):
            found = audit_services.verify_and_note(hub_id=hub.id, at=clock.now())
        if found.problems:
            log.error("the log does not hold", hub=hub.slug, problems=list(found.problems))


@app.periodic(cron="17 3 * * *")
@app.task(queue="rounds", queueing_lock="night", lock="round")
def every_night(timestamp: int) -> None:
    """Delete what was only kept for a while, sessions that ended and jobs that are done."""
    go_round(at=clock.now(), tasks=NIGHT)
    call_command("clearsessions")
