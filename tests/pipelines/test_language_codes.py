import pytest

from pipelines.language_codes import CANDIDATES, COMMON, RARE, plain_code


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("en", ["en", "en-US", "EN", "eng", "English", " en "]),
        ("pt", ["pt_BR", "brazilian"]),
        ("zh", ["zh-Hant", "ZH-tw", "schinese", "cmn"]),
        ("ru", ["rus", "ru-RU"]),
        ("no", ["nb-NO", "nn"]),
        ("tl", ["fil"]),
        ("he", ["iw"]),
        ("uk", ["ua"]),
        (None, ["", None, "?", "klingon"]),
    ],
)
def test_what_sites_call_a_language(code: str | None, stated: list[str | None]) -> None:
    assert {plain_code(name) for name in stated} == {code}


def test_a_script_s_candidates_are_there_once_and_the_common_ones_are_not_rare() -> None:
    for script, codes in CANDIDATES.items():
        assert len(codes) == len(set(codes))
        assert not COMMON & RARE.get(script, frozenset())
        assert RARE.get(script, frozenset()) < set(codes)
