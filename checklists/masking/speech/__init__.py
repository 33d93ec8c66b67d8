"""What masking knows of each language: titles, introductions, common names, and words that are none."""

from checklists.masking.speech import de, en, lt, sv, tr
from checklists.masking.speech.lexicon import Speech

SPEECHES: dict[str, Speech] = {"en": en.SPEECH, "de": de.SPEECH, "sv": sv.SPEECH, "lt": lt.SPEECH, "tr": tr.SPEECH}

__all__ = ["SPEECHES", "Speech"]
