"""One form field as the Design System draws it: label, hint, error and input, tied together by ids."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from openmash.web.shared.components import draw
from openmash.web.shared.widgets import AttachFiles, DateBoxes

Params = dict[str, Any]

# Attributes Django puts on inputs that would cut short or refuse what somebody types before we can answer.
_DROPPED = ("maxlength", "minlength", "required", "placeholder", "min", "max", "step", "cols")


def field_html(
    bound: BoundField,
    *,
    size: str = "",
    heading: bool = False,
    hint: str | None = None,
    label: str = "",
    classes: str = "",
    rows: int = 0,
    hide_label: bool = False,
) -> SafeString:
    """Return the HTML of a form field.

    Args:
        bound: the field, as a template has it: ``form.name``.
        size: of the label: ``""`` plain, ``"s"``, ``"m"``, ``"l"`` or ``"xl"``.
        heading: the label is the page's h1.
        hint: instead of the field's help text; ``""`` for none.
        label: instead of the field's own.
        classes: for the input, e.g. ``"govuk-input--width-10"``.
        rows: height of a text area.
        hide_label: keep the label for screen readers only.
    """
    widget = bound.field.widget
    if bound.is_hidden:
        return mark_safe(str(bound))
    attrs = {key: value for key, value in widget.attrs.items() if key not in _DROPPED}
    label_classes = " ".join(
        filter(None, (f"govuk-label--{size}" if size else "", "govuk-visually-hidden" * hide_label))
    )
    common: Params = {
        "id": bound.id_for_label or bound.html_name,
        "name": bound.html_name,
        "label": {"text": label or _label(bound), "classes": label_classes, "isPageHeading": heading},
        "hint": {"text": text} if (text := bound.help_text if hint is None else hint) else None,
        "errorMessage": _error(bound),
        "classes": " ".join(filter(None, (str(attrs.pop("class", "")), classes))),
        "autocomplete": attrs.pop("autocomplete", None),
    }
    if rows:
        attrs["rows"] = rows
    for kind, drawn in _DRAWERS:
        if isinstance(widget, kind):
            return drawn(bound, common, attrs)
    return _input(bound, common, attrs)


def anchor(bound: BoundField) -> str:
    """Return the id of the input an error summary should lead to."""
    first = bound.errors.as_data()[0].code if bound.errors else None
    part = (first or "").split(" ")[0]
    if isinstance(bound.field.widget, DateBoxes) and part in bound.field.widget.parts:
        return f"{bound.auto_id}_{part}"
    return _first_id(bound)


def _first_id(bound: BoundField) -> str:
    # Radio buttons have no id of their own for Django; the macros give the plain one to the first.
    if isinstance(bound.field.widget, forms.RadioSelect):
        return str(bound.auto_id or bound.html_name)
    return str(bound.id_for_label or bound.html_name)


def _label(bound: BoundField) -> str:
    asks = bound.field.required or isinstance(bound.field, forms.BooleanField)
    optional = getattr(bound.form, "mark_optional", False) and not asks
    return f"{bound.label} (optional)" if optional else str(bound.label)


def _error(bound: BoundField) -> Params | None:
    if not bound.errors:
        return None
    return {"html": format_html_join(mark_safe("<br>"), "{}", ((each,) for each in bound.errors))}


def _fieldset(common: Params) -> Params:
    label = common["label"]
    classes = str(label["classes"]).replace("govuk-label--", "govuk-fieldset__legend--")
    return {"legend": {"text": label["text"], "classes": classes, "isPageHeading": label["isPageHeading"]}}


def _input(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    params = {**common, "type": kind, "value": widget.format_value(bound.value()) or ""}
    if kind == "number":
        # Number inputs change when the wheel turns and swallow what is not a number.
        params |= {
            "type": "text",
            "inputmode": "numeric",
            "classes": common["classes"] or "govuk-input--width-5",
        }
    for name in ("inputmode", "spellcheck", "pattern", "autocapitalize"):
        if name in attrs:
            params[name] = attrs.pop(name)
    return draw("input", {**params, "attributes": attrs})


def _textarea(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    rows = attrs.pop("rows", 5)
    # A browser drops the first line break inside a text area, so one is given for it to drop.
    value = "\n" + str(bound.field.widget.format_value(bound.value()) or "")
    params = {**common, "rows": rows, "value": value, "attributes": attrs, "spellcheck": True}
    limit = getattr(bound.field, "max_length", None)
    if limit:
        return draw("character-count", {**params, "maxlength": limit, "threshold": 75})
    return draw("textarea", params)


def _password(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    return draw("password-input", {**common, "attributes": attrs})


def _file(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    return draw("file-upload", {**common, "attributes": attrs})


def _attach(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    shown = {"upload": _file(bound, common, attrs), "waiting": getattr(bound.field.widget, "waiting", ())}
    return render_to_string("shared/parts/attach_files.html", {**shown, "name": bound.html_name})


def _date(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    widget: Any = bound.field.widget
    value = bound.value()
    texts = value if isinstance(value, list | tuple) else widget.decompress(value)
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id}_{part}",
            "label": part.capitalize(),
            "value": text or "",
            "classes": _box_classes(part, bool(bound.errors) and part in _wrong(bound, widget.parts)),
            "autocomplete": common["autocomplete"],
            # A month may be typed as a name, a time with a colon: no number pad for those.
            "inputmode": "numeric" if part in ("day", "year") else "text",
        }
        for part, text in zip(widget.parts, texts, strict=True)
    ]
    params = {"id": bound.auto_id, "items": items, "fieldset": _fieldset(common), "attributes": attrs}
    return draw("date-input", {**params, "hint": common["hint"], "errorMessage": common["errorMessage"]})


def _box_classes(part: str, wrong: bool) -> str:
    width = {"year": 4, "time": 4, "month": 3}.get(part, 2)
    return f"govuk-input--width-{width}{' govuk-input--error' if wrong else ''}"


def _wrong(bound: BoundField, parts: tuple[str, ...]) -> set[str]:
    codes = {part for error in bound.errors.as_data() for part in (error.code or "").split(" ")}
    return codes & set(parts) or set(parts)


def _one_checkbox(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    item = {
        "value": "on",
        "text": common["label"]["text"],
        "checked": bool(bound.value()),
        "attributes": attrs,
    }
    params = {"idPrefix": common["id"], "name": common["name"], "items": [item], "classes": common["classes"]}
    return draw("checkboxes", {**params, "hint": common["hint"], "errorMessage": common["errorMessage"]})


def _choices(bound: BoundField, *, blank: bool) -> Iterator[Params]:
    value = bound.value()
    given = value if isinstance(value, list | tuple | set) else [value]
    chosen = {"" if each is None else str(each) for each in given}
    hints = getattr(bound.field.widget, "hints", {})
    for given_key, text in _flat(bound.field.widget.choices):
        key = "" if given_key is None else str(given_key)
        if key or blank:
            item = {"value": key, "text": str(text), "checked": key in chosen, "selected": key in chosen}
            yield {**item, "hint": {"text": hints[key]} if key in hints else None}


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, text in choices:
        if isinstance(text, list | tuple):
            yield from _flat(text)
        else:
            yield key, text


def _select(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    if getattr(bound.field.widget, "allow_multiple_selected", False):
        attrs["multiple"] = True
    return draw("select", {**common, "items": list(_choices(bound, blank=True)), "attributes": attrs})


def _many(component: str, bound: BoundField, common: Params, attrs: Params) -> SafeString:
    widget = bound.field.widget
    size = f"govuk-{component}--small" if getattr(widget, "small", False) else ""
    line = f"govuk-{component}--inline" if getattr(widget, "inline", False) else ""
    params: Params = {
        "idPrefix": _first_id(bound),
        "name": common["name"],
        "fieldset": _fieldset(common),
        "hint": common["hint"],
        "errorMessage": common["errorMessage"],
        "items": list(_choices(bound, blank=False)),
        "classes": " ".join(filter(None, (common["classes"], size, line))),
        "attributes": attrs,
    }
    return draw(component, params)


def _radios(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    return _many("radios", bound, common, attrs)


def _checkboxes(bound: BoundField, common: Params, attrs: Params) -> SafeString:
    return _many("checkboxes", bound, common, attrs)


# The order matters: to Django a group of checkboxes is a kind of radio buttons.
_DRAWERS = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _one_checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (AttachFiles, _attach),
    (forms.FileInput, _file),
)
