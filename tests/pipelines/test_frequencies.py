from pipelines import frequencies


def test_lists_begin_with_the_most_frequent_words() -> None:
    rates, words = zip(*[row for row in frequencies.read("en") if row[1]], strict=True)
    assert sorted(rates, reverse=True) == [*rates]
    assert "the" in words[0]
    assert sum(map(len, words)) > 20_000


def test_lists_are_known_by_their_language() -> None:
    assert {"en", "ru", "vi", "sh", "nb"} <= {*frequencies.languages()}
    assert all(path.is_file() for path in frequencies.languages().values())
