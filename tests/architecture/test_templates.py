"""Pages: nothing inline, nothing unescaped, nothing left lying about; and no template is handed a row of a table."""

import re
from pathlib import Path

import allauth
import pytest

from tests.architecture import sources

TEMPLATES = sources.templates()
EVERY = pytest.mark.parametrize("path", sorted(TEMPLATES), ids=lambda path: path.split("/templates/")[-1])
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script without a file of its own": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
}
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
ELSEWHERE = re.compile(r"(?:\bsrc|\baction|<link\b[^>]*\bhref)\s*=\s*[\"']?(?:https?:)?//", re.I)


def name_of(path: str) -> str:
    return path.split("/templates/")[-1]


@EVERY
def test_nothing_is_inline(path: str) -> None:
    found = [what for what, pattern in INLINE.items() if pattern.search(TEMPLATES[path])]
    assert found == [], "the Content-Security-Policy lets no browser run or draw this"


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>",
        "<script>alert(1)</script>",
        '<a href="#" onclick="go()">',
        "javascript:go()",
    ],
)
def test_what_is_inline_would_be_noticed(text: str) -> None:
    assert any(pattern.search(text) for pattern in INLINE.values())
    assert not any(
        pattern.search('<script src="a.js"></script><p class="style">on time</p>') for pattern in INLINE.values()
    )


@pytest.mark.parametrize("path", [p for p in sorted(TEMPLATES) if p.endswith(".html")])  # mail is plain text
def test_everything_that_was_typed_is_escaped(path: str) -> None:
    assert UNESCAPED.search(TEMPLATES[path]) is None


@EVERY
def test_every_form_that_is_sent_proves_where_it_comes_from(path: str) -> None:
    forms = re.findall(r"<form\b[^>]*method\s*=\s*[\"']post[\"'].*?</form>", TEMPLATES[path], re.I | re.S)
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


@EVERY
def test_nothing_is_loaded_from_elsewhere(path: str) -> None:
    assert ELSEWHERE.search(TEMPLATES[path]) is None


@EVERY
def test_every_template_is_used(path: str) -> None:
    name = name_of(path)
    if name.startswith(("account/", "allauth/", "mfa/")):
        theirs = Path(allauth.__file__).parent / "templates" / name
        assert theirs.exists(), "this takes the place of no page of django-allauth's"
        return
    quoted = (f'"{name}"', f"'{name}'")
    elsewhere = [text for other, text in TEMPLATES.items() if other != path]
    code = [source.text for source in sources.python("openmash", "config", "tests")]
    folder = f'"{name.rsplit("/", 1)[0]}/'  # names that are put together, such as shared/errors/{status}.html
    assert any(any(q in text for q in quoted) for text in [*elsewhere, *code]) or any(
        re.search(re.escape(folder[1:]) + r"\{\w+\}", text) for text in code
    )
