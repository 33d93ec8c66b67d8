"""What has a shape: mail and web addresses, telephone and other numbers that identify, plates, streets, dates."""

import re
from collections.abc import Iterable, Iterator

from checklists.masking.spans import Kind, Span

_UPPER = "A-ZÄÖÜÅĄČĘĖĮŠŲŪŽÇĞİŞÉ"
_AT = r"\s?(?:@|\(at\)|\[at\]|\(ät\)|\[ät\]|\(eta\)|\(et\))\s?"
_TLD = r"(?:com|org|net|eu|info|biz|shop|app|io|de|at|ch|se|lt|tr|uk|ie|us|lv|ee|pl|dk|no|fi|nl|fr|it|es)"
_EMAIL = re.compile(rf"[\w.+%-]+{_AT}[\w-]+(?:(?:\.|\s?(?:\(dot\)|\[dot\]|\(punkt\))\s?)[\w-]+)+", re.I)
_WEB = re.compile(
    rf"(?:https?://|www\.)[^\s⟦⟧\ufffc<>\"“”]+[^\s⟦⟧\ufffc<>\"“”.,;:!?)]|(?<![\w@.])(?:[\w-]+\.)+{_TLD}(?:/[^\s⟦⟧\ufffc]*)?(?![\w-])",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w.])@[\w.]*\w{2,}")

_DIGITS = re.compile(r"(?<![\w.,])(?:\+|\(\+?)?\d(?:[\s\-./()–\u00a0]{0,3}\d){4,}(?!\w)")
_MONEY = re.compile(
    r"\s?(?:€|eur\w*|euro\w*|sek|kr\b|kron\w*|tl\b|lira\w*|₺|£|\$|usd|gbp|pound\w*|%|percent|prozent|procent\w*|km|m²|"
    r"kvm|points?|punkte?|poäng|tašk\w*|puan)",
    re.I,
)
_MONEY_BEFORE = re.compile(r"(?:€|£|\$|₺|eur|sek|tl|usd|gbp)\s?$", re.I)
_TELEPHONE_BEFORE = re.compile(
    r"(?:tel|phone|call(?:ed)?|mobile|number|ring|nummer|handy|telefon\w*|mobil\w*|num(?:er|ar|ara)\w*|cep|no|nr)"
    r"[\s.:#]*$",
    re.I,
)
# A word that announces a number: what follows and has a digit identifies somebody, however short.
_ANNOUNCED = re.compile(
    r"\b(?:(?:order|customer|client|booking|reservation|invoice|receipt|ticket|case|reference|ref|contract|member|card|"
    r"account|patient|parcel|tracking|policy)(?:\s?(?:number|no|nr|id|code))?"
    r"|(?:bestell|kunden|auftrags?|rechnungs|beleg|vorgangs|vertrags|ticket|buchungs|sendungs|patienten|karten|"
    r"mitglieds|konto|bon)-?(?:nummer|nr|id)"
    r"|(?:order|kund|boknings|faktura|kvitto|ärende|referens|medlems|kort|konto|patient|kolli|avtals)-?"
    r"(?:nummer|numret|nr|id)"
    r"|(?:užsakym|klient|sąskait|čeki|kvit|rezervacij|sutart|kortel|pacient|siunt|bilet)\w*\s(?:numer\w*|nr)"
    r"|(?:sipariş|müşteri|fatura|fiş|rezervasyon|kargo|kayıt|sözleşme|üye|kart|hasta|takip|talep)\s"
    r"(?:numara\w*|no\w*|nr|kodu\w*)"
    r"|iban)[\s.:#№]*(?:(?:was|is|war|ist|lautete|var|är|buvo|yra)\s+)?(?P<value>(?=[\w\-/]*\d)[\w\-/]*\w)",
    re.I,
)
_CODE = re.compile(
    rf"(?<!\w)(?=[{_UPPER}\d\-/]*\d{{3}})(?=[\d\-/]*[{_UPPER}])[{_UPPER}\d]+(?:[-/][{_UPPER}\d]+)*(?!\w)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,3})?\b")

_PLATES = re.compile(
    rf"(?<![\w-])(?:[{_UPPER}]{{1,3}}[- ][A-Z]{{1,2}}[ -]?\d{{1,4}}[EH]?|[A-Z]{{3}}[ -]?\d{{2}}[A-Z\d]|"
    r"(?:0[1-9]|[1-7]\d|8[01]) ?[A-Z]{1,3} ?\d{2,5}|[A-Z]{2}\d{2} ?[A-Z]{3})(?!\w)"
)
_PLATE_ANNOUNCED = re.compile(
    r"\b(?:licen[cs]e plate|number plate|registration(?: number)?|plate|kennzeichen|nummernschild|registreringsnummer|"
    r"reg\.?-?n(?:umme)?r|regnr|registreringsskylt\w*|valst\w*\.? ?n(?:umer)?\w*\.?|plaka\w*)[\s:.]*"
    r"(?:(?:was|is|war|ist|var|är|buvo|yra|with|mit|med|su)\s+)?"
    r"(?P<value>(?=[\w\- ]{0,9}\d)[^\W_]{1,4}[ -]?[^\W_]{1,5}(?:[ -]?\d{1,5})?)(?!\w)",
    re.I,
)

