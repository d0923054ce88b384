"""OpenStreetMap notes: what people remark on places of the map, in an area or by words.

Documentation: https://wiki.openstreetmap.org/wiki/API_v0.6#Map_Notes_API · addresses:
https://api.openstreetmap.org/api/0.6/notes.json?bbox=left,bottom,right,top&closed=-1&limit=1000 (25 square degrees at most), or
https://api.openstreetmap.org/ , which is searched for the brands' terms. Open data (ODbL), no key. Quirks: the first comment is the note
itself; one without a user is anonymous; times carry "UTC" as a word.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from mentions.errors import UnreadablePageError
from mentions.mention import Mention
from mentions.page import Answer, Ask, Page
from spiders.base.engine import Detection
from spiders.base.records import post_of
from spiders.base.search import SearchSpider
from spiders.base.streams import Stream
from spiders.base.values import mapping, require, rows, text

SEARCH = "/api/0.6/notes/search.json?sort=created_at&order=newest&closed=-1&limit=100&q="
AREA = "bbox="


class OsmNotesSpider(SearchSpider):
    """Notes that name a brand, or all notes of an area."""

    engine = "osm_notes"
    family = "maps"
    proof = "page"
    docs = "https://wiki.openstreetmap.org/wiki/API_v0.6#Map_Notes_API"
    terms = "Open data (ODbL 1.0): may be kept; name OpenStreetMap and its contributors."

    def places(self) -> list[Stream]:
        """Return the area that the site's address names; it stands in no order, so all of it is read each time."""
        return [Stream("area", Ask(url=self.site.url), by_page=False)] if AREA in self.site.url else []

    def ask_query(self, query: str) -> Ask:
        """Return how to ask for the newest notes with these words."""
        return Ask(url=urljoin(self.site.url, SEARCH + quote(query)))

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the notes of an answer, in JSON or XML."""
        if answer.is_json:
            listed = rows(require(answer.json, "features")["features"])
            notes = [mapping(row.get("properties")) for row in listed]
        else:
            notes = _notes(answer)
        found = [_mention(cls, answer, note) for note in notes]
        return cls.page(answer, mentions=[one for one in found if one], empty=not notes)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API, but for an empty one in JSON, which any map may give."""
        if answer.is_json:
            listed = rows(mapping(answer.json).get("features"))
            is_one = bool(listed) and all({"comments", "date_created"} <= mapping(row.get("properties")).keys() for row in listed)
        else:
            head = answer.text[:400]
            is_one = "<osm " in head and ("<note" in answer.text or "/notes" in answer.url)
        return Detection(engine=cls.engine, score=1.0) if is_one else None


def _notes(answer: Answer) -> list[Mapping[str, Any]]:
    """Return the notes of an answer in XML, as the one in JSON has them. Raises UnreadablePageError for any other XML."""
    try:
        root = fromstring(answer.text.strip())
    except (ParseError, ValueError, DefusedXmlException) as error:
        msg = f"{answer.url}: not the API's XML ({error.__class__.__name__})"
        raise UnreadablePageError(msg) from error
    if root.tag != "osm":
        msg = f"{answer.url}: XML of another kind ({root.tag})"
        raise UnreadablePageError(msg)
    comments = {note: note.findall("comments/comment") for note in root.findall("note")}
    return [
        {
            "id": note.findtext("id"),
            "date_created": note.findtext("date_created"),
            "comments": [{child.tag: child.text for child in comment} for comment in listed],
        }
        for note, listed in comments.items()
    ]


def _mention(engine: type[OsmNotesSpider], answer: Answer, note: Mapping[str, Any]) -> Mention | None:
    """Return one note; None for one whose words were hidden."""
    first = next(iter(rows(note.get("comments"))), {})
    key = text(note.get("id"))
    if first.get("action") not in (None, "opened") or not (text(first.get("html")) or text(first.get("text"))):
        return None
    return post_of(
        engine,
        answer,
        key=key,
        html=first.get("html") or first.get("text"),
        posted=note.get("date_created") or first.get("date"),
        url=f"https://www.openstreetmap.org/note/{key}",
        author=text(first.get("user")),
        author_key=text(first.get("uid")),
    )
