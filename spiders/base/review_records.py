"""A review from the fields of a JSON record whose site nobody knows: by the names that most shops and widgets give them."""

from collections.abc import Mapping, Sequence
from typing import Any

from mentions.dates import When, parse_date
from mentions.html import html_to_text
from mentions.mention import Mention
from mentions.page import Answer
from spiders.base.embedded import PEOPLE, STARS, TIMES, WORDS, named
from spiders.base.engine import Engine
from spiders.base.numbers import decimal
from spiders.base.values import text, whole

KEYS = ("reviewid", "id", "uuid", "cmtid", "commentid", "feedbackid", "externalid", "submissionid", "legacyid", "@id", "key")
TITLES = ("title", "headline", "reviewtitle", "reviewheadline", "summary", "subject", "heading")
SCALES = ("ratingrange", "ratingmax", "bestrating", "maxrating", "ratingscale", "outof")
SCALES_INSIDE = (*SCALES, "max", "scale", "best", "range")
EDITS = ("editedat", "editedon", "lastedited", "editdate")
VOTES = (
    "helpfulcount", "totalpositivefeedbackcount", "positivefeedback", "helpfulvotes", "votesup", "upvotes", "helpful", "thumbsup", "likes",
    "likescount", "likecount", "votes", "positivevotes",
)  # fmt: skip
PROS = ("pros", "advantages", "positives", "plus", "pro", "goodpoints", "positivenotes", "likedmost", "dignity")
CONS = ("cons", "disadvantages", "negatives", "minus", "contra", "badpoints", "negativenotes", "likedleast", "lack")
REPLIES = (
    "clientresponses", "clientresponse", "ownerresponse", "ownerreply", "merchantreply", "merchantresponse", "sellerreply",
    "sellerresponse", "businessresponse", "businessreply", "businesscomment", "companyreply", "companyresponse", "officialanswer",
    "officialreply", "shopreply", "storereply", "brandresponse", "managementresponse", "developerresponse", "vendorresponse", "reply",
    "replies", "response", "responses", "answer",
)  # fmt: skip
REPLY_WORDS = ("response", "responsetext", "text", "message", "body", "content", "comment", "reply", "replytext", "answer")
VERIFIED = (
    "isverifiedpurchase", "verifiedpurchase", "verifiedpurchaser", "isverifiedpurchaser", "verifiedbuyer", "isverifiedbuyer", "verified",
    "isverified", "verifiedreviewer",
)  # fmt: skip
SUBJECTS = ("originalproductname", "productname", "producttitle", "itemname", "productdisplayname")
SUBJECT_KEYS = ("productid", "itemid", "styleid", "productsku", "skuid")
VARIANTS = ("variant", "variation", "variantname", "varianttitle", "selectedvariant", "productvariant", "optionvalue")
PERSON = ("name", "displayname", "nickname", "usernickname", "username", "login", "fullname", "firstname", "publicname", "screenname")
PERSON_KEYS = ("id", "userid", "authorid", "externalid", "uuid")
SHOWN = ("raw", "plain", "text", "value", "original", "content", "body", "html")
STATED = ("value", "ratingvalue", "rating", "score", "overall", "stars", "average", "starrating")
TOLD_TIMES = ("iso", "raw", "value", "formatted")
STARS_MAX = 5.0  # the scale that sites take for granted
NOBODY = frozenset({"anonymous", "null", "undefined", "none"})


def read_review(engine: type[Engine], answer: Answer, row: Mapping[str, Any], **known: Any) -> Mention | None:  # noqa: ANN401 - fields of Mention
    """Return a record as a mention, or None where it says nothing. `known` are fields that the engine knows better; None is not known.

    A record without an id gets the key "": `said_keys.with_own_keys` makes one of what it says.
    """
    values = named(row)
    rating, scale = rating_of(values)
    author, author_key = author_of(values)
    said = html_to_text(words(values, *WORDS) or "", base_url=answer.url)
    title = html_to_text(words(values, *TITLES) or "").text or None
    pros, cons = (html_to_text(words(values, *names) or "").text or None for names in (PROS, CONS))
    if not (said.text or title or pros or cons or rating is not None):
        return None
    posted, edited = (_when(answer, _time(values, names)) for names in (TIMES, EDITS))
    reply, replied = reply_of(answer, values)
    badges = _badges(values)
    is_syndicated = next((values[name] for name in ("issyndicated", "syndicated") if name in values), None)
    fields: dict[str, Any] = {
        "kind": "review",
        "key": next((key for name in KEYS if (key := text(values.get(name)))), ""),
        "url": answer.url,
        "thread_url": answer.url,
        "title": None if title and _is_beginning(title, said.text) else title,
        "text": said.text,
        "quotes": said.quotes,
        "links": said.links,
        "language_declared": text(values.get("language")) or text(values.get("locale")) or text(values.get("contentlocale")),
        "author": author,
        "author_key": author_key,
        "posted_at": posted.at if posted else None,
        "posted_at_precision": posted.precision if posted else None,
        "edited_at": edited.at if edited and edited != posted else None,
        "verified": True if any(values.get(name) is True for name in VERIFIED) or any("verified" in badge for badge in badges) else None,
        "rating": rating,
        "rating_max": scale,
        "votes": next((count for name in VOTES if (count := whole(values.get(name))) is not None), None),
        "pros": pros,
        "cons": cons,
        "subject": words(values, *SUBJECTS),
        "subject_key": next((key for name in SUBJECT_KEYS if (key := text(values.get(name)))), None),
        "variant": words(values, *VARIANTS),
        "syndicated_from": words(values, "syndicationsource", "syndicatedfrom", "sourcename") if is_syndicated is True else None,
        "incentivised": True if values.get("incentivized") is True or any("incentivized" in badge for badge in badges) else None,
        "owner_reply": reply,
        "owner_replied_at": replied.at if replied else None,
    }
    fields |= {name: value for name, value in known.items() if value is not None}
    return Mention(site=answer.site.name, engine=engine.engine, **fields)


