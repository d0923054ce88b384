"""Texts that are in no language: laughter, acknowledgements, keyboard runs, model numbers."""

import re

_INTERJECTIONS = """
    ok okay okey oki k kk lol lmao rofl xd xdd haha hehe hm hmm mm mmm wow uh uhh oh ohh ah ahh eh huh aw aww yay meh
    ugh oops ups zzz thx tks ty pls plz omg omfg wtf gg wp ez rip asap fyi imho imo btw brb afk gl hf up bump xoxo nb ps
    pm dm rt fb ок окей лол ха хм мм ммм ого вау омг апп ап упс эх ах ох"""
_EVERYWHERE = frozenset(_INTERJECTIONS.split())
_LAUGHTER = re.compile(
    r"(?:ha|ah|he|eh|hi|ih|ho|ja|je|xa|ax|xd|lo|wk|rs|ks|ke){2,}[a-z]?|a?(?:ha)+h?|lo+l|h+m+|m{2,}|z{2,}|k{2,}|x+d+"
    r"|(\w)\1{2,}|(?:ха|ах|хе|хи|хо|аз|гы){2,}[а-я]?|х+м+|м{2,}|х{2,}"
)
_ROWS = "qwertyuiop asdfghjkl zxcvbnm йцукенгшщзхъ фывапролджэ ячсмитьбю abcdefgh абвгдежз"
_RUNS = f"{_ROWS} {_ROWS[::-1]}"
_SHORTEST_RUN = 5
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_TWICE = re.compile(r"[^\W\d]+[^\W\d_A-Z]2")  # Malay and Indonesian write "barang2" for "barang-barang"
_DIGIT = re.compile(r"\d")
_FEW_WORDS, _SHORT = 6, 120


def is_no_language(words: str) -> bool:
    """Tell whether every one of the (cleaned) words is said alike everywhere or is a run of the keyboard."""
    for found in _WORD.finditer(words):
        word = found[0].lower()
        if not (word in _EVERYWHERE or (len(word) >= _SHORTEST_RUN and word in _RUNS) or _LAUGHTER.fullmatch(word)):
            return False
    return True


def is_model_number(text: str) -> bool:
    """Tell whether the (raw) text is a few names and numbers, as `Acme Phone X5 2024`: no word of it tells a language."""
    if len(text) > _SHORT or not _DIGIT.search(text):
        return False
    parts = _ADDRESS.sub(" ", text).split()
    if len(parts) > _FEW_WORDS:
        return False
    if not any(char.isdigit() for part in parts for char in part if not _TWICE.fullmatch(part)):
        return False
    return all(any(char.isdigit() or char.isupper() for char in part) or not any(char.isalpha() for char in part) for part in parts)
