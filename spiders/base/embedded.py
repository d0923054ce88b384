"""Reviews in a page's own data: the JSON that a page carries for its scripts, searched for lists of things shaped like reviews.

`documents` gives all the JSON of an answer, `review_lists` the lists in it, the best first; `spiders.base.review_records` reads a row.
A row is a review by what it says (a rating with words, an author or a date), by the name under which it stands, or by its own type;
things with a price, a list of ingredients or a file size are none, whatever stars they have.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mentions.page import Answer
from spiders.base.script_json import flight, loads, nuxt, objects, transferred
from spiders.base.values import mapping, whole

REVIEW = re.compile(r"review|rating|stars?\b|feedback|comment|testimonial|opinion|question", re.IGNORECASE)
NAMED = re.compile(r"reviews?$|feedbacks?$|testimonials?$|opinions?$|ratings?andreviews?|(?:^|user|customer|product|buyer)comments?$")
NOT_THESE = re.compile(
    r"highlight|featured|helpful|top(?:positive|negative|critical|rated)|pros|summar|snippet|carousel|related|similar|question|answer|"
    r"qna|quote|faq"
)
THINGS = frozenset({"price", "prices", "offers", "gtin", "addtocart", "availability", "currency", "stock", "ingredients", "filesize"})
WORDS = ("reviewtext", "reviewbody", "text", "body", "comment", "content", "review", "message", "description", "feedback", "reviewcontent")
STARS = (
    "rating",
    "ratingvalue",
    "reviewrating",
    "stars",
    "score",
    "overallrating",
    "starrating",
    "overall",
    "grade",
    "rate",
    "ratingscore",
    "star",
    "ratingstar",
    "mark",
)
PEOPLE = (
    "author", "usernickname", "nickname", "authorname", "username", "user", "reviewer", "reviewername", "displayname", "customername",
    "customer", "consumer", "screenname", "buyername", "name", "createdby", "authordisplayname", "profile", "member",
)  # fmt: skip
TIMES = (
    "submissiontime", "reviewsubmissiontime", "submittedat", "datepublished", "publishedat", "publisheddate", "publishdate", "reviewdate",
    "createdat", "createddate", "datecreated", "created", "createdon", "creationdate", "submissiondate", "posteddate", "postedat",
    "postdate", "date", "dates", "time", "timestamp", "ctime", "reviewtime",
    "creationtime", "createtime", "posttime", "submittime", "addedat", "dateadded", "reviewedat", "submitted",
)  # fmt: skip
TOTALS = (
    "totalresults", "totalreviews", "totalreviewcount", "reviewcount", "reviewscount", "numberofreviews", "totalelements", "totalcount",
    "totalitems", "total", "totalnumberofreviews", "numreviews", "reviewstotal", "totalreviewscount",
)  # fmt: skip
SIGNS = frozenset({*WORDS, *STARS})  # one of these names stands in every review
OPENINGS = ("{", "[")  # of JSON within a text
DEEPEST = 60  # levels
MOST_NODES = 400_000  # objects and arrays looked at in one page
ATTRIBUTE = re.compile(r"""\s(:?[a-z][a-z0-9_-]*)=(?:"\s*[\[{]+(?:&quot;|&#34;)|'\s*[\[{]+")""")
MOST_ATTRIBUTES = 20  # names
MANY_FIELDS = 30  # an object with more is no account of paging
TOLD = 0.5  # share of a list's rows that must be reviews


@dataclass(frozen=True, slots=True)
class Reviews:
    """A list of review-shaped objects in a document."""

    path: str
    """Where it stands: `props.pageProps.reviews`; `*` for any index."""
    rows: tuple[Mapping[str, Any], ...]
    """The objects as they are, in order."""
    around: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """The objects in which the list stands, the nearest first."""

    @property
    def stated_total(self) -> int | None:
        """How many there are, as the objects around the list say; None when they do not, or say fewer than there are here."""
        for holder in self.around:
            beside = [holder, *(value for value in holder.values() if isinstance(value, dict) and len(value) < MANY_FIELDS)]
            for place in beside:
                values = named(place)
                count = next((n for name in TOTALS if (n := whole(values.get(name))) is not None), None)
                if count is not None and count >= len(self.rows):
                    return count
        return None


def documents(answer: Answer) -> list[Any]:
    """Return the JSON documents that an answer is or carries: scripts, assignments, escaped strings, attributes. JSON-LD is left out."""
    if answer.is_json:
        return [answer.json]
    found: list[Any] = []
    if "__next_f" in answer.text:
        found += flight(answer.text)
    for script in answer.html.css("script"):
        kind = (script.attributes.get("type") or "").lower()
        source = (script.text() or "").strip()
        if "ld+json" in kind or not REVIEW.search(source) or "__next_f" in source:
            continue
        if source[:1] in ("{", "["):  # of whatever type: `application/json`, `text/hydrate` …
            value = loads(transferred(source))
            found.append(nuxt(value) if script.attributes.get("id") == "__NUXT_DATA__" and isinstance(value, list) else value)
        elif kind in ("", "module") or "javascript" in kind:
            found += objects(source)
    found += _attributes(answer)
    return [value for value in found if isinstance(value, dict | list)]


def review_lists(found: list[Any]) -> list[Reviews]:
    """Return the lists of reviews in documents, the most telling first: named as reviews before highlights, then the longest.

    Lists that stand in like places (the reviews of each of several products) are one; a list that repeats part of another is left out.
    """
    merged: dict[str, Reviews] = {}
    for document in found:
        for one in _walk(document):
            before = merged.get(one.path)
            rows = one.rows if before is None else before.rows + tuple(row for row in one.rows if row not in before.rows)
            merged[one.path] = Reviews(one.path, rows, before.around if before else one.around)
    return sorted(merged.values(), key=lambda one: (bool(NOT_THESE.search(folded(one.path))), -len(one.rows)))


def named(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's fields by their names without case, blanks and joints: `review_text`, `reviewText` and `Review-Text` are one."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(name, str) and value not in (None, "", [], {}):
            found.setdefault(folded(name), value)
    return found


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Return a name without case and joints."""
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def is_review(row: Mapping[str, Any], *, is_named: bool) -> bool:
    """Return whether an object is a review; `is_named`: it stands in a list that is named so."""
    if SIGNS.isdisjoint([folded(name) for name in row if isinstance(name, str)]):
        return False
    values = named(row)
    kind = values.get("typename") or values.get("type") or values.get("@type")
    is_typed = isinstance(kind, str) and folded(kind).endswith("review")
    if THINGS & values.keys() or (isinstance(kind, str) and re.search(r"question|answer|product$|aggregate", kind, re.IGNORECASE)):
        return False
    has_words = any(_says(values.get(name)) for name in WORDS)
    has_stars = any(name in values for name in STARS)
    has_author = any(_says(values.get(name)) for name in PEOPLE)
    has_time = any(name in values for name in TIMES)
    if is_typed or is_named:
        return (has_words and (has_author or has_time or has_stars)) or (has_stars and has_author and has_time)
    return has_stars and has_words and has_author and (has_time or any("review" in name for name in values))