def words(values: Mapping[str, Any], *names: str) -> str | None:
    """Return the first text among these fields; of an object what it shows, of a list its texts, a line each."""
    for name in names:
        found = _shown(values.get(name))
        if found:
            return found
    return None


def rating_of(values: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Return a record's rating and its scale; None, None when it has none. 0 is no rating: no scale of stars begins there."""
    for name in STARS:
        stated = values.get(name)
        inside = named(stated) if isinstance(stated, dict) else {}
        value = _first_number(inside, STATED) if inside else _number(stated)
        if value:
            best = _first_number(inside, SCALES_INSIDE) or _first_number(values, SCALES) or STARS_MAX
            return value, best if value <= best else None
    return None, None


def author_of(values: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return a record's author and the author's id."""
    for name in PEOPLE:
        stated = values.get(name)
        if isinstance(stated, dict):
            person = named(stated)
            found = words(person, *PERSON)
            key = next((key for one in PERSON_KEYS if (key := text(person.get(one)))), None)
        else:
            found, key = (stated.strip() if isinstance(stated, str) else None), None
        if found:
            key = key or text(values.get("authorid")) or text(values.get("userid"))
            return (None if found.lower() in NOBODY else " ".join(found.split())), key
    return None, None


def reply_of(answer: Answer, values: Mapping[str, Any]) -> tuple[str | None, When | None]:
    """Return the owner's answer to a record's review and its time."""
    for name in REPLIES:
        stated = values.get(name)
        stated = next((one for one in stated if one), None) if isinstance(stated, list) else stated
        if isinstance(stated, str) and name not in ("reply", "response", "answer"):
            found = html_to_text(stated).text
            return (found, _when(answer, text(values.get(f"{name}date")))) if found else (None, None)
        if isinstance(stated, dict):
            inside = named(stated)
            found = html_to_text(words(inside, *REPLY_WORDS) or "").text
            if found:
                return found, _when(answer, _time(inside, TIMES))
    return None, None


def _shown(value: object, depth: int = 0) -> str | None:
    """Return what a field shows."""
    if isinstance(value, dict) and depth < 2:  # noqa: PLR2004 - {"text": {"plain": …}} is as deep as they go
        inside = named(value)
        return next((shown for name in SHOWN if (shown := _shown(inside.get(name), depth + 1))), None)
    if isinstance(value, list) and depth < 2:  # noqa: PLR2004 - as above
        return "\n".join(shown for one in value if (shown := _shown(one, depth + 1))) or None
    return value if isinstance(value, str) and value.strip() else None


def _time(values: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first time among these fields; also of those within the rating, where some sites keep it."""
    for name in names:
        value = values.get(name)
        if isinstance(value, dict):
            dates = named(value)
            value = next((dates[one] for one in (*names, *TOLD_TIMES) if isinstance(dates.get(one), str | int)), None)
        found = text(value)
        if found:
            return found
    inside = values.get("rating")
    return _time({key: value for key, value in named(inside).items() if key != "rating"}, names) if isinstance(inside, dict) else None


def _when(answer: Answer, shown: str | None) -> When | None:
    """Return the time that a field means."""
    site = answer.site
    return parse_date(shown, now=answer.fetched_at, languages=site.languages, timezone=site.timezone, order=site.date_order)


def _number(value: object) -> float | None:
    """Return a rating written as a number or a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return decimal(value) if isinstance(value, str) else None


def _first_number(values: Mapping[str, Any], names: Sequence[str]) -> float | None:
    return next((number for name in names if (number := _number(values.get(name)))), None)


def _badges(values: Mapping[str, Any]) -> list[str]:
    """Return the names of a review's badges, lower case."""
    stated = values.get("badges") or values.get("badgesorder")
    badges = list(stated) + (list(stated.values()) if isinstance(stated, dict) else []) if isinstance(stated, list | dict) else []
    names = [name for badge in badges for name in (badge.values() if isinstance(badge, dict) else [badge])]
    return [name.lower() for name in names if isinstance(name, str)]


def _is_beginning(title: str, text: str) -> bool:
    """Return whether a title is only the text again, or its cut beginning."""
    return title == text or (title[-1] in "…." and text.startswith(title.rstrip("….")))
