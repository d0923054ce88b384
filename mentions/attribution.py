"""Who is quoted: reading "X wrote:", "Zitat von X", "X написал(а):" and their like; and the "click to expand" of folded quotes."""

import re

from mentions.clean import clean

LINE_MAX = 300
"""Characters; a longer line attributes nothing, it says something."""
_NAME_MAX = 60
_NAME_WORDS = 5

_SAID = (  # name, then one of these
    "(?:has )?said|says|(?:has )?wrote|has written|writes|posted|replied|asked|commented|"
    "schrieb|hat geschrieben|schreibt|sagte|meinte|hat gesagt|"
    "a écrit|écrit|a dit|disait|a posté|a déclaré|"
    "escribió|dijo|ha escrito|ha dicho|publicó|escreveu|disse|"
    "ha scritto|scrive|ha detto|schreef|zei|heeft geschreven|"
    r"napisał(?:\(a\)|a)?|pisze|powiedział(?:\(a\)|a)?|napsal(?:\(a\)|a)?|píše|napísal(?:\(a\)|a)?|"
    r"(?:на)?писал(?:\(а\)|а)?|сказал(?:\(а\)|а)?|пишет|говорит|ответил(?:\(а\)|а)?|"
    r"(?:на)?писав(?:\(ла\)|ла)?|(?:на)?писала|сказав(?:\(ла\)|ла)?|пише|написа|каза|"
    "yazdı|yazmış|dedi(?: ki)?|demiş(?: ki)?|đã viết|đã nói|viết|nói|írta|mondta|a scris|a spus|"
    "skrev|har skrivit|sa|sade|skrifaði|kirjoitti|sanoi|έγραψε|είπε|je napisao(?:/la)?|je rekao|"
    "نوشته(?: است)?|نوشت|گفته|گفت|كتب|قال|כתב(?:/ה)?|אמר|berkata|menulis|mengatakan|kata|"
    "rašė|rakstīja|kirjutas|je napisala?|је написао(?:/ла)?|ha escrit|escribiu|写了|寫了|"
    "さんは書きました|さんが書きました|さんの発言|は言った|写道|寫道|说道?|說道?|发表于|發表於|님이 작성|님의 말|ได้เขียน|กล่าว"
)
_BY = (  # one of these, then the name
    "originally (?:posted|written) by|zitat von|originalbeitrag von|citation de|envoyé par|originalmente publicado por|"
    "originariamente inviato da|citaat van|geplaatst door|ursprungligen postat av|цитата от|сообщение от|"
    "повідомлення від|nguyên văn bởi|gửi bởi|trích dẫn từ|نوشته اصلی توسط|نوشته شده توسط|zamieszczone przez|postado originalmente por|"
    "oprindeligt skrevet af|opprinnelig (?:skrevet|lagt inn) av|původně (?:odesláno|odeslal)|postat în original de|"
    "المشاركة الأصلية كتبت بواسطة"
)
_QUOTE = (  # one of these alone, or with a colon or bracket before the name: without one they begin sentences
    "quote(?: from| by)?|quoting|posted by|zitat|citation|cita(?: de)?|citação(?: de)?|citazione(?: di)?|mensaje de|"
    "citaat|cytat|citace|citát|цитата|alıntı|trích dẫn|نقل قول|اقتباس|idézet|citat|sitaatti|lainaus|引用|ציטוט|"
    "alıntı yapılan|citat (?:från|fra|din)|sitat fra|lainaus käyttäjältä|citazione da|idézetet írta|παράθεση(?: από)?|引用自|引述|اقتباس من"
)
_WRITTEN = "schrieb|schreef|skrev|escribió|escreveu|napisał(?:\\(a\\)|a)?|написал(?:\\(а\\)|а)?"  # a date, then one of these, then the name

_NAME_SAID = re.compile(
    rf"(?P<name>\S.*?)\s*(?:(?<=\s)|(?<![a-zа-я]))(?:{_SAID})(?P<rest>(?:\s[^:：]{{0,160}})?)\s*(?P<open>[:：]?)\s*(?:↑.*)?",
    re.IGNORECASE | re.DOTALL,
)
_BY_NAME = re.compile(rf"(?:(?:{_BY})[\s:;：]+|(?:{_QUOTE})\s*[:;：(]\s*)(?P<name>\S.*?)?\s*[)]?\s*[:：]?\s*↑?", re.IGNORECASE)
_QUOTED_BY = re.compile(rf"^(?:{_BY}|{_QUOTE})\s+", re.IGNORECASE)
_NAME_PUBLISHED = re.compile(r"(?P<name>\S.*?)\s*[发發]表[于於]\s*\d.*")  # no colon follows the time
_BARE = re.compile(rf"(?:{_QUOTE})", re.IGNORECASE)
_DATE_WRITTEN_NAME = re.compile(rf"\D{{0,20}}\d.{{4,60}}?\s(?:{_WRITTEN})\s+(?P<name>\S.*?)\s*:", re.IGNORECASE)
_WHEN_BEFORE = re.compile(  # "On 5 March 2019 at 10:11, ", "(2019-02-24, 05:31 PM)", "05.03.2019 10:11, "
    r"(?:\([^()]*\d[^()]*\)|.*\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:GMT|UTC)?[+-]\d{4})?(?:\s*\([A-Z]+\))?,?|.*\d{4}\s*г?\.?,)\s*"
)
_WHEN_BEHIND = re.compile(r"[^\s()].*\([^()]*\d[^()]*\)$")  # "Ann (04 March 2013 - 10:00)"
_WHEN_AFTER = re.compile(
    r"\s*(?:[,;@]\s+|\s[-–]\s+(?=\d{1,4}[\s./-]|\w{3,12}\s\d)|\s(?:on|at|am|um|le|el|em|op|il|den|dne|dnia|в|от|о|ngày|vào|lúc|tarihinde|pada|στις|,)\s+|\s?[（(])(?=.*\d).*$|;\d+$",
    re.IGNORECASE,
)
_AROUND = re.compile(r"^[\s@\"'«»“”„‘’—–\-*•↑:：,]+|[\s\"'«»“”„‘’:：,;↑]+$")
_ADDRESS = re.compile(r"\s*[<(\[]+[^<>()\[\]]*@[^<>()\[\]]*[>)\]]+|\s*\(?<mailto:.*$")
_VIEW_POST = re.compile(
    r"\s+(?:view post|посмотреть сообщение|beitrag anzeigen|voir le message|ver mensaje|xem bài viết|mesajı görüntüle|go to post)\s*$",
    re.IGNORECASE,
)