def _says(value: object) -> bool:
    """Return whether a field holds words, itself or in an object."""
    return (isinstance(value, str) and bool(value.strip())) or (isinstance(value, dict) and bool(value))


def _walk(document: Any) -> Iterator[Reviews]:  # noqa: ANN401 - JSON is anything
    """Yield the lists of reviews in a document; the insides of a review are not searched."""
    stack: list[tuple[Any, str, tuple[Mapping[str, Any], ...], int]] = [(document, "", (), 0)]
    looked_at = 0
    while stack and looked_at < MOST_NODES:
        value, path, around, depth = stack.pop()
        looked_at += 1
        if isinstance(value, str):
            value = loads(value) if REVIEW.search(value) else None
        if depth > DEEPEST or not isinstance(value, dict | list):
            continue
        rows = _rows(value, path)
        if rows:
            yield Reviews(path, tuple(rows), around)
            continue
        if isinstance(value, dict):
            inside = (value, *around[:3])
            below = [(child, f"{path}.{name}" if path else str(name), inside, depth + 1) for name, child in value.items()]
        else:
            below = [(child, f"{path}.*", around, depth + 1) for child in value]
        stack.extend(
            reversed([one for one in below if isinstance(one[0], dict | list) or (isinstance(one[0], str) and one[0][:1] in OPENINGS)])
        )


def _rows(value: Any, path: str) -> list[Mapping[str, Any]]:  # noqa: ANN401 - JSON is anything
    """Return the reviews of a list, or of an object whose every value is one (a store by id); none for anything else."""
    if isinstance(value, list):
        candidates = value
    elif any(":" in name for name in value) and any(isinstance(one, dict) and "__typename" in one for one in value.values()):
        candidates = [one for one in value.values() if isinstance(one, dict) and folded(str(one.get("__typename"))).endswith("review")]
        candidates = [_resolved(one, value) for one in candidates]
    else:
        last = folded(path.rpartition(".")[2])
        candidates = list(value.values()) if NAMED.search(last) and len(value) > 1 else []
        if len(candidates) != len([one for one in candidates if isinstance(one, dict)]):
            candidates = []
    rows = [mapping(one.get("node")) or one for one in candidates if isinstance(one, dict)]
    if not rows or len(rows) < len(candidates):
        return []
    names = [folded(name) for name in path.replace(".*", "").split(".")]
    is_named = any(NAMED.search(name) for name in names[-3:])
    told = [row for row in rows if is_review(row, is_named=is_named)]
    return told if len(told) >= max(1, len(rows) * TOLD) else []


def _resolved(row: Mapping[str, Any], store: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an object of a normalised store with what it refers to (`{"__ref": "User:1"}`) in place."""
    refers = {name: str(value["__ref"]) for name, value in row.items() if isinstance(value, dict) and "__ref" in value}
    return {**row, **{name: mapping(store.get(to)) for name, to in refers.items()}}


def _attributes(answer: Answer) -> Iterator[Any]:
    """Yield the JSON that a page keeps in attributes of its elements (`data-props`, `data-state`, `:reviews`)."""
    for name in sorted({match[1] for match in ATTRIBUTE.finditer(answer.text)})[:MOST_ATTRIBUTES]:
        for node in answer.html.css(f"[{name.replace(':', chr(92) + ':')}]"):
            value = node.attributes.get(name) or ""
            if value[:1] in ("{", "[") and REVIEW.search(value):
                yield loads(value)
