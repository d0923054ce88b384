import pytest

from pipelines.language_script import ALONE, letters_of, only


@pytest.mark.parametrize(
    ("script", "chars"),
    [
        ("Latin", "aZđệÿſ"),
        ("Cyrillic", "ёқї"),
        ("Arabic", "ضپے"),
        ("Kana", "あア・"),
        ("Han", "漢𠀀"),
        ("Hangul", "ᄀ한ㅋ"),
        ("Devanagari", "अि"),
        ("Bengali", "অ"),
        ("", "×÷1!،۵।฿😂\U0010ffff \x00"),
    ],
)
def test_a_letter_s_script(script: str, chars: str) -> None:
    assert {letters_of(char).script for char in chars} == {script}


@pytest.mark.parametrize(
    ("text", "script", "count"),
    [
        ("", "", 0),
        ("12 !?", "", 0),
        ("Hello you", "Latin", 8),
        ("naïve", "Latin", 5),
        ("Привет", "Cyrillic", 6),
        ("Купил iPhone", "Cyrillic", 5),
        ("wow что", "Cyrillic", 3),
        ("this is about one word only: да", "Latin", 22),
        ("iPhone很好用", "Han", 3),
        ("新しい", "Kana", 3),  # Han characters count for Japanese too
        ("東京へ行く", "Kana", 5),
        ("优の良品", "Han", 3),  # an ornament does not make Chinese Japanese
        ("ㅋㅋㅋ 좋아요", "Hangul", 6),
    ],
)
def test_the_script_that_rules_a_text(text: str, script: str, count: int) -> None:
    letters = letters_of(text)
    assert (letters.script, letters.count) == (script, count)


@pytest.mark.parametrize(("text", "capitals"), [("ABc d", 0.5), ("ЧТО", 1.0), ("что", 0.0), ("漢字", 0.0), ("ÉÉéé", 0.5)])
def test_the_share_of_capitals(text: str, capitals: float) -> None:
    assert letters_of(text).capitals == capitals


def test_foreign_letters_go() -> None:
    assert only("Cyrillic", "Купил iPhone сегодня") == "Купил сегодня"
    assert only("Latin", "He said да, naïve!") == "He said , naïve!"
    assert letters_of("Купил iPhone").mixed
    assert not letters_of("Купил").mixed


def test_every_script_that_stands_alone_is_one_the_table_knows() -> None:
    letters = "กກကαաאހஅఅಅഅઅਅଅඅሀཀកაあ한"
    assert {letters_of(char).script for char in letters} == set(ALONE)
