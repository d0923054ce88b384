"""Says in words why each place of a text is a brand, or is not: what `untagged brands test` prints."""

from typing import Any

from pipelines.brand_matcher import BrandMatcher

_RULES = {
    "term": "the name as configured",
    "inflected": "the name with an ending",
    "joined": "the name with its parts joined, parted or followed by another word",
    "translit": "the name in the other alphabet",
    "split": "the name with a blank or hyphen inside",
    "spaced": "the name spelled letter by letter",
    "leet": "the name with signs for letters",
    "lookalike": "the name with look-alike letters of another alphabet",
    "typo": "the name with one letter mistyped",
    "handle": "a handle",
    "hashtag": "a hashtag",
    "link": "a link to the brand's host",
}


def explain(
    matcher: BrandMatcher, text: str, *, title: str | None = None, language: str | None = None, subject: str | None = None
) -> list[dict[str, Any]]:
    """Give a row a place that looks like a brand, in order, text before title: what was found, the verdict, and why.

    Keys: brand, where, start, end, matched, counts (False when held back), rule, tagged, confidence, term (the configured name, handle or
    host that it was found by), why.
    """
    rows = []
    for folded, spot in matcher.spots(text, title=title, language=language, subject=subject):
        start, end = folded.start(spot.start), folded.end(spot.end)
        reasons = [_RULES[spot.rule], *([spot.why] if spot.why else []), *([f"held back: {spot.objection}"] if spot.objection else [])]
        rows.append(
            {
                "brand": matcher.brands[spot.entry.brand].id,
                "where": spot.where,
                "start": start,
                "end": end,
                "matched": folded.source[start:end],
                "counts": not spot.objection,
                "rule": spot.rule,
                "tagged": spot.tagged,
                "confidence": spot.confidence,
                "term": spot.entry.term,
                "why": "; ".join(reasons),
            }
        )
    return rows