_STREETS = re.compile(
    rf"\b(?:(?-i:[{_UPPER}])[\w-]*?(?:straße|strasse|str\.|gasse|allee|damm|(?<!ä)ufer|chaussee)(?!\w)(?:\s?\d+(?:\s?[a-h]\b)?)?"
    rf"|(?-i:[{_UPPER}])[\w-]*(?:weg|platz|ring)\s\d+(?:\s?[a-h]\b)?"
    rf"|(?-i:Am|An der|Im|In der|Zum|Zur)\s(?-i:[{_UPPER}])[\w-]+\s\d+(?:\s?[a-h]\b)?"
    rf"|(?-i:[{_UPPER}])\w*(?:gatan|vägen|gränd|allén|esplanaden)(?!\w)(?:\s\d+(?:\s?[a-h]\b)?)?"
    rf"|(?-i:[{_UPPER}])\w*(?:torget|stigen|backen)\s\d+(?:\s?[a-h]\b)?"
    rf"|(?:\d+[a-z]?,?\s)?(?:(?-i:[{_UPPER}])\w+\s){{1,3}}(?-i:(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Square|"
    r"Terrace|Crescent|Boulevard|Close|Court))(?!\w)(?:\s\d+)?"
    rf"|(?:(?-i:[{_UPPER}])\w+\s){{1,2}}(?:g\.|gatv\w+|pr\.|prospekt\w+|alėj\w+|pl\.|plent\w+|skg\.|tak\.)(?!\w)"
    r"(?:\s?\d+(?:\s?[a-h]\b)?(?:[-–]\d+)?)?"
    rf"|(?:(?-i:[{_UPPER}])\w+\s){{1,3}}(?-i:Cad(?:desi)?|Sok(?:ak|ağı)?|Sk(?!\w)|Mah(?:allesi)?|Bulvarı|Blv|Meydanı)"
    r"(?:['’]?n?[dt]?[ae]\w*|nin|ndeki)?\b\.?(?:,?\s?(?:No\s?[:.]?\s?)?\d+(?:/\d+)?\b)?)",
    re.I,
)
_MONTHS = (
    r"(?:jan|feb|mar|mär|apr|may|mai|maj|jun|jul|aug|sep|okt|oct|nov|dec|dez|ocak|şubat|mart|nisan|mayıs|haziran|"
    r"temmuz|ağustos|eylül|ekim|kasım|aralık|saus|vasar|kov|baland|geguž|birž|liep|rugp|rugs|spal|lapkr|gruodž)"
)
_DATES = re.compile(
    r"(?<![\w.,/-])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2}))(?![\w-]|[./]\d)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s|d\.\s)?{_MONTHS}\w*(?:'\w+)?(?:,?\s\d{{4}})?\b"
    rf"|\b{_MONTHS}\w*\s\d{{1,2}}(?:st|nd|rd|th)?(?:\s?d\.|\b)(?:,?\s\d{{4}}\b)?",
    re.I,
)
_SOCIAL_DISTANCE = 24  # characters before a number in which a word may say that it is a telephone


def shaped_spans(text: str) -> Iterator[Span]:
    for kind, pattern in _PLAIN:
        yield from _all(kind, pattern.finditer(text))
    for kind, pattern in _NAMED:
        yield from (Span(start=m.start("value"), end=m.end("value"), kind=kind) for m in pattern.finditer(text))
    dates = [match.span() for match in _DATES.finditer(text)]
    for match in _DIGITS.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in dates):
            yield from _number(text, match)


_PLAIN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", _EMAIL),
    ("web", _WEB),
    ("web", _HANDLE),
    ("plate", _PLATES),
    ("number", _CODE),
    ("number", _IBAN),
    ("address", _STREETS),
    ("date", _DATES),
)
_NAMED: tuple[tuple[Kind, re.Pattern[str]], ...] = (("number", _ANNOUNCED), ("plate", _PLATE_ANNOUNCED))


def _all(kind: Kind, matches: Iterable[re.Match[str]]) -> Iterator[Span]:
    return (Span(start=match.start(), end=match.end(), kind=kind) for match in matches)


def _number(text: str, match: re.Match[str]) -> Iterator[Span]:
    """A run of five digits or more, unless it is a sum of money or a measure."""
    digits = sum(letter.isdigit() for letter in match[0])
    before = text[max(0, match.start() - _SOCIAL_DISTANCE) : match.start()]
    if _MONEY.match(text, match.end()) or _MONEY_BEFORE.search(before):
        return
    telephone = match[0].startswith(("+", "(", "00")) or (digits >= 7 and match[0].startswith(("0", "8")))
    if telephone or (digits >= 6 and _TELEPHONE_BEFORE.search(before)):
        yield Span(start=match.start(), end=match.end(), kind="phone")
    else:
        yield Span(start=match.start(), end=match.end(), kind="number")
