import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.mention import Mention, Quote
from pipelines.keys import QUOTES, STORED, STORED_OF_QUOTE, prepare, prepare_all

KETTLE = "The kettle boils fast and keeps the water warm for hours, but the lid is loose and the cable is too short for our kitchen."
LONG = " ".join(f"In kitchen {number} the kettle of house {number * 7} boils in {number % 9} minutes." for number in range(60))


def post(text: str, **fields: object) -> Mention:
    return Mention(**{"site": "a", "engine": "made", "key": "1", "text": text} | fields)  # type: ignore[arg-type]


def test_equal_skeletons_have_equal_keys() -> None:
    one, two = prepare(post(KETTLE)), prepare(post(f"<b>{KETTLE.upper()}</b>"))
    assert one == two
    assert one.informative
    assert not one.is_sparse


def test_a_text_is_found_by_each_sixteenth_of_it() -> None:
    kept = prepare(post(LONG)).stored
    assert STORED / 2 < len(kept) <= STORED
    for start in range(0, len(LONG) - len(LONG) // 6, 97):
        passage = prepare(post(LONG[start : start + len(LONG) // 6]))
        assert set(kept) & set(passage.fingerprints)


@pytest.mark.parametrize("author", [None, "Anonymous"])
def test_a_short_text_of_nobody_has_no_keys(author: str | None) -> None:
    assert prepare(post("Great kettle!", author=author)).fingerprints == ()


def test_a_short_text_is_found_by_its_author_and_words() -> None:
    one, two, three = prepare_all(
        [post("Great kettle!", author="Ann K."), post("great KETTLE", author="ann_k"), post("Great kettle", author="Bob")]
    )
    assert one.stored == two.fingerprints != three.stored
    assert one.is_sparse


def test_a_teaser_is_found_by_its_beginning() -> None:
    one, teaser = prepare_all([post(KETTLE), post(KETTLE[:24] + "… Read more")])
    assert set(one.stored) & set(teaser.fingerprints)
    assert set(teaser.stored) & set(one.fingerprints)
    assert teaser.is_sparse


def test_a_quote_is_found_by_what_it_quotes() -> None:
    one, answer = prepare_all([post(KETTLE), post("Not mine!", quotes=(Quote(text=KETTLE),))])
    assert len(set(answer.stored) & set(one.fingerprints)) > 2
    assert len(answer.stored) <= STORED_OF_QUOTE
    assert answer.text_key == prepare(post("Not mine!")).text_key


@pytest.mark.parametrize("marked", [f'"{KETTLE}"', f"[quote]{KETTLE}[/quote]", f"Ann wrote:\n> {KETTLE}\n"])
def test_a_quote_in_a_long_text_is_found_by_what_it_quotes(marked: str) -> None:
    one, answer = prepare_all([post(KETTLE), post(f"{LONG[:900]}\n\n{marked}\n\n{LONG[900:]}")])
    assert len(set(answer.stored) & set(one.fingerprints)) > 2
    many = prepare(post("Not mine!", quotes=tuple(Quote(text=LONG[start : start + 300]) for start in range(0, 2_000, 300))))
    assert len(many.stored) <= QUOTES * STORED_OF_QUOTE


@given(st.lists(st.text() | st.sampled_from([KETTLE, LONG, "\ud800", "😀" * 30, "x" * 70_000]), max_size=5))
@settings(deadline=None)
def test_any_texts_pass_and_do_not_depend_on_each_other(texts: list[str]) -> None:
    mentions = [post(text, author="Ann") for text in texts]
    assert prepare_all(mentions) == [prepare(mention) for mention in mentions]
    for keys in prepare_all(mentions):
        assert set(keys.stored) <= set(keys.fingerprints)
        assert -(2**63) <= keys.text_key < 2**63
