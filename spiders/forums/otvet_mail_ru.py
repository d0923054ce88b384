"""Ответы Mail.ru (otvet.mail.ru): questions and their answers, by the JSON of the site's own pages.

Source: public clients, as https://github.com/kalinochkind/otvetmailru · address: https://otvet.mail.ru/api/v2/question?qid=12345678&n=100&p=0
Quirks: the API is the site's own and promised to nobody; times are ages in seconds (`added`), but for a question that tells `created_at`;
the best answer stands apart (`best`) or among the others, or both; questions and answers have sequences of ids of their own.
"""

import re
from datetime import timedelta
from urllib.parse import urlencode

from w3lib.url import add_or_replace_parameter, url_query_parameter

from mentions.page import Answer, Ask, Page, Thread
from spiders.base.engine import Detection
from spiders.base.records import read_post, read_thread
from spiders.base.searched_forum import SearchedForum
from spiders.base.values import Record, mapping, rows, text, whole

ROOT = "https://otvet.mail.ru"
QUESTION, CATEGORY = re.compile(r"mail\.ru/question/(\d+)|[?&]qid=(\d+)"), re.compile(r"mail\.ru/([a-z]\w+)/?$")
ANSWERS, QUESTIONS = 100, 20  # asked for at once
SAID = "author=nick author_key=usrid votes=totalmarks"


class OtvetMailRuSpider(SearchedForum):
    """Questions found for the brands; those of a category (`/autos/`), or one, where the site's address names it."""

    engine = "otvet_mail_ru"
    docs = "https://otvet.mail.ru/"
    address = (
        "https://otvet.mail.ru, which is searched; a category, https://otvet.mail.ru/autos/; a question, https://otvet.mail.ru/question/ID"
    )

    def places(self) -> list[Ask]:
        """Return the question or category at the site's address."""
        question, category = QUESTION.search(self.site.url), CATEGORY.search(self.site.url)
        if question:
            return [Ask(url=_question(question[1] or question[2]))]
        return [Ask(url=f"{ROOT}/api/v2/questlist?cat={category[1]}&n={QUESTIONS}&p=0")] if category else []

    def ask_query(self, query: str) -> Ask:
        """Return how to search questions, the newest first."""
        return Ask(url=f"{ROOT}/go-proxy/answer_json?{urlencode({'q': query})}&sort=date&num={QUESTIONS}&sf=0")

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the questions of a list or of a search, one with its answers, or further answers."""
        document = mapping(answer.json)
        listed = document.get("qst", document.get("results"))
        if isinstance(listed, list):
            offset = "p" if "qst" in document else "sf"
            nxt = _further(answer, offset, QUESTIONS) if len(listed) >= QUESTIONS else None
            return cls.page(
                answer, threads=[_thread(answer, row) for row in rows(listed)], next=nxt, empty=not listed and answer.url.startswith(ROOT)
            )
        found = QUESTION.search(answer.url)
        qid = text(document.get("qid")) or (found and (found[1] or found[2]))
        if "answers" not in document or qid is None:
            return cls.page(answer)
        known = {"thread_url": f"{ROOT}/question/{qid}", "url": f"{ROOT}/question/{qid}"}
        told = "key=qid title=qtext words=qcomment " + SAID
        own = (
            [read_post(cls, answer, document, told, kind="question", posted=_time(answer, document), **known)]
            if "qtext" in document
            else []
        )
        replies = {text(row.get("id")): row for row in [mapping(document.get("best")), *rows(document["answers"])] if row}
        for key, row in replies.items():
            line = {"key": f"answer-{key}", "kind": "answer", "reply_to": qid, "posted": _time(answer, row), **known}
            own.append(read_post(cls, answer, row, "html=atext " + SAID, **line) if key else None)
        asked = whole(url_query_parameter(answer.url, "n")) or ANSWERS
        nxt = _further(answer, "p", asked) if len(rows(document["answers"])) >= asked else None
        return cls.page(answer, mentions=own, next=nxt and nxt.replace("/question?", "/moreanswers?"), empty=True)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Return a detection by the fields of an answer, or the files from which its pages are made."""
        if answer.is_json:
            listed = [row for name in ("answers", "qst", "results") for row in rows(mapping(answer.json).get(name))]
            found = "qtext" in mapping(answer.json) or any(name in row for row in listed for name in ("atext", "qtext", "qstcomment"))
        else:
            found = answer.html.css_matches("link[href*='imgsmail.ru/pkgs/otvet'], script[src*='imgsmail.ru/pkgs/otvet']")
        return Detection(engine=cls.engine, score=1.0, url=ROOT + "/" if answer.is_json else None) if found else None


def _question(key: str | None) -> str:
    """Return the address of a question and its first answers."""
    return f"{ROOT}/api/v2/question?qid={key}&n={ANSWERS}&p=0&sort=1"


def _further(answer: Answer, name: str, count: int) -> str:
    """Return the address of what follows."""
    return add_or_replace_parameter(answer.url, name, str((whole(url_query_parameter(answer.url, name)) or 0) + count))


def _time(answer: Answer, row: Record) -> str | None:
    """Return when something was written, to the minute where only its age is told."""
    if row.get("created_at") is not None:
        return text(row["created_at"])
    age = whole(row.get("added"))
    return None if age is None else (answer.fetched_at - timedelta(seconds=age)).isoformat(timespec="minutes")


def _thread(answer: Answer, row: Record) -> Thread | None:
    """Return a question of a list; None for what is none."""
    if "qtext" not in row and "question" not in row:
        return None
    count = next((found for name in ("anscnt", "count") if (found := whole(row.get(name))) is not None), None)
    posts = None if count is None else count + 1
    return read_thread(answer, row, "key=id title=qtext|question", url=_question(text(row.get("id"))), posts=posts)
