"""The words of e-mails, in the language of who reads them."""

import msgspec

from checklists.alerts import AlertRule
from checklists.items import Language


class MailWords(msgspec.Struct, frozen=True, kw_only=True):
    """`{}` is filled in: the name, or a number of points."""

    digest: str
    immediate: str
    hello: str
    happened: str
    overdue: str
    fell: str
    rules: dict[AlertRule, str]
    why: str
    stop: str


WORDS: dict[Language, MailWords] = {
    "en": MailWords(
        digest="What happened at your branches",
        immediate="Grave failure",
        hello="Hello {},",
        happened="This is what you have not read yet:",
        overdue="These actions of yours are overdue:",
        fell="Down by {} points: more than luck",
        rules={
            "critical_failed": "Grave failure",
            "headline_fell": "Result fell",
            "callback_broken": "Callback not kept",
            "evidence_suspicious": "Suspicious photos",
        },
        why="You get this e-mail because your account asks for it.",
        stop="To mute a branch or to stop these e-mails:",
    ),
    "de": MailWords(
        digest="Was in Ihren Filialen geschehen ist",
        immediate="Schwerer Fehler",
        hello="Guten Tag {},",
        happened="Das haben Sie noch nicht gelesen:",
        overdue="Diese Ihrer Maßnahmen sind überfällig:",
        fell="Um {} Punkte gefallen: mehr als Zufall",
        rules={
            "critical_failed": "Schwerer Fehler",
            "headline_fell": "Ergebnis gefallen",
            "callback_broken": "Rückruf nicht gehalten",
            "evidence_suspicious": "Auffällige Fotos",
        },
        why="Sie erhalten diese E-Mail, weil sie in Ihrem Konto gewünscht ist.",
        stop="Eine Filiale stummschalten oder keine E-Mails mehr erhalten:",
    ),
    "sv": MailWords(
        digest="Vad som har hänt på dina enheter",
        immediate="Allvarligt fel",
        hello="Hej {},",
        happened="Det här har du inte läst ännu:",
        overdue="De här av dina åtgärder är försenade:",
        fell="Ned {} poäng: mer än slump",
        rules={
            "critical_failed": "Allvarligt fel",
            "headline_fell": "Resultatet har sjunkit",
            "callback_broken": "Återuppringning uteblev",
            "evidence_suspicious": "Misstänkta foton",
        },
        why="Du får det här mejlet för att ditt konto ber om det.",
        stop="För att tysta en enhet eller slippa mejlen:",
    ),
    "lt": MailWords(
        digest="Kas įvyko Jūsų padaliniuose",
        immediate="Šiurkštus pažeidimas",
        hello="Laba diena, {},",
        happened="Štai ko dar neskaitėte:",
        overdue="Šios Jūsų priemonės vėluoja:",
        fell="Nukrito {} taško: daugiau nei atsitiktinumas",
        rules={
            "critical_failed": "Šiurkštus pažeidimas",
            "headline_fell": "Rezultatas nukrito",
            "callback_broken": "Neperskambinta, kaip žadėta",
            "evidence_suspicious": "Įtartinos nuotraukos",
        },
        why="Šį laišką gaunate, nes to pageidaujama Jūsų paskyroje.",
        stop="Nutildyti padalinį arba atsisakyti laiškų:",
    ),
    "tr": MailWords(
        digest="Şubelerinizde neler oldu",
        immediate="Ağır hata",
        hello="Merhaba {},",
        happened="Henüz okumadıklarınız:",
        overdue="Geciken önlemleriniz:",
        fell="{} puan düştü: şanstan fazlası",
        rules={
            "critical_failed": "Ağır hata",
            "headline_fell": "Sonuç düştü",
            "callback_broken": "Geri arama sözü tutulmadı",
            "evidence_suspicious": "Şüpheli fotoğraflar",
        },
        why="Bu e-postayı hesabınızda istendiği için alıyorsunuz.",
        stop="Bir şubeyi sessize almak veya bu e-postaları durdurmak için:",
    ),
}


def words(language: str) -> MailWords:
    """The words of e-mails in this language; English where there are none."""
    return WORDS.get(language, WORDS["en"])
