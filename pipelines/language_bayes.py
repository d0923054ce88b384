"""py3langid's trained model, computed for our candidates and scripts alone: the same answers in a tenth of the memory.

The model is naive Bayes over byte n-grams, which a finite automaton finds (Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language
Identification Tool"). `pipelines.language_bayes_file` reads it.
"""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipelines.language_bayes_file import Automaton, Table, opened, read_automaton, read_tables
from pipelines.language_codes import CANDIDATES
from pipelines.memory import give_back

Vector = NDArray[np.floating]

INDEX: Mapping[str, Mapping[str, int]] = {script: {code: i for i, code in enumerate(codes)} for script, codes in CANDIDATES.items()}
"""Script → language → its place in vectors."""
_MOST_TIMES = 1_024  # an n-gram that comes more often counts as if it came so often


class Py3langid:
    """The model, 13 MB, loaded at the first text."""

    def __init__(self) -> None:
        self._damped = np.log1p(np.arange(_MOST_TIMES, dtype=np.float32))

    @cached_property
    def _model(self) -> tuple[Automaton, dict[str, Table]]:
        with opened() as model:
            loaded = read_automaton(model), read_tables(model, CANDIDATES)
        give_back()
        return loaded

    def logarithms(self, text: str, script: str) -> Vector:
        """Logarithms of the probabilities of the script's candidates; all equal when the text shows no feature."""
        data = text.encode("utf-8", "replace")
        automaton, tables = self._model
        following, place, row = automaton.following, automaton.place, automaton.row
        state = 0
        highs, lows = data.translate(automaton.high), data.translate(automaton.low)
        met = Counter([state := following[place[row[state] + high] + low] for high, low in zip(highs, lows, strict=True)])
        table = tables[script]
        rows = table.rows.take(np.fromiter(met, np.intp, len(met)))
        damped = self._damped.take(np.fromiter(met.values(), np.intp, len(met)), mode="clip")
        damped *= rows > 0  # the states of row 0 are no features
        scores = damped @ table.weights.take(rows, 0).astype(np.float32)
        scores *= table.step
        scores += table.bias + table.lowest * damped.sum()
        scores = np.maximum.reduceat(scores, table.firsts) / math.sqrt(max(1, len(data)))  # py3langid's own temperature
        scores -= scores.max()
        scores -= math.log(float(np.exp(scores).sum()))
        return scores
