"""The reviews in a page's own data, read: the most telling list of `embedded`, each row by `review_records`."""

from mentions.mention import Mention
from mentions.page import Answer
from spiders.base.embedded import documents, review_lists
from spiders.base.engine import Engine
from spiders.base.review_records import read_review
from spiders.base.said_keys import with_own_keys
from spiders.base.subject import about, subject_of_page


def read_lists(engine: type[Engine], answer: Answer) -> tuple[list[Mention], int | None]:
    """Return the reviews that a page keeps in its data, and how many it says there are; none and None where it keeps none."""
    lists = review_lists(documents(answer))
    if not lists:
        return [], None
    subject = None if answer.is_json else subject_of_page(answer)
    read = [read_review(engine, answer, row) for row in lists[0].rows]
    return with_own_keys(about(mention, subject) for mention in read if mention is not None), lists[0].stated_total
