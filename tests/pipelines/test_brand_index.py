from mentions.brand import Brand
from pipelines.brand_index import automaton_of, compile_brands


def test_nothing_to_look_for_compiles_to_nothing() -> None:
    index = compile_brands([Brand(id="Empty", terms=("", " ", "!!!"))], typos=True)
    assert index.automaton is None
    assert index.typos is None
    assert () == index.entries


def test_automaton_finds_overlapping_patterns() -> None:
    automaton = automaton_of(["acme", "acme bank"])
    assert automaton is not None
    assert [(0, 0, 4), (1, 0, 9)] == automaton.find_matches_as_indexes("acme bank", overlapping=True)


def test_every_pattern_has_its_entries() -> None:
    brands = [Brand(id="A", terms=("Acmetron",), handles=("@acme_help",), domains=("www.acme.example",), exclude=("acmetron-comics",))]
    index = compile_brands(brands, typos=False)
    entries = [entry for group in index.entries for entry in group]
    assert {"name", "handle", "domain", "exclude"} == {entry.kind for entry in entries}
    assert {"acme_help"} == {entry.term for entry in entries if entry.kind == "handle"}
    assert {"acme.example"} == {entry.term for entry in entries if entry.kind == "domain"}
    assert index.typos is None
    assert {} == index.mistyped


def test_a_generated_spelling_that_is_a_word_is_doubtful() -> None:
    index = compile_brands([Brand(id="Shell", terms=("Shell",))], typos=False)
    doubtful = {entry.rule for group in index.entries for entry in group if entry.doubtful}
    assert {"translit"} == doubtful  # "шел", he walked


def test_only_long_unambiguous_names_have_typos() -> None:
    brands = [
        Brand(id="Long", terms=("Acmetron",)),
        Brand(id="Short", terms=("Acme",)),
        Brand(id="Word", terms=("Orange",), ambiguous=True),
    ]
    assert {0} == {entry.brand for entries in compile_brands(brands, typos=True).mistyped.values() for entry in entries}
