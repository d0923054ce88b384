"""What may follow a name inside one word: the inflections that languages glue to it, by language and by script.

Endings are general rules of each language's grammar, written on folded letters (no case, no marks: Turkish ı is i, Kazakh қ is к). They are
tried only on letters that directly follow a name; after an apostrophe or a hyphen a name ends anyhow.
"""

import functools
import re

_TURKISH = (
    r"(?:l[iu]k?|s[iu]z|c[iu])?(?:l[ae]r)?"  # with, without, the man from; plural
    r"(?:[iu]?m(?:[iu]z)?|[iu]?n(?:[iu]z)?|s?[iu]n?|l[ae]r[iu]n?)?"  # my, your, his, our
    r"(?:n?[iu]n|[yn]?[iuae]|n?[dt][ae](?:n|ki(?:l[ae]r[ae]?)?)?|y?l[ae]|n?c[ae])?"  # case
    r"(?:[dt][iu]r|y?[dm][iu]s?|y?s[ae])?"  # is, was, if
)
_KAZAKH = (
    r"(?:[лдт][ыіи]к?|с[ыіи]з|[шч][ыіиу])?(?:[лдтн][аеоу]р)?"
    r"(?:[ыіиу]?м(?:[ыіи]з)?|[ыіиу]?н(?:[ыіи]з)?|с?[ыіи]н?)?"
    r"(?:[ндт][ыіиу]нг?|[гк][аео]|[наеыі]|[ндт][ыіиу]|н?[дт][аео](?:г[ыіи]|н)?|н[ае]н|[мбп][ае]н)?"
)
_UZBEK = r"(?:lik|siz)?(?:lar)?(?:im(?:iz)?|ing(?:iz)?|s?i)?(?:ni(?:ng|ki)?|[gkq]a|da(?:n|gi)?|cha)?"
_FINNISH = (
    r"i?(?:n|en|in|an|on|hin|t|t?ta|a|ss?a|sta|lla|lta|lle|ksi|na|ja|jen|ien|ita)?"
    r"(?:ni|si|nsa|mme|nne)?(?:kin|kaan|ko|han)?"
)
_ESTONIAN = r"[ieu]?(?:s|st|sse|l|lt|le|ks|ni|na|ta|ga|t|d|de|te|id)?"
_HUNGARIAN = (
    r"(?:[aoeu]?m|[aoe]?d|j?[ae]|(?:j?[ae]i)|unk|[aoe]?k)?"
    r"(?:[aoe]?t|n[ae]k|b[ae]n?|b[oe]l|r[ae]|r[oe]l|n[ae]l|t[oe]l|h[oe]z|[aoe]?n|ert|ig|kent|kor|[bcdfghjklmnprstvz][ae]l|[aoe]?s|e|i)?"
)
_GEORGIAN = r"(?:ებ)?(?:ი|ს|ის|მ|მა|თ|ით|დ|ად|ში|ზე|თან|იდან|დან|სთან|სთვის|ისთვის|სგან|ისგან|ც|საც)?"
_ARMENIAN = r"(?:(?:ն?եր))?(?:ի|ին|ից|ով|ում|ը|ն|ի[նց])?"
_KOREAN_AFTER = r"(?:은|는|도|만|의|요)?"
_KOREAN = (
    r"(?:님|들|측)?(?:은|는|이|가|을|를|에|의|도|로|으로|와|과|랑|이랑|에서|에게|한테|께|부터|까지|만|처럼|보다|나|이나|라|이라|요|하고|"
    r"이고|이다|입니다|인데|이네|라고|이라고|라는|이라는)?" + _KOREAN_AFTER
)
_INDONESIAN = r"(?:nya|ku|mu)?(?:lah|kah|pun)?"
_ROMANIAN = r"u?l(?:ui|e|or)?|u|uri(?:le|lor)?|s"
_SCANDINAVIAN = r"s|n|ns|ens?|ets?|ar|er|arna|erna|a"
_LITHUANIAN = r"as|o|ui|a|u|e|ai|us|ams|ais|uose|uje"
_LATVIAN = r"s|a|am|u|i|os|iem|us|ai"
_GREEK = r"σ|υ|ο|οσ|ου|α|ασ|ησ|ων|ουσ"
_PERSIAN = r"ها(?:ي|يي|ش|م)?|ي|يي|ه|م|ت|ش|رو|را|تون|شون|مون"
_PLURAL = r"s|es"

_BY_LANGUAGE = {
    **dict.fromkeys(("tr", "az"), _TURKISH),
    **dict.fromkeys(("kk", "ky", "tt", "ba", "tg"), _KAZAKH),
    "uz": _UZBEK,
    "fi": _FINNISH,
    "et": _ESTONIAN,
    "hu": _HUNGARIAN,
    **dict.fromkeys(("id", "ms"), _INDONESIAN),
    "ro": _ROMANIAN,
    **dict.fromkeys(("sv", "da", "nb", "nn", "no"), _SCANDINAVIAN),
    "lt": _LITHUANIAN,
    "lv": _LATVIAN,
    "ka": _GEORGIAN,
    "hy": _ARMENIAN,
    "ko": _KOREAN,
    "el": _GREEK,
    "fa": _PERSIAN,
}
_LATIN = (_TURKISH, _UZBEK, _FINNISH, _ESTONIAN, _HUNGARIAN, _INDONESIAN, _ROMANIAN, _SCANDINAVIAN, _LITHUANIAN, _LATVIAN, _PLURAL)
_OTHER = (_KAZAKH, _GEORGIAN, _ARMENIAN, _KOREAN, _GREEK, _PERSIAN)
_LONGEST = 12


@functools.lru_cache(maxsize=16384)
def glues(tail: str, language: str | None) -> bool:
    """Whether a language glues `tail`, folded, to a name as a whole; with language None, whether any language does.

    >>> glues("s", "en"), glues("nya", "id"), glues("nya", "en"), glues("dan", None)
    (True, True, False, True)
    """
    if len(tail) > _LONGEST:
        return False
    if language is None:
        return _grammar(_LATIN if tail < "\u0250" else _OTHER).fullmatch(tail) is not None
    return _grammar((_BY_LANGUAGE.get(language, _PLURAL),)).fullmatch(tail) is not None and not _breaks_harmony(tail, language)


def _breaks_harmony(tail: str, language: str) -> bool:
    """Whether a Turkish ending mixes a and e, which vowel harmony forbids; -ki does not count."""
    return language in ("tr", "az") and "a" in tail and "e" in tail and "ki" not in tail


@functools.cache
def _grammar(rules: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules))
