"""Which brands a text names, and where: one pass over the folded text, then edges, endings and context for each hit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mentions.brand import Brand
from mentions.mention import BrandMatch, HeldBack, Where
from pipelines.brand_evidence import Evidence, WordFinder
from pipelines.brand_fold import Folded, fold, unmixed
from pipelines.brand_hits import read_hit
from pipelines.brand_index import compile_brands
from pipelines.brand_judge import judge, resolve
from pipelines.brand_links import leads_to
from pipelines.brand_mistyped import Mistyped
from pipelines.brand_spot import Spot


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says of brands."""

    matches: tuple[BrandMatch, ...] = ()
    """Places that name a brand, field by field (text first), in order of start; no two of one brand overlap."""
    held_back: tuple[HeldBack, ...] = ()
    """Look-alikes that context ruled out."""


_NOTHING = Found()
_ENOUGH = 600
"""Hits of one brand that are looked at in one field, where a place that is the brand counts for `_PLACE` of them: who repeats a name a
thousand times says no more than who says it a hundred times."""
_ENOUGH_OF_ALL = 10_000
"""The same of all brands together: no text of a hundred thousand characters names more and says something of them."""
_PLACE = 5


class BrandMatcher:
    """Brands compiled once; then a pure function of the texts given. One matcher serves any number of threads.

    `typos` adds the tier that reads "shoppe" as "Shopee": matches of rule `typo`, confidence 0.7.
    """

    def __init__(self, brands: Sequence[Brand], *, typos: bool = True) -> None:
        self._index = compile_brands(brands, typos=typos)
        self._words = WordFinder(brands)
        self._mistyped = Mistyped(self._index) if self._index.typos else None
        self._conditional = frozenset(number for number, brand in enumerate(brands) if _has_conditions(brand))
        self.listings = tuple((brand.id, address) for brand in brands for address in brand.listings)
        """Brand ids and addresses of pages that are about them."""

    @property
    def brands(self) -> tuple[Brand, ...]:
        """The brands it looks for, in the order given."""
        return self._index.brands

    def find(self, text: str, **around: Any) -> Found:  # noqa: ANN401 - as `spots`
        """Give the brands that a text and what stands around it name; `around` as in `spots`."""
        spots = self.spots(text, **around)
        if not spots:
            return _NOTHING
        return Found(
            tuple([self._match(folded, spot) for folded, spot in spots if not spot.objection]),
            tuple([self._held_back(folded, spot) for folded, spot in spots if spot.objection]),
        )

    def spots(
        self,
        text: str,
        *,
        title: str | None = None,
        pros: str | None = None,
        cons: str | None = None,
        links: Sequence[str] = (),
        language: str | None = None,
        site: str | None = None,
        subject: str | None = None,
    ) -> list[tuple[Folded, Spot]]:
        """Every place that looks like a brand, with what decided: what `find` puts into words.

        `links` are the addresses that the text links to: hosts and accounts of brands are looked for there, names are not.
        `language` (ISO 639-1) narrows the endings read and is checked against each brand's `languages`; None and `und` narrow nothing.
        `subject` is the name of what the page is about: it speaks for ambiguous names, and is not searched itself.
        """
        language = None if language in ("", "und") else language
        fields: dict[Where, Folded] = {"text": fold(text)}
        if title or pros or cons:
            others: tuple[tuple[Where, str | None], ...] = (("title", title), ("pros", pros), ("cons", cons))
            fields.update((where, fold(words)) for where, words in others if words)
        seen: list[Spot] = []
        exclusions: list[Spot] = []
        for where, folded in fields.items():
            for spot in self._look(folded, language):
                spot.where = where
                (exclusions if spot.entry.kind == "exclude" else seen).append(spot)
        if links:
            shown = frozenset(spot.entry.brand for spot in seen if spot.tagged and spot.entry.kind in ("domain", "handle"))
            fields["link"] = fold("\n".join(links))
            seen += self._linked(fields["link"], shown)
        if site is not None:
            seen = [spot for spot in seen if not (sites := self.brands[spot.entry.brand].sites) or site in sites]
        if not seen:
            return []
        if exclusions or any(spot.entry.doubtful or spot.entry.brand in self._conditional for spot in seen):
            about = fold(subject or "")
            named = frozenset(spot.entry.brand for spot in self._look(about, language))
            judge(seen, exclusions, self.brands, Evidence(self._words, fields, about.text, named, language))
        if len(seen) == 1:
            return [(fields[seen[0].where], seen[0])]
        return [(fields[where], spot) for where in fields for spot in resolve([one for one in seen if one.where == where], self.brands)]

    def _look(self, folded: Folded, language: str | None) -> Iterator[Spot]:
        """All places of one field that look like a name, whatever context says; overlapping ones too."""
        automaton, text = self._index.automaton, folded.text
        if automaton is None or not text:
            return
        tags = "#" in text or "@" in text
        spent: dict[int, int] = {}
        left = _ENOUGH_OF_ALL
        for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if start and not tags and text[start] < "\u0590" > (before := text[start - 1]) and before.isalnum():
                continue  # inside a word of a script with blanks: by far the most frequent hit
            for entry in self._index.entries[number]:
                payer = ~entry.brand if entry.kind == "exclude" else entry.brand
                if (paid := spent.get(payer, 0)) >= _ENOUGH:
                    continue
                spot = read_hit(self._index, entry, folded, start, end, language=language, tags=tags)
                cost = 1 if spot is None else _PLACE
                spent[payer] = paid + cost
                left -= cost
                if spot:
                    yield spot
            if left <= 0:
                break
        for reading in unmixed(folded):
            yield from self._look_alikes(folded, reading, language)
        if self._mistyped is not None:
            yield from self._mistyped.look(folded, language)

    def _linked(self, folded: Folded, shown: frozenset[int]) -> Iterator[Spot]:
        """Brands that addresses lead to, each once; not those `shown` in words too."""
        if self._index.automaton is None:
            return
        found = set(shown)
        for number, start, end in self._index.automaton.find_matches_as_indexes(folded.text, overlapping=True):
            for entry in self._index.entries[number]:
                if entry.brand not in found and entry.kind in ("domain", "handle") and leads_to(entry.kind, folded.text, start, end):
                    found.add(entry.brand)
                    rule = "link" if entry.kind == "domain" else "handle"
                    yield Spot(entry, start, end, end, rule, 1.0, tagged=True, where="link")

    def _look_alikes(self, folded: Folded, reading: str, language: str | None) -> Iterator[Spot]:
        """Places that are a name only when foreign letters are read as the ones they look like."""
        assert self._index.automaton is not None
        read = Folded(folded.source, reading, folded.origin, folded.codes)
        tags = "#" in reading or "@" in reading
        spent: dict[int, int] = {}
        left = _ENOUGH_OF_ALL
        for number, start, end in self._index.automaton.find_matches_as_indexes(reading, overlapping=True):
            if reading[start:end] == folded.text[start:end]:
                continue
            for entry in self._index.entries[number]:
                if entry.kind != "name" or (paid := spent.get(entry.brand, 0)) >= _ENOUGH:
                    continue
                spot = read_hit(self._index, entry, read, start, end, language=language, tags=tags)
                cost = 1 if spot is None else _PLACE
                spent[entry.brand] = paid + cost
                left -= cost
                if spot:
                    spot.rule, spot.confidence = spot.rule if spot.tagged else "lookalike", min(spot.confidence, 0.9)
                    yield spot
            if left <= 0:
                break

    def _match(self, folded: Folded, spot: Spot) -> BrandMatch:
        start, end, said = placed(folded, spot)
        return BrandMatch(
            brand=self.brands[spot.entry.brand].id,
            start=start,
            end=end,
            matched=said,
            rule=spot.rule,
            tagged=spot.tagged,
            confidence=spot.confidence,
            where=spot.where,
        )

    def _held_back(self, folded: Folded, spot: Spot) -> HeldBack:
        start, end, said = placed(folded, spot)
        brand = self.brands[spot.entry.brand].id
        return HeldBack(brand=brand, start=start, end=end, matched=said, reason=spot.objection, where=spot.where)


def placed(folded: Folded, spot: Spot) -> tuple[int, int, str]:
    """Give where a spot lies in its field as given, and its characters as written.

    For a link 0 and 0, since it stands nowhere in the words, and the whole address.
    """
    start, end, source = folded.start(spot.start), folded.end(spot.end), folded.source
    if spot.where != "link":
        return start, end, source[start:end]
    last = source.find("\n", end)
    return 0, 0, source[source.rfind("\n", 0, start) + 1 : last if last >= 0 else None]


def _has_conditions(brand: Brand) -> bool:
    """Tell whether context has a say in the brand's matches."""
    return brand.ambiguous or bool(brand.languages or brand.require_all or brand.near)
