import re
import time

import pytest

from mentions import attribution
from mentions.attribution import quoted_author, quoted_author_in_heading, without_expanders


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Ann wrote:", "Ann"),
        ("@Ann said in Printers and paper:", "Ann"),
        ("Ann Lee said: ↑", "Ann Lee"),
        ("Ann wrote: ↑ Tue Jan 5, 2021 10:11 am", "Ann"),
        ("(2019-02-24, 05:31 PM)Ann Wrote:", "Ann"),
        ("Quote from: Ann on June 09, 2024, 03:29:46 AM", "Ann"),
        ("On 8/26/2024 at 5:29 PM, Ann-in said:", "Ann-in"),
        ("On Tue, 5 Mar 2019 at 10:11, Ann Lee <ann@mail.example> wrote:", "Ann Lee"),
        ("Am 05.03.2019 um 10:11 schrieb Ann Lee:", "Ann Lee"),
        ("Le 5 mars 2019 à 10:11, Ann a écrit :", "Ann"),
        ("El mar., 5 mar. 2019 a las 10:11, Ann (<ann@mail.example>) escribió:", "Ann"),
        ("W dniu 05.03.2019 o 10:11, Ann pisze:", "Ann"),
        ("5 марта 2019 г., 10:11, Ann <ann@mail.example> написал:", "Ann"),
        ("Zitat von Jörg", "Jörg"),
        ("Originally Posted by Ann View Post", "Ann"),
        ("Originally Posted by Ann", "Ann"),
        ("QUOTE(Ann @ Jan 5 2009, 10:11)", "Ann"),
        ("Сообщение от Пётр", "Пётр"),
        ("Пётр писал(а):", "Пётр"),
        ("Пётр сказал(а):", "Пётр"),
        ("An đã viết:", "An"),
        ("Ayşe dedi ki:", "Ayşe"),
        ("Пётр (04 Март 2013 - 10:00) писал:", "Пётр"),
        ("Alıntı yapılan: Can - 13 Mart 2024, 08:00:00", "Can"),
        ("Jonas rašė:", "Jonas"),
        ("Citazione da: Lia - Marzo 05, 2008, 09:15:22 pm", "Lia"),
        ("小李 发表于 2025-3-1 09:10", "小李"),
        ("Lainaus käyttäjältä: Aino - 05.03.2024, 08:00:00", "Aino"),
        ("Zamieszczone przez Ola", "Ola"),
        ("Ann napisał(a):", "Ann"),
        ("安 写道：", "安"),
        ("Цитата:", ""),  # somebody's, nobody says whose
        ("Quote:", ""),
        ("Alıntı:", ""),
        ("Citat:", ""),
        ("", None),
        ("She said that the phone was bad", None),
        ("My boss said", None),  # nothing says that his words follow
        ("Quote from the manual", None),
        ("Elisa:", None),
        ("Three things, she wrote, as everybody else in that long year of waiting wrote:", None),  # no name is so long
        ("a" * 400 + " wrote:", None),
    ],
)
def test_lines(line: str, author: str | None) -> None:
    assert author == quoted_author(line)


@pytest.mark.parametrize(
    ("heading", "author"),
    [
        ("Ann Lee", "Ann Lee"),
        ("Ann:", "Ann"),
        ("Quote from Ann", "Ann"),
        ("— Ann", "Ann"),
        ("Ann  said:\n ↑", "Ann"),
        ("Quote", None),
        ("Zitat:", None),
        ("This is no name but a whole sentence", None),
    ],
)
def test_headings(heading: str, author: str | None) -> None:
    assert author == quoted_author_in_heading(heading)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nClick to expand...\nb", "a\nb"),
        ("a\n\nНажмите, чтобы раскрыть...", "a"),
        ("Bấm để mở rộng…", ""),
        ("Zum Vergrößern anklicken....", ""),
        ("Click to expand your mind", "Click to expand your mind"),  # says something
        ("nothing here", "nothing here"),
    ],
)
def test_expanders(text: str, expected: str) -> None:
    assert expected == without_expanders(text)


def test_every_expander_has_its_start() -> None:
    """The table of first letters, which saves trying the expression, misses none of its alternatives."""
    alternatives = re.sub(r"\(\?:[^()]*\)\??", "", attribution._EXPANDER.pattern.split("(?:", 1)[1])
    words = [word for word in alternatives.replace("|", "\n").split("\n") if word[:1].isalpha()]
    assert len(words) > 15
    assert [word for word in words if word[:3] not in attribution._EXPANDER_STARTS and len(word.split()) > 2] == []


@pytest.mark.parametrize("line", ["a " * 149, "1:11 " * 60, "quote " * 50, "said " * 59 + ":", "(" * 299, "on 1 " * 60, " " * 290 + "x"])
def test_no_line_takes_long(line: str) -> None:
    start = time.process_time()
    quoted_author(line)
    assert time.process_time() - start < 0.1
