"""The words of files, in the language of the reader. A test holds that no language lacks any."""

from types import ModuleType

from audit_api.documents.exports import ExportLanguage
from audit_api.exporting.words import de, en, lt, sv, tr

LANGUAGES: dict[ExportLanguage, ModuleType] = {"en": en, "de": de, "sv": sv, "lt": lt, "tr": tr}


class Words:
    """One language. `codes` are by column and code: `status.finalised`."""

    def __init__(self, language: ExportLanguage) -> None:
        module = LANGUAGES[language]
        self.language = language
        self.headings: dict[str, str] = module.HEADINGS
        self.codes: dict[str, str] = module.CODES
        self.tables: dict[str, str] = module.TABLES
        self.about: dict[str, str] = module.ABOUT
        self.report: dict[str, str] = module.REPORT
        self.sheet: dict[str, str] = module.SHEET
        self.why_differ: str = module.WHY_DIFFER

    def filter_name(self, heading: str) -> str:
        return self.about["filter"].format(heading)
