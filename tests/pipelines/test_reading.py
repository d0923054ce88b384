import pytest

from mentions.mention import Mention
from pipelines.reading import head, read, said, weight


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lid is loose, the cable is too short, all else is fine with it", True),
        ("Great product, thanks!", False),
        ("good good good good good good good good good good good good", False),
        ("这个水壶烧水很快，保温时间也很长，就是盖子有点松", True),
        ("非常好，很满意", False),
        ("早く届きました。ありがとうございます", False),  # kana say less
        ("注文した電気ケトルが三週間たってもまだ届きません。本当に困っています。", True),
        ("กาต้มน้ำนี้เดือดเร็วและเก็บความร้อนได้นานแต่ฝาหลวม", True),
        ("ดีมาก", False),
        ("a" * 5_000, False),
        ("", False),
    ],
)
def test_what_two_people_do_not_write_by_chance(text: str, expected: bool) -> None:
    assert read(text).informative is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lid is… Read more", ("The lid is", True)),
        ("The lid is ... читать полностью", ("The lid is ", True)),
        ("The lid is […]", ("The lid is ", True)),
        ("The lid is…  ", ("The lid is", True)),
        ("The lid is...", ("The lid is", False)),
        ("Well... the lid is so loose that it fell off", None),
        ("The lid is loose.", None),
        ("", None),
    ],
)
def test_a_text_that_is_cut(text: str, expected: tuple[str, bool] | None) -> None:
    assert head(text) == expected


def test_own_words() -> None:
    found = read("“The lid is loose, the cable is too short” Not on mine!")
    assert (found.own, found.quoted_letters, found.comments) == ("not on mine", "thelidisloosethecableistooshort", True)
    bare = read("“The lid is loose, the cable is too short”")
    assert (bare.own_letters, bare.comments) == (bare.letters, False)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "a", "pros": "b", "cons": "c", "title": "d"}, "a\nb\nc"),
        ({"pros": "b"}, "b"),
        ({"title": "d"}, "d"),
        ({"owner_reply": "e"}, ""),  # the owner is no voice
    ],
)
def test_what_the_author_says(fields: dict[str, str], expected: str) -> None:
    assert said(Mention(site="a", engine="made", key="1", **fields)) == expected  # type: ignore[arg-type]


def test_a_character_of_china_says_as_much_as_three_letters() -> None:
    assert [weight("kettle"), weight("чайник"), weight("水壶")] == [6, 6, 6]
