import pytest

from pipelines.brand_endings import glues


@pytest.mark.parametrize(
    ("tail", "language"),
    [
        ("s", "en"),
        ("s", "de"),
        ("dan", "tr"),
        ("nin", "tr"),
        ("daki", "tr"),
        ("larindan", "tr"),
        ("yla", "tr"),
        ("nca", "tr"),
        ("нин", "kk"),
        ("дін", "kk"),
        ("га", "kk"),
        ("лардан", "kk"),
        ("нинг", "tg"),
        ("ning", "uz"),
        ("lardan", "uz"),
        ("ssa", "fi"),
        ("in", "fi"),
        ("illa", "fi"),
        ("stako", "fi"),
        ("ban", "hu"),
        ("nal", "hu"),
        ("rel", "hu"),
        ("ot", "hu"),
        ("nya", "id"),
        ("nyalah", "id"),
        ("ku", "ms"),
        ("ul", "ro"),
        ("ului", "ro"),
        ("en", "sv"),
        ("as", "lt"),
        ("은", "ko"),
        ("에서는", "ko"),
        ("ში", "ka"),
        ("ում", "hy"),
        ("ها", "fa"),
    ],
)
def test_endings_of_languages(tail: str, language: str) -> None:
    assert glues(tail, language)
    assert glues(tail, None)  # an ending of some language is one when the language is not known


@pytest.mark.parametrize(
    ("tail", "language"),
    [
        ("nya", "en"),
        ("dan", "en"),
        ("ed", "en"),
        ("s", "id"),
        ("daen", "tr"),
        ("xyz", "tr"),
        ("동", "ko"),
        ("ville", None),
        ("x" * 40, None),
    ],
)
def test_what_is_no_ending(tail: str, language: str | None) -> None:
    assert not glues(tail, language)
