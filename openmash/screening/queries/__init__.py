"""What was screened, asked, heard and brought to panels; the words of it one by one, audited."""

from openmash.screening.queries.cases import (
    ChecklistView,
    InterviewView,
    PanelView,
    PanelWordView,
    checklists_of,
    interviews_due,
    interviews_of,
    panels_of,
    safety_first,
    text_of,
    texts,
    themes_of,
    words_of_checklist,
    words_of_interview,
    words_of_panel,
)
from openmash.screening.queries.joint import ScreeningView, VoiceView, screenings_of

__all__ = [
    "ChecklistView",
    "InterviewView",
    "PanelView",
    "PanelWordView",
    "ScreeningView",
    "VoiceView",
    "checklists_of",
    "interviews_due",
    "interviews_of",
    "panels_of",
    "safety_first",
    "screenings_of",
    "text_of",
    "texts",
    "themes_of",
    "words_of_checklist",
    "words_of_interview",
    "words_of_panel",
]
