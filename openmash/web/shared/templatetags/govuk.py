"""`{% load govuk %}`: GOV.UK components, form fields and error summaries."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import loader
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from openmash.web.shared import error_lists
from openmash.web.shared.components import draw, options
from openmash.web.shared.field_html import field_html
from openmash.web.shared.templatetags import case_work

register = template.Library()
# One library to load: the case-work tags come with it.
register.tags.update(case_work.register.tags)
register.filters.update(case_work.register.filters)


@register.simple_tag
def govuk(component: str, **given: Any) -> SafeString:
    """`{% govuk "button" text="Save" %}`: any component of the Design System."""
    return draw(component, options(given))


@register.simple_tag
def govuk_field(bound: BoundField, **given: Any) -> SafeString:
    """`{% govuk_field form.name size="m" %}`: a form field with its label, hint, error and input."""
    return field_html(bound, **given)


@register.simple_tag
def govuk_form(form: BaseForm) -> SafeString:
    """`{% govuk_form form %}`: every field of a form, in its order, then the hidden ones."""
    bounds = [*form.visible_fields(), *form.hidden_fields()]
    return format_html_join("\n", "{}", ((field_html(bound),) for bound in bounds))


@register.simple_tag
def govuk_errors(*forms: BaseForm | BaseFormSet[Any] | str | None, **named: BaseFormSet[Any]) -> SafeString:
    """`{% govuk_errors form child=children %}`: one summary of every fault, linked to the fields.

    Args:
        forms: forms; what is missing from the context is passed over.
        named: formsets, each under the word that begins its sentences ("Child 2: …").
    """
    lines = [line for form in forms if isinstance(form, BaseForm) for line in error_lists.form_lines(form)]
    for name, formset in named.items():
        lines += error_lists.formset_lines(formset, name.replace("_", " ").capitalize())
    return error_lists.error_summary(lines)


@register.simple_tag
def govuk_formset_errors(formset: BaseFormSet[Any], name: str = "Row") -> SafeString:
    """`{% govuk_formset_errors children name="Child" %}`: the faults of a formset alone."""
    return error_lists.error_summary(list(error_lists.formset_lines(formset, name)))


@register.simple_tag
def notification(text: str, kind: str = "important", number: int = 0) -> SafeString:
    """`{% notification "Saved" kind="success" %}`: a banner; kind is ``success`` or ``important``.

    Where several stand on one page, each has its ``number``: it keeps the ids of their titles apart.
    """
    params: dict[str, Any] = {
        "html": format_html('<p class="govuk-notification-banner__heading">{}</p>', text),
        "titleId": f"om-banner-{number}",
    }
    if kind == "success":
        params["type"] = "success"
    return draw("notification-banner", params)


class _Around(template.Node):
    """A component drawn around what stands between two tags."""

    def __init__(self, component: FilterExpression, given: dict[str, FilterExpression], inner: NodeList) -> None:
        self.component, self.given, self.inner = component, given, inner

    def render(self, context: Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self.given.items()}
        return draw(self.component.resolve(context), {**options(given), "html": self.inner.render(context)})


@register.tag
def govuk_block(parser: Parser, token: Token) -> _Around:
    """`{% govuk_block "inset-text" %}…{% endgovuk_block %}`: a component around HTML."""
    _, component, *rest = token.split_contents()
    given = token_kwargs(rest, parser)
    inner = parser.parse(("endgovuk_block",))
    parser.delete_first_token()
    return _Around(parser.compile_filter(component), given, inner)


@register.tag
def details(parser: Parser, token: Token) -> _Around:
    """`{% details "What counts as harm?" %}…{% enddetails %}`: text that opens on a click."""
    _, summary = token.split_contents()
    inner = parser.parse(("enddetails",))
    parser.delete_first_token()
    return _Around(parser.compile_filter('"details"'), {"summary_text": parser.compile_filter(summary)}, inner)


@register.tag
def sealed_room(parser: Parser, token: Token) -> _SealedRoom:
    """`{% sealed_room %}…{% endsealed_room %}`: the frame that says: this does not leave the hub."""
    inner = parser.parse(("endsealed_room",))
    parser.delete_first_token()
    return _SealedRoom(inner)


class _SealedRoom(template.Node):
    def __init__(self, inner: NodeList) -> None:
        self.inner = inner

    def render(self, context: Context) -> SafeString:
        frame = loader.get_template("shared/parts/sealed_room.html")
        inner = mark_safe(self.inner.render(context))
        return mark_safe(frame.render({"inner": inner}))