_EXPANDER = re.compile(
    r"[\[(]?(?:(?:click|tap)(?: here)? to (?:expand|show|view|reveal)|expand (?:quote|signature)|show full quote|"
    "(?:zum )?(?:vergrößern|aufklappen|erweitern) (?:an)?klicken|klicken,? um zu erweitern|"
    "нажмите,?(?: здесь)?,? (?:чтобы|для) (?:раскрытия|раскрыть|развернуть)|натисніть,? (?:щоб|для) (?:розгорнути|розкриття)|"
    "(?:click|bấm|nhấn|nhấp)(?: vào)?(?: đây)? để mở rộng|haz clic(?: aquí)? para (?:ampliar|expandir)|pulsa para expandir|"
    "clique(?: aqui)? para expandir|cliquez pour (?:agrandir|développer)|(?:clicca|click|fai clic) per (?:espandere|allargare)|"
    "klik om te (?:vergroten|vergrooten)|klicka för att (?:utvidga|expandera)|klik for at udvide|klikk for å utvide|"
    "kliknij,? aby (?:rozwinąć|powiększyć)|klikněte pro rozbalení|kliknite pre rozbalenie|kattints a kibontáshoz|"
    "genişletmek için tıkla(?:yın)?|klik untuk memperluas|napsauta laajentaaksesi|κάντε κλικ για ανάπτυξη|"
    "クリックして展開|点击展开|點擊展開|클릭하여 확장)"
    r"\s?(?:\.{2,4}|…|[\])])?",
    re.IGNORECASE,
)
_EXPANDER_MAX = 60
_EXPANDER_STARTS = frozenset(("cli", "tap", "exp", "sho", "zum", "ver", "auf", "erw", "kli", "наж", "нат", "bấm", "nhấ"))
_EXPANDER_STARTS |= frozenset(("haz", "pul", "fai", "kat", "gen", "nap", "κάν", "クリッ", "点击展", "點擊展", "클릭하"))
"""First three letters of each line above: looked up before the expression is tried, which costs a hundred times as much."""


def quoted_author(line: str) -> str | None:
    """Give the name in a line that does nothing but say whose words follow; "" when it says so without a name; None for other lines.

    >>> quoted_author("@Ann said in Printers:"), quoted_author("Zitat von Jörg"), quoted_author("Цитата:"), quoted_author("She said no.")
    ('Ann', 'Jörg', '', None)
    """
    line = line.strip()
    if not line or len(line) > LINE_MAX:
        return None
    is_open = line[-1] in ":：" or line[0] == "@" or "↑" in line  # looked at first: the expressions cost a thousand times as much
    if is_open and (match := _DATE_WRITTEN_NAME.fullmatch(line)):
        name = _name(match["name"])
    elif is_open and (match := _NAME_SAID.fullmatch(line)) and (match["open"] or (line[0] == "@" and not match["rest"])):
        name = _name(match["name"] if _WHEN_BEHIND.search(match["name"]) else _WHEN_BEFORE.sub("", match["name"], count=1))
    elif (match := _BY_NAME.fullmatch(line)) or ("表" in line and (match := _NAME_PUBLISHED.fullmatch(line))):
        name = _name(match["name"] or "")
    else:
        return None
    return name if name is not None and len(name.split()) <= _NAME_WORDS else None


def quoted_author_in_heading(heading: str) -> str | None:
    """Give the name in a quote's own heading, where the bare name is enough; None when it holds none.

    >>> quoted_author_in_heading("Ann Lee"), quoted_author_in_heading("Quote from: Bo on 9 June 2024, 03:29")
    ('Ann Lee', 'Bo')
    """
    heading = " ".join(heading.split())
    name = quoted_author(heading)
    if name is None and not _BARE.fullmatch(heading):
        heading = _QUOTED_BY.sub("", heading)
        name = _name(_WHEN_BEFORE.sub("", heading, count=1)) or _name(heading)
    return name if name and len(name.split()) <= _NAME_WORDS else None


def without_expanders(text: str) -> str:
    """Give the text without the lines that only ask to click for the rest of a quote, in the languages boards come in."""
    lines = text.split("\n")
    kept = [line for line in lines if not _is_expander(line)]
    return text if len(kept) == len(lines) else clean("\n".join(kept))


def _is_expander(line: str) -> bool:
    """Tell whether a line only asks to click for more."""
    if len(line) > _EXPANDER_MAX or line.lstrip("[(")[:3].lower() not in _EXPANDER_STARTS:
        return False
    return _EXPANDER.fullmatch(line) is not None


def _name(text: str) -> str | None:
    """Give the bare name: without date, mail address and punctuation around it; None when what is left is no name."""
    text = _ADDRESS.sub("", _VIEW_POST.sub("", text))
    text = _AROUND.sub("", _WHEN_AFTER.sub("", text) or text)
    return text if len(text) <= _NAME_MAX else None
