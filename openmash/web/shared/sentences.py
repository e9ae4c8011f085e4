"""What a form says when something is wrong, in the manner of the GOV.UK Design System."""

from django import forms
from django.forms.utils import pretty_name

# Words that a label may begin with and that take no article before them.
_NO_ARTICLE = frozenset(
    {
        "the",
        "a",
        "an",
        "any",
        "anything",
        "anyone",
        "each",
        "every",
        "all",
        "your",
        "their",
        "his",
        "her",
        "its",
        "our",
        "my",
        "this",
        "that",
        "these",
        "those",
        "how",
        "what",
        "when",
        "where",
        "who",
        "whom",
        "whose",
        "why",
        "which",
        "whether",
        "if",
    }
)


def named(field: forms.Field, name: str = "") -> str:
    """Return the field's label as text, made from its name if it has none."""
    return str(field.label) if field.label else pretty_name(name)


def in_a_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence: "First name" -> "first name"; "NHS number" stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def the(label: str) -> str:
    """Return a label as an object: "First name" -> "the first name", "Your name" -> "your name"."""
    inner = in_a_sentence(label)
    return inner if inner.partition(" ")[0].lower() in _NO_ARTICLE else f"the {inner}"


def speak_plainly(field: forms.Field, name: str) -> None:
    """Give `field` sentences of ours wherever it still has Django's own."""
    field.label = named(field, name)
    for code, sentence in _sentences(field).items():
        if field.error_messages.get(code) in (None, _djangos_own(field, code)):
            field.error_messages[code] = sentence


def missing(field: forms.Field) -> str:
    """Return the sentence for a field that was left empty."""
    label = named(field)
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if isinstance(field, forms.FileField):
        return f"Choose a file for {the(label)}"
    verb = "Select" if isinstance(field, forms.ChoiceField) else "Enter"
    return f"{verb} {the(label)}"


def _sentences(field: forms.Field) -> dict[str, str]:
    label = named(field)
    counted = label.replace("%", "%%")
    found = {"required": missing(field)}
    if isinstance(field, forms.CharField):
        found["max_length"] = f"{counted} must be %(limit_value)d characters or fewer; it is %(show_value)d now"
        found["min_length"] = f"{counted} must be %(limit_value)d characters or more"
        found["null_characters_not_allowed"] = f"{label} holds a character that cannot be kept; type it again"
    if isinstance(field, forms.EmailField):
        found["invalid"] = f"{label} must be an email address, like name@example.org"
    if isinstance(field, forms.IntegerField):
        found["invalid"] = f"{label} must be a number, like 3"
        found["min_value"] = f"{counted} must be %(limit_value)s or more"
        found["max_value"] = f"{counted} must be %(limit_value)s or fewer"
    if isinstance(field, forms.ChoiceField):
        found["invalid_choice"] = f"{counted}: choose one of the answers listed"
    return found


def _djangos_own(field: forms.Field, code: str) -> object:
    for kind in type(field).__mro__:
        messages = getattr(kind, "default_error_messages", {}) if kind.__module__.startswith("django.") else {}
        if code in messages:
            return messages[code]
    return None
