"""What two mentions are to each other."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.mention import BrandMatch, Mention, Quote
from pipelines.duplicates import compare

KETTLE = "The kettle boils fast and keeps the water warm for hours, but the lid is loose and the cable is too short for our kitchen."
CHAYNIK = "Чайник закипает быстро и долго держит воду горячей, но крышка болтается, а провод для нашей кухни слишком короткий."
AM = "Ấm đun nước sôi nhanh và giữ nước nóng rất lâu, nhưng nắp hơi lỏng và dây điện quá ngắn so với bếp nhà mình."
HU = "这个水壶烧水很快，保温时间也很长，就是盖子有点松，电线对我们家的厨房来说太短了，其他都很满意。"
PARCEL = "Waited three weeks for the parcel, nobody answered the phone, and the box came with a dent on every side of it."
ODD = (
    "",
    "a",
    "a" * 1_000_000,
    "\ud800",
    "x\udfff y " * 20,
    "😀" * 50,
    "שלום abc العربية " * 8,
    "汉字" * 9_000,
    "<" * 30_000,
    '"' * 30_000,
)


def post(text: str = KETTLE, author: str | None = "Ann Archer", site: str = "shop-example", key: str = "1", **fields: Any) -> Mention:
    return Mention(**{"site": site, "engine": "made", "key": key, "author": author, "text": text} | fields)


def other(text: str, author: str | None = "Bob Baker", site: str = "talk-example", **fields: Any) -> Mention:
    return post(text, author, site, **{"key": "2"} | fields)


def brand(name: str) -> tuple[BrandMatch, ...]:
    return (BrandMatch(brand=name, start=0, end=0, matched="", rule="term", tagged=False),)


EDITS: dict[str, Callable[[str], str]] = {
    "verbatim": lambda text: text,
    "capitals": str.upper,
    "markup and entities": lambda text: f"<p>{text.replace(' ', '&nbsp;')}</p><br/>",
    "punctuation": lambda text: text.replace(",", " ...").replace(".", "!!!"),
    "emoji": lambda text: "🔥 " + text.replace(",", " 👍👍,"),
    "zero-width": "\u200b".join,
    "look-alike letters": lambda text: text.translate(str.maketrans("aceopxасеорх", "асеорхaceopx")),
    "typos": lambda text: text[:10] + text[11] + text[10] + text[12:30] + text[31:],
    "words left out": lambda text: " ".join(word for place, word in enumerate(text.split()) if place % 8 != 5),
    "a line of thanks": lambda text: text + " 🙏 12/10",
    "a portal's notice": lambda text: f"Originally posted on shop.example: {text}\n\nSource: shop.example © 2024",
    "a link": lambda text: text + " https://short.example/x7Yz",
}


@pytest.mark.parametrize("text", [KETTLE, CHAYNIK, AM, HU], ids=["en", "ru", "vi", "zh"])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
@pytest.mark.parametrize("author", ["Ann Archer", "ann_archer", None, "Zoe Zimmer"])
def test_an_informative_text_is_one_voice_on_whatever_page(text: str, edit: Callable[[str], str], author: str | None) -> None:
    assert compare(post(text), other(edit(text), author)).relation == "same"


@pytest.mark.parametrize("text", [KETTLE, CHAYNIK, AM, HU], ids=["en", "ru", "vi", "zh"])
@pytest.mark.parametrize("tail", ["… Read more", "... Читать далее", " […]", "…", "... xem thêm »"])
@pytest.mark.parametrize("share", [0.4, 0.7])
def test_a_teaser_is_the_voice_it_was_cut_from(text: str, tail: str, share: float) -> None:
    teaser = text[: int(len(text) * share)] + tail
    assert compare(post(text), other(teaser)).relation == "same"
    assert compare(other(teaser), post(text)).relation == "same"


def test_a_teaser_cut_inside_a_link_is_one() -> None:
    assert compare(post(f"{PARCEL[:40]} http://short.example/abcdef {PARCEL}"), other(f"{PARCEL[:40]} http://sho…")).relation == "same"


@pytest.mark.parametrize(
    "short", ["Great kettle!", "Отлично, рекомендую", "Rất tốt", "很好", "ok", "👍👍", "+1", "Good product, fast delivery, thank you"]
)
@pytest.mark.parametrize(
    ("author", "fields", "relation"),
    [
        ("Ann Archer", {"subject_key": "k1"}, "same"),  # said twice by one person
        ("ann_archer", {"subject_key": "k1"}, "same"),  # the same name, displayed otherwise
        ("Ann Archer", {"subject_key": "k2"}, "different"),  # of another thing
        ("Ann Archer", {}, "different"),  # of who knows what
        ("Ann Archer 7", {"subject_key": "k1"}, "different"),  # maybe another person: a short text proves nothing
        ("Bob Baker", {"subject_key": "k1"}, "different"),
        (None, {"subject_key": "k1"}, "different"),
    ],
)
def test_a_short_text_is_many_peoples(short: str, author: str | None, fields: dict[str, str], relation: str) -> None:
    for site in ("shop-example", "talk-example"):
        assert compare(post(short, subject_key="k1"), other(short.lower(), author, site, **fields)).relation == relation


@pytest.mark.parametrize(
    "text",
    [
        f'"{KETTLE}" Mine has no such trouble.',
        f"Mine has no such trouble.\n\n«{KETTLE}»",
        f"[quote=Ann]{KETTLE}[/quote]\nMine has no such trouble.",
        f"Ann Archer wrote:\n> {KETTLE[:60]}\n> {KETTLE[60:]}\n\nMine has no such trouble.",
        f"Mine has no such trouble. RT @ann: {KETTLE}",
        f"Mine has no such trouble, and I have had it for longer than I can tell, so be fair to them. {KETTLE} {PARCEL}",
    ],
    ids=["marks", "guillemets", "block", "lines", "share", "unmarked"],
)
def test_words_of_another_with_words_of_ones_own_are_a_quote(text: str) -> None:
    one = post(site="talk-example")
    assert compare(one, other(text)).relation == "quote"
    assert compare(other(text), one).relation == "different"


def test_a_quote_that_the_page_marked() -> None:
    answer = other("Mine has no such trouble.", quotes=(Quote(text=KETTLE[:70]),))
    assert compare(post(), answer).relation == "quote"
    assert (
        compare(post("Great kettle!", site="talk-example"), other("No.", quotes=(Quote(text="Great kettle!"),), reply_to="1")).relation
        == "quote"
    )
    assert compare(post("Great kettle!"), other("No.", quotes=(Quote(text="Great kettle!"),))).relation == "different"


def test_two_who_quote_a_third_are_two_voices() -> None:
    one, two = post(f'"{KETTLE}" Mine too!'), other(f'No way... "{KETTLE}"')
    assert compare(one, two).relation == compare(two, one).relation == "different"


def test_a_share_without_a_word_is_the_voice_it_shares() -> None:
    assert compare(post(), other(f"RT @ann_archer: {KETTLE}")).relation == "same"


FORM = (
    "Good day, dear {}! Thank you for the review of our kettle. We are glad that you like it and hope to see you again in our shop in {}."
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (FORM.format("Maria", "Kyiv"), FORM.format("Oleg", "Lviv")),
        (FORM.format("Maria", "Kyiv"), FORM.format("Oleg Petrenko", "Kyiv")),
        (
            "@maria_k we are sorry, please send us your number, we will look into it",
            "@olegp we are sorry, please send us your number, we will look into it",
        ),
        (
            "Your ticket 48211 was taken into work, we will answer within three days",
            "Your ticket 91024 was taken into work, we will answer within three days",
        ),
        (
            "Вітаємо, Олександре! Дякуємо за відгук про наш чайник, приємного користування!",
            "Вітаємо, Андрію! Дякуємо за відгук про наш чайник, приємного користування!",
        ),
    ],
)
def test_a_form_letter_is_a_template(one: str, two: str) -> None:
    assert compare(post(one), other(two, site="shop-example")).relation == "template"
    assert compare(post(one), other(two, None)).relation == "template"


def test_the_same_words_about_another_subject_are_a_template() -> None:
    one, two = post(KETTLE, subject_key="k1"), other(KETTLE.replace("kettle", "samovar"), site="shop-example", subject_key="k2")
    assert compare(one, two).relation == "template"
    assert compare(post(KETTLE, brands=brand("Acme")), other(KETTLE, brands=brand("Bolt"))).relation == "template"


def test_one_author_about_two_subjects_is_two_opinions() -> None:
    assert compare(post(subject_key="k1"), post(key="2", subject_key="k2")).relation == "different"
    asked = "@acme_help why was my parcel sent back to the depot again without anybody calling me?"
    assert compare(post(asked), post(asked.replace("acme_help", "bolt_care"), key="2")).relation == "different"
    assert compare(post(subject="Acme kettle K1"), other(KETTLE, "Ann Archer", subject="K1 kettle by Acme")).relation == "same"


def test_what_has_nothing_in_common_is_different() -> None:
    assert compare(post(), other(PARCEL)).relation == "different"
    assert compare(post(), other(PARCEL, "Ann Archer", "shop-example")).relation == "different"


def test_praise_in_common_phrases_is_not_copied() -> None:
    one = "Good kettle, fast delivery, friendly staff, well packed, reasonable price, I recommend the shop"
    two = "Friendly staff and reasonable price. Kettle is good and was well packed. Delivery was quick too, thanks"
    assert compare(post(one), other(two)).relation == "different"


def test_the_same_post_of_the_same_site_is_itself_whatever_it_says() -> None:
    assert compare(post(), post(PARCEL, None)).relation == "same"


def test_pros_and_cons_are_words_too() -> None:
    assert compare(post("", pros=KETTLE[:58], cons=KETTLE[58:]), other(KETTLE)).relation == "same"


@pytest.mark.parametrize("one", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("two", ODD, ids=range(len(ODD)))
def test_odd_texts_pass(one: str, two: str) -> None:
    relation = compare(post(one), other(two)).relation
    assert relation in {"same", "different"}


texts = st.text() | st.lists(st.sampled_from([*KETTLE.split(), *CHAYNIK.split(), '"', "…", "> ", "\n", "@acme", "RT"]), max_size=60).map(
    " ".join
)
people = st.sampled_from([None, "Ann Archer", "ann_archer", "A. Archer", "Bob"])


@given(texts, texts, people, people, st.sampled_from(["shop-example", "talk-example"]))
@settings(deadline=None)
def test_all_but_quotes_hold_both_ways(one: str, two: str, author: str | None, its_author: str | None, site: str) -> None:
    there = compare(post(one, author), other(two, its_author, site))
    back = compare(other(two, its_author, site), post(one, author))
    assert 0 <= there.score <= 1
    if "quote" not in (there.relation, back.relation):
        assert (there.relation, there.score, there.one_author) == (back.relation, back.score, back.one_author)
    else:
        assert {there.relation, back.relation} <= {"quote", "different"}


@given(texts, people)
@settings(deadline=None)
def test_a_copy_of_the_same_author_on_the_same_subject_is_the_same(text: str, author: str | None) -> None:
    verdict = compare(post(text, author, subject_key="k1"), other(text, author, "shop-example", subject_key="k1"))
    assert verdict.relation == ("same" if author and text.strip() else verdict.relation)


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        (KETTLE, KETTLE.replace("boils fast", "does not boil fast")),
        (CHAYNIK, CHAYNIK.replace("закипает", "не закипает")),
        (AM, AM.replace("sôi nhanh", "không sôi nhanh")),
        (HU, HU.replace("烧水很快", "烧水不快")),
    ],
    ids=["en", "ru", "vi", "zh"],
)
def test_who_denies_what_another_says_has_another_opinion(said: str, denied: str) -> None:
    for one, two in ((said, denied), (denied, said)):
        assert compare(post(one), other(two, "Zoe Zimmer")).relation == "different"
        assert compare(post(one), other(two, "Ann Archer")).relation == "same"  # who wrote it corrects it


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("亲爱的张女士，感谢您对水壶的评价，很高兴您喜欢我们的产品，期待您再次光临本店。", ("张女士", "李先生")),
        ("김민수님, 주전자 리뷰를 남겨 주셔서 감사합니다. 만족하셨다니 기쁘고 다음에도 저희 매장을 찾아 주세요.", ("김민수", "이영희")),
        ("مرحبا أحمد، شكرا على تقييمك لمنتجنا. يسعدنا أنه نال إعجابك ونتمنى أن نراك مجددا في متجرنا.", ("أحمد", "فاطمة")),
    ],
)
def test_form_letters_in_scripts_without_capitals(one: str, two: tuple[str, str]) -> None:
    assert compare(post(one), other(one.replace(*two))).relation == "template"


@pytest.mark.parametrize("text", [KETTLE, CHAYNIK, AM, HU], ids=["en", "ru", "vi", "zh"])
def test_what_is_sent_on_below_a_comment_is_quoted(text: str) -> None:
    assert compare(post(text), other(f"Mine came whole.\n\nForwarded from Ann:\n{text}")).relation == "quote"
    assert compare(post(text), other(f"Forwarded from Ann:\n{text}")).relation == "same"


@pytest.mark.parametrize(
    ("text", "more"), [(KETTLE, PARCEL), (CHAYNIK, "Зато доставили вовремя, и упаковка была целой, что теперь редкость.")]
)
@pytest.mark.parametrize(
    "quoting", ["[quote=Ann]{}[/quote]\nMine is fine.", "> {}\n\nMine is fine.", "<blockquote><p>{}</p></blockquote>Mine is fine."]
)
def test_who_quotes_a_passage_quotes_the_text(text: str, more: str, quoting: str) -> None:
    assert compare(post(f"{text} {more}"), other(quoting.format(text))).relation == "quote"
    assert compare(post(f"{text} {more}"), other(quoting.format(f"{text} {more}"))).relation == "quote"
    assert compare(post(quoting.format(text)), other(quoting.format(text).replace("Mine", "Ours"), "Zoe Zimmer")).relation == "different"


def test_a_text_given_twice_is_the_text() -> None:
    assert compare(post(KETTLE), other(f"{KETTLE}\n{KETTLE}")).relation == "same"
