"""Which language a text is in: a shell of cleaning, script, prior and threshold around selectable detectors.

`benchmarks/language_calibration.py` prints how far the confidence can be believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Self

from mentions.changed import changed
from mentions.mention import Mention
from mentions.page import Page
from mentions.site import Site
from pipelines.language_clean import SHOUTING, clean, lower_shouting
from pipelines.language_codes import RARE, UNDETERMINED
from pipelines.language_junk import is_model_number, is_no_language
from pipelines.language_prior import votes_of
from pipelines.language_script import ALONE, Letters, letters_of, only
from pipelines.language_translit import FEWEST_LETTERS, SURE, chance_of_russian

if TYPE_CHECKING:
    from pipelines.language_evidence import Model

DETECTORS = ("ensemble", "langdetect", "py3langid", "eldc", "cld2")
"""Names of what can be chosen."""
FEWEST = 2
"""Letters below which there is nothing to tell."""
THRESHOLD = 0.3
"""Probability below which the answer is `und`."""
_NAMES_AT_MOST = 0.97  # a text of names and numbers may be told by its words only when they are this sure
_ALONE_CHANCE = 0.99
_NEVER_ROMANISED = 0.995  # a Latin-script answer this sure is not questioned


@dataclass(frozen=True, slots=True)
class Detected:
    """What was found out about one text's language."""

    language: str
    """ISO 639-1, or `und`."""
    confidence: float
    """Calibrated probability that `language` is right, 0 to 1 (for Serbian, Croatian and Bosnian in Latin letters: of the three together);
    with `und`, that of the best guess."""
    method: str
    """What decided: `script`, `translit`, the detector's name; with `und` why: `too short`, `no language`, `names only`, `unsure`."""
    script: str
    """The ruling script, as Unicode names it (`Kana` for Japanese, `Han` for Chinese); empty for a text without letters."""
    translit: bool = False
    """True for Russian written in Latin letters."""


class LanguageDetector:
    """Tells the language of short texts; deterministic and safe to share between threads. Models load at the first text that needs them.

    `detector` is one of `DETECTORS`; another name raises ConfigError at the first text.
    """

    def __init__(self, detector: str = "ensemble") -> None:
        self.detector = detector
        self._loaded: Model | None = None

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        """Travel to another process without the models."""
        return type(self), (self.detector,)

    def detect(
        self, text: str, *, prior: Sequence[str] = (), declared: str | None = None, ignore: Sequence[tuple[int, int]] = ()
    ) -> Detected:
        """Tell the language of `text`.

        `prior` are the languages of the site, `declared` is what the site says of this text: votes at half strength, never verdicts.
        `ignore` are spans of `text` that do not count, as brand names.
        """
        words = clean(text, ignore)
        letters = letters_of(words)
        script = letters.script
        if letters.count < FEWEST:
            return Detected(UNDETERMINED, 0.0, "too short", script)
        if is_no_language(words):
            return Detected(UNDETERMINED, 0.0, "no language", script)
        if script in ALONE:
            return Detected(ALONE[script], _ALONE_CHANCE, "script", script)
        return self._told(text, _readable(words, letters), letters, votes_of(script, tuple(prior), declared))

    def _told(self, text: str, words: str, letters: Letters, votes: tuple[float, ...]) -> Detected:
        model = self._loaded or self.load()
        script, count = letters.script, letters.count
        named = script == "Latin" and is_model_number(text)
        language, chance = model.ranked(words, script, count, () if named else votes)  # where a name is said tells nothing of its language
        # Romanised Russian looks Slavic, English or Turkic, never like a rare language: Swahili and Hausa share its short words.
        if script == "Latin" and chance < _NEVER_ROMANISED and count >= FEWEST_LETTERS and model.eldc and language not in RARE["Latin"]:
            russian = chance_of_russian(words, count, chance, model.eldc.scores, model.words.shares)
            if russian >= SURE:
                return Detected("ru", russian, "translit", script, translit=True)
        if named and chance < _NAMES_AT_MOST:
            return Detected(UNDETERMINED, chance, "names only", script)
        if chance < THRESHOLD:
            return Detected(UNDETERMINED, chance, "unsure", script)
        return Detected(language, chance, self.detector, script)

    def load(self) -> "Model":
        """Load the detectors, once a process; what only doubtful texts need, a second and 25 MB, is loaded at the first of them."""
        from pipelines.language_evidence import model  # noqa: PLC0415 - numpy and the models: half a second that not every command needs

        self._loaded = model(self.detector)
        return self._loaded


def _readable(words: str, letters: Letters) -> str:
    """Give the part of the cleaned text that detectors are shown, in the ruling script alone and in a case they know."""
    if letters.mixed:
        words = only(letters.script, words)
    return lower_shouting(words) if letters.capitals > SHOUTING else words


class LanguageStep:
    """Gives a page's mentions their language, where they have none yet; equal texts of a page are read once.

    Brand names found by the step before do not count, nor do they anywhere else: a name is in no language.
    """

    SHORT = 60
    """Characters below which title, pros and cons are read too."""

    def __init__(self, detector: LanguageDetector, sites: Mapping[str, Site]) -> None:
        self._detector = detector
        self._sites = sites

    def __call__(self, page: Page) -> Page:
        """Give the page with `language` and `language_confidence` set on all its mentions."""
        if all(mention.language is not None for mention in page.mentions):
            return page
        known: dict[tuple[str, str | None, tuple[tuple[int, int], ...]], Detected] = {}
        site = self._sites.get(page.site)
        prior = site.languages if site is not None else ()
        mentions = []
        for mention in page.mentions:
            if mention.language is not None:
                mentions.append(mention)
                continue
            text, names = self._read(mention)
            key = (text, mention.language_declared, names)
            found = known.get(key)
            if found is None:
                found = self._detector.detect(text, prior=prior, declared=mention.language_declared, ignore=names)
                known[key] = found
            mentions.append(changed(mention, language=found.language, language_confidence=round(found.confidence, 4)))
        return changed(page, mentions=tuple(mentions))

    def _read(self, mention: Mention) -> tuple[str, tuple[tuple[int, int], ...]]:
        if len(mention.text) >= self.SHORT:
            return mention.text, tuple((match.start, match.end) for match in mention.brands if match.where == "text")
        parts = {"text": mention.text, "title": mention.title or "", "pros": mention.pros or "", "cons": mention.cons or ""}
        starts = dict(zip(parts, accumulate((len(part) + 1 for part in parts.values()), initial=0), strict=False))
        names = ((starts[match.where], match) for match in mention.brands if match.where in starts)
        return "\n".join(parts.values()), tuple((start + match.start, start + match.end) for start, match in names)
