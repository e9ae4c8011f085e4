"""`{% load govuk %}` brings these too: ratings, clocks, timelines, tables and other pieces of a case page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from openmash.web.shared import deadline_words
from openmash.web.shared.components import draw
from openmash.web.shared.frame import NavItem
from openmash.web.shared.pieces import TimelineEntry, rating_class

register = template.Library()


@register.simple_tag
def rating(colour: str, word: str = "") -> SafeString:
    """`{% rating "amber_2" "Amber 2" %}`: a rating, always with its word; an empty one says "Not rated"."""
    text = word or str(colour or "").replace("_", " ").capitalize() or "Not rated"
    return format_html('<strong class="govuk-tag {}">{}</strong>', rating_class(str(colour or "")), text)


@register.simple_tag
def state(text: str, colour: str = "grey") -> SafeString:
    """`{% state "Open" "blue" %}`: a word in a tinted box; colours as the Design System names them."""
    return draw("tag", {"text": text, "classes": f"govuk-tag--{colour}"})


@register.simple_tag
def clock(due_at: datetime | None, now: datetime, done_at: datetime | None = None) -> SafeString:
    """`{% clock due_at now %}`: how long is left or how late; a script moves it on each minute."""
    if due_at is None:
        return SafeString('<span class="om-clock">No deadline</span>')
    due, present = timezone.localtime(due_at), timezone.localtime(now)
    words = deadline_words.describe(due, present, done_at=timezone.localtime(done_at) if done_at else None)
    live = format_html(' data-clock data-due="{}" data-now="{}"', due.isoformat(), present.isoformat())
    return format_html(
        '<time class="om-clock om-clock--{}" datetime="{}"{}><strong class="om-clock__lead">{}</strong>'
        '<span class="om-clock__dot"> · </span><span class="om-clock__due">{}</span></time>',
        words.standing.replace("_", "-"),
        due.isoformat(),
        "" if done_at else live,
        words.lead,
        words.due,
    )


@register.inclusion_tag("shared/parts/timeline.html")
def timeline(entries: Iterable[TimelineEntry], heading_level: int = 3) -> dict[str, Any]:
    """`{% timeline entries %}`: what happened, in the order given."""
    return {"entries": list(entries), "level": heading_level}


@register.inclusion_tag("shared/parts/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]], title: str = "", level: int = 2) -> dict[str, Any]:
    """`{% summary_list rows title="Referrer" %}`: rows of (key, value[, url[, word of the link]])."""
    padded = [(*row, "", "Change")[:4] if len(row) == 2 else (*row, "Change")[:4] for row in rows]
    links = any(url for _, _, url, _ in padded)
    return {"rows": padded, "title": title, "level": level, "links": links}


@register.inclusion_tag("shared/parts/table.html")
def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    caption: str = "",
    column_classes: Sequence[str] = (),
    empty_text: str = "Nothing to show.",
    hide_caption: bool = False,
) -> dict[str, Any]:
    """`{% table headings rows caption="Open checks" %}`: plain rows; wide ones scroll inside the page.

    Args:
        headings: of the columns.
        rows: one value for each column; the first is the row's heading.
        caption: what the table holds; say it always, hide it from sight with ``hide_caption``.
        column_classes: a class for each column, e.g. ``"govuk-table__cell--numeric"``.
        empty_text: shown instead of a table without rows.
        hide_caption: keep the caption for screen readers only.
    """
    classes = [*column_classes, *[""] * len(headings)]
    cells = [list(zip(row, classes, strict=False)) for row in rows]
    shown = {"headings": list(zip(headings, classes, strict=False)), "rows": cells}
    return {**shown, "caption": caption, "empty_text": empty_text, "hide_caption": hide_caption}


@register.inclusion_tag("shared/parts/sub_navigation.html")
def sub_navigation(items: Iterable[Any], label: str = "Parts of this page") -> dict[str, Any]:
    """`{% sub_navigation items %}`: links within one case; items are NavItem or (label, url, current)."""
    return {"items": [_nav_item(item) for item in items], "label": label}


@register.simple_tag
def service_navigation(items: Iterable[Any], name: str, home_url: str) -> SafeString:
    """`{% service_navigation frame.navigation "OpenMASH" "/" %}`: the bar at the top of every page.

    Items of a group stand under "More", which opens without a script; where one is, "More" is marked as current.
    """
    shown = list(items)
    further = [item for item in shown if getattr(item, "group", "")]
    bar = [_nav_item(item) for item in shown if item not in further]
    links = [{"text": label, "href": url, "current": current} for label, url, current in bar]
    told: dict[str, Any] = {"serviceName": name, "serviceUrl": home_url, "navigation": links}
    if further:
        told["slots"] = {"navigationEnd": render_to_string("shared/parts/more_places.html", _more(further))}
    return draw("service-navigation", told)


def _more(items: Sequence[NavItem]) -> dict[str, Any]:
    """What stands under "More": groups in the order of their first place."""
    groups: dict[str, list[NavItem]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    here = next((item.label for item in items if item.current), "")
    return {"groups": list(groups.items()), "here": here}


@register.simple_tag(takes_context=True)
def pagination(context: RequestContext, page: Page[Any], key: str = "page") -> SafeString:
    """`{% pagination page %}`: links to the other pages of a list, keeping its filters."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    links: dict[str, Any] = {"landmarkLabel": "Pages", "items": []}
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            url = _url_of(context, key, number)
            links["items"].append({"number": number, "href": url, "current": number == page.number})
        else:
            links["items"].append({"ellipsis": True})
    if page.has_previous():
        links["previous"] = {"href": _url_of(context, key, page.previous_page_number())}
    if page.has_next():
        links["next"] = {"href": _url_of(context, key, page.next_page_number())}
    return draw("pagination", links)


@register.filter
def date_time(at: datetime | None) -> str:
    """`{{ at|date_time }}`: "Fri 6 Nov 2026, 14:30", local; nothing for None."""
    if not at:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


@register.filter
def day(at: date | None) -> str:
    """`{{ born|day }}`: "6 November 2026"; nothing for None."""
    if not at:
        return ""
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    return f"{local.day} {local:%B %Y}"


@register.filter
def clock_time(at: datetime | None) -> str:
    """`{{ at|clock_time }}`: "14:30", local; nothing for None."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


@register.filter
def nhs_number(digits: str | None) -> str:
    """`{{ number|nhs_number }}`: "999 000 0018", as the NHS writes it."""
    text = digits or ""
    return f"{text[:3]} {text[3:6]} {text[6:]}" if len(text) == 10 else text


def _nav_item(item: Any) -> tuple[str, str, bool]:
    if isinstance(item, tuple | list):
        label, url, current = item
        return label, url, current
    return item.label, item.url, item.current


def _url_of(context: RequestContext, key: str, number: int) -> str:
    query = context["request"].GET.copy()
    query[key] = str(number)
    return f"?{query.urlencode()}"
