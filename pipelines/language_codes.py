"""Codes of languages: which ones come into question in a script, and what sites call them."""

from collections.abc import Mapping

UNDETERMINED = "und"

_COMMON = "en ru uk vi id ms es pt fr de it pl cs tr ar fa hi th zh ja ko kk bg sr hr bs"
COMMON = frozenset(_COMMON.split())
"""The languages that most posts are in; the others need a little more evidence, and the rare ones much more."""

_USUAL = {
    "Latin": "en vi id ms es pt fr de it pl cs tr az ca da et fi hr hu lt lv no nl ro sk sl sr sv tl uz bs",
    "Cyrillic": "ru uk bg sr mk be kk",
    "Arabic": "ar fa ur",
    "Han": "zh ja",
    "Devanagari": "hi mr ne",
    "Bengali": "bn",
}
_RARE = {
    "Latin": "af sq is eu gl ga cy eo la sw ha yo zu xh so rw lb fy br ht jv ku tk mg mt",
    "Cyrillic": "ky tg tt mn ba uz",
    "Arabic": "ps ug ku",
    "Bengali": "as",
}
CANDIDATES: Mapping[str, tuple[str, ...]] = {
    script: (*languages.split(), *_RARE.get(script, "").split()) for script, languages in _USUAL.items()
}
"""Script → languages among which the detectors decide, ISO 639-1."""

RARE: Mapping[str, frozenset[str]] = {script: frozenset(languages.split()) for script, languages in _RARE.items()}
"""Script → candidates that an ordinary short text is hardly ever in."""

WRITTEN_ALIKE = ("sr", "hr", "bs")
"""One written language under three names: in Latin letters a text's confidence is that of the three together."""

_OTHER_NAMES = """
    nb=no nn=no nob=no fil=tl iw=he in=id ji=yi jw=jv sh=sr mo=ro cmn=zh yue=zh wuu=zh arz=ar ary=ar sdh=ku ckb=ku sa=hi cn=zh
    jp=ja kr=ko bh=hi ua=uk cz=cs gr=el vn=vi kz=kk eng=en rus=ru ukr=uk vie=vi ind=id msa=ms zsm=ms spa=es por=pt fra=fr fre=fr
    deu=de ger=de ita=it pol=pl ces=cs cze=cs tur=tr ara=ar fas=fa per=fa hin=hi tha=th zho=zh chi=zh jpn=ja kor=ko kaz=kk bul=bg
    srp=sr nld=nl dut=nl swe=sv fin=fi dan=da hun=hu english=en russian=ru ukrainian=uk vietnamese=vi indonesian=id malay=ms
    spanish=es latam=es portuguese=pt brazilian=pt french=fr german=de italian=it polish=pl czech=cs turkish=tr arabic=ar
    persian=fa hindi=hi thai=th chinese=zh schinese=zh tchinese=zh japanese=ja korean=ko koreana=ko kazakh=kk bulgarian=bg
    serbian=sr croatian=hr dutch=nl swedish=sv finnish=fi danish=da norwegian=no hungarian=hu romanian=ro greek=el hebrew=he"""
_SAME: Mapping[str, str] = dict(pair.split("=") for pair in _OTHER_NAMES.split())
_TWO_LETTERS = 2


def plain_code(stated: str | None) -> str | None:
    """Give the ISO 639-1 code of what a site or detector calls a language (`en-US`, `schinese`, `rus`); None when it is none we know."""
    if not stated:
        return None
    word = stated.strip().lower().replace("_", "-")
    word = _SAME.get(word) or word.split("-", 1)[0]
    word = _SAME.get(word, word)
    return word if len(word) == _TWO_LETTERS and word.isascii() and word.isalpha() else None
