import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipelines.language_bayes_file import Automaton, opened, read_automaton, read_tables

OWN = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
with opened() as MODEL_OPENED:
    AUTOMATON = read_automaton(MODEL_OPENED)
    TABLES = read_tables(MODEL_OPENED, {"Latin": ("en", "de"), "Han": ("zh", "ja")})


def states(automaton: Automaton, data: bytes) -> list[int]:
    """Give the states that a text leads through."""
    state, met = 0, []
    for byte in data:
        state = automaton.following[automaton.place[automaton.row[state] + automaton.high[byte]] + automaton.low[byte]]
        met.append(state)
    return met


@pytest.mark.parametrize("text", ["plain words", "тёплые слова", "những từ ấm", "温かい言葉", "كلمات دافئة", "", "ok"])
def test_the_narrowed_automaton_goes_through_the_package_s_states(text: str) -> None:
    expected, state = [], 0
    for byte in text.encode():
        state = OWN.tk_nextmove[OWN._rowbase[state] + byte]
        expected.append(state)
    assert states(AUTOMATON, text.encode()) == expected


def test_bytes_that_cleaned_texts_have_not_are_as_blanks() -> None:
    assert states(AUTOMATON, b"a\x01b") == states(AUTOMATON, b"a b")


def test_the_automaton_is_kept_in_a_quarter_of_its_cells() -> None:
    kept = len(AUTOMATON.following) + len(AUTOMATON.place) + len(AUTOMATON.row)
    assert kept < len(set(AUTOMATON.row)) * 153 / 3


@pytest.mark.parametrize("script", ["Latin", "Han"])
def test_weights_are_the_package_s_to_half_a_step(script: str) -> None:
    table = TABLES[script]
    labels = list(OWN.nb_classes)
    state = next(at for at, row in enumerate(table.rows) if row > 1)
    feature = OWN.tk_output[state]
    column = labels.index({"Latin": "en", "Han": "zh"}[script])
    ours = table.lowest[0] + table.step * float(table.weights[table.rows[state]][0])
    assert ours == pytest.approx(float(np.asarray(OWN.nb_ptc)[feature][column]), abs=table.step / 2 + 0.01)


def test_states_that_are_no_features_have_a_row_of_their_own() -> None:
    none = [at for at, feature in enumerate(OWN.tk_output) if feature < 0]
    assert none
    assert {int(TABLES["Latin"].rows[at]) for at in none} == {0}
    assert not TABLES["Latin"].weights[:2].any()
