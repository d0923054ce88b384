import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.date_shown import Clock, Shown
from mentions.date_text import _said, _usual, read_date
from mentions.date_words import normal, words_of


@pytest.mark.parametrize(
    ("text", "languages", "shown"),
    [
        ("3 days ago", (), Shown(back=((3, "day"),))),
        ("3 days ago at 14:03", (), Shown(days_ago=3, clock=Clock(14, 3))),
        ("2 months 1 year ago", (), Shown(back=((1, "year"), (2, "month")))),  # the smallest last
        ("vor einer Stunde", ("de",), Shown(back=((1, "hour"),))),
        ("yesterday", (), Shown(days_ago=1)),
        ("hier", ("de",), Shown(days_ago=1)),  # alone, French for yesterday
        ("hier klicken", ("de",), None),  # German
        ("hier à 14:03", ("fr",), Shown(days_ago=1, clock=Clock(14, 3))),
        ("Friday, 10:15", (), Shown(weekday=4, clock=Clock(10, 15))),
        ("10:15", (), Shown(clock=Clock(10, 15))),
        ("10:15 of 7 and 8", (), None),
        ("10:15 on 2 May 2020, 11:16", (), Shown(2020, 5, 2, clock=Clock(11, 16))),  # the nearer clock
        ("2 May 2020; and long after that, say 11:16", (), Shown(2020, 5, 2)),  # not its clock
        ("2 days of rain", (), None),
        ("123456 days ago", (), None),
    ],
)
def test_read_date(text: str, languages: tuple[str, ...], shown: Shown | None) -> None:
    assert shown == read_date(text, languages)


NUMBERS = st.one_of(st.integers(0, 40).map(str), st.integers(0, 9).map("0{}".format), st.integers(1960, 2110).map(str), st.just("1400"))
WORDS = st.sampled_from(
    ["jan", "may", "mar", "sept", "august", "märz", "марта", "tháng 3", "de", "sat", "tue", "posted", "on", "the", "hier", "day", "am"]
)
MARKS = st.sampled_from([" ", " ", ", ", ". ", " - ", "", "/", "-", "."])
CLOCKS = st.sampled_from(
    ["", " 10:15", " at 10:44 pm", ", 3:34 AM", " » 24:00", " 25:10", " 0:5", " 12:30:11PM", " 10:15 msk", " - 22:10 am"]
)


@settings(deadline=None, max_examples=400)
@given(
    parts=st.tuples(
        st.one_of(WORDS, NUMBERS), MARKS, st.one_of(WORDS, NUMBERS), MARKS, NUMBERS, MARKS, st.one_of(NUMBERS, st.just("")), CLOCKS
    ),
    language=st.sampled_from([(), ("en",), ("de",), ("ru",), ("vi",), ("fr",)]),
    order=st.sampled_from([None, "DMY", "MDY", "YMD"]),
)
def test_what_the_usual_forms_say_is_what_the_words_say(parts, language, order) -> None:
    text, words = normal("".join(parts)).strip(), words_of(language)
    if usual := _usual(text, words, language, order):
        assert usual == _said(text, words, language, order)


@pytest.mark.parametrize(
    "text", ["Tue Jan 23, 2024 6:13 am", "May 15, 2019 at 10:44 pm", "12. März 2021, 10:15", "15-01-2016, 10:10 PM", "5 марта 2020"]
)
def test_the_usual_forms(text: str) -> None:
    assert _usual(normal(text), words_of(("en", "de")), ("en", "de"), None) == read_date(text, ("en", "de"))
    assert _usual(normal(text), words_of(("en", "de")), ("en", "de"), None) is not None
