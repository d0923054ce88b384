"""Reviews of a portal or widget: an API's answers by the paths of their values, its pages by their markup, recognised by either."""

from typing import ClassVar

from mentions.page import Answer, Page
from spiders.base.api_records import Api, is_of, read_api
from spiders.base.engine import Detection
from spiders.base.review_markup import Layout, read_reviews
from spiders.base.reviews import ReviewsSpider


class PortalSpider(ReviewsSpider):
    """Reviews whose places an engine only names."""

    apis: ClassVar[tuple[Api, ...]] = ()
    """Forms of the API's answers; one that has the marks of none is read as the last."""
    layouts: ClassVar[tuple[Layout, ...]] = ()
    """How its pages are built."""
    says: ClassVar[str] = ""
    """Words, in lower case, that all of its pages hold; pages without them are not read."""
    marks: ClassVar[str] = ""
    """CSS of what only its pages with reviews hold; "" for the reviews' own blocks."""
    sure: ClassVar[float] = 0.95
    """How sure such a page makes it."""

    @classmethod
    def read(cls, answer: Answer) -> Page:
        """Return the reviews of an answer of the API, or of a page."""
        if not answer.is_json:
            return read_reviews(cls, answer, cls.layouts) if cls.layouts and cls.is_own(answer) else cls.page(answer)
        return read_api(cls, answer, next((api for api in cls.apis if is_of(answer, api)), cls.apis[-1])) if cls.apis else cls.page(answer)

    @classmethod
    def recognise(cls, answer: Answer) -> Detection | None:
        """Tell an answer of the API by its records, a page by its own names."""
        if answer.is_json:
            return Detection(engine=cls.engine, score=1.0) if any(is_of(answer, api) for api in cls.apis) else None
        marks = cls.marks or ", ".join(layout.reviews.block for layout in cls.layouts)
        return Detection(engine=cls.engine, score=cls.sure) if marks and cls.is_own(answer) and answer.html.css_matches(marks) else None

    @classmethod
    def is_own(cls, answer: Answer) -> bool:
        """Return whether a page says that it is of this portal."""
        return cls.says in answer.text.lower()
