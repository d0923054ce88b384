"""Whether one of two nearly identical texts denies what the other says: "good" and "not good" are two opinions."""

import re
from functools import cache

from rapidfuzz.distance import OSA

from pipelines.skeleton import fold_word
from pipelines.slots import replaced

MAX_WORDS = 400
"""Words compared of each text."""
_FEW = 4  # words of a change that denies; a longer one is another sentence
_SHORT, _SIGNS = 2, "~\u0e00"
"""Characters of words, in scripts of letters, that differ by one letter without being slips."""
_AFTER = 2  # words that follow the change in both texts, so that it lies inside and nothing was only added

_DENIALS = """
    not no never nothing nobody without cannot cant dont doesnt didnt isnt wasnt arent wont wouldnt couldnt shouldnt havent hasnt
    не нет ни никогда ничего никто без ні немає ніколи нема няма нищо никога
    không chẳng chưa đừng chả khong ko
    nicht kein keine keinen keinem keiner nie niemals nichts ohne
    değil degil yok asla hiç hayır
    nunca jamás ningún ninguna sin ninguno nada
    pas jamais aucun aucune sans rien
    non mai senza nessuno nessuna niente
    não nao nenhum nenhuma sem
    nu niciodată fără nimic
    nie nigdy bez nic żaden żadna ne není nikdy žádný žádná nemá nejsou
    tidak bukan jangan belum gak nggak ga enggak tanpa tak
    inte aldrig utan ikke aldri uten aldrig uden niet geen nooit zonder ei nem soha nélkül nincs ingen inga
    δεν όχι μην χωρίς لا ليس لم لن غير بدون ليست לא אין בלי नहीं न مت نہیں нет емес жоқ"""
_INSIDE = re.compile("[不没沒無无未别]|ない|なかった|ません|않|못|없|ไม่|n['’]t$")
_WORD = re.compile("[\u3400-\u9fff]|[\u3041-\u30ff]+|(?:[^\\W_\u3041-\u9fff]|[\u0900-\u0963\u0e31-\u0e4e])+(?:['’][^\\W\\d_]+)?")


def denies(one: str, two: str) -> bool:
    """Whether a change inside of two texts puts in or takes out a denial; one that was only moved, or added at an end, does not count.

    >>> denies("it is good and cheap, I think", "it is not good and cheap, I think"), denies("it came on time", "it came on time, no box")
    (True, False)
    """
    a, b = (_words(text) for text in (one, two))
    if sum(map(_is_denial, a)) == sum(map(_is_denial, b)):
        return False
    denials = others = 0
    changes = replaced(a, b)
    follow = [start for start, *_ in changes[1:]] + [len(a)]
    for (start_a, end_a, start_b, end_b), follows in zip(changes, follow, strict=True):
        left, right = a[start_a:end_a], b[start_b:end_b]
        if start_a and start_b and follows - end_a >= _AFTER and _denies(left, right):
            denials += 1
        else:
            others += max(len(left), len(right))
    return denials > 0 and others <= denials + 1


def _denies(left: list[str], right: list[str]) -> bool:
    """Whether only one of two changed parts holds a denial, which is no slip of the finger in the other."""
    if max(len(left), len(right)) > _FEW or any(map(_is_denial, left)) == any(map(_is_denial, right)):
        return False
    if "".join(left) == "".join(right):
        return False
    denials, words = (left, right) if any(map(_is_denial, left)) else (right, left)
    slips = (denial for denial in denials if len(denial) > _SHORT and denial < _SIGNS and _is_denial(denial))
    return not any(OSA.distance(denial, word) <= 1 for denial in slips for word in words)


def _words(text: str) -> list[str]:
    """Give the words of a text, those with other than ASCII letters folded and marked: folded, «не» is "he"."""
    return [word if word.isascii() else f"~{fold_word(word)}" for word in _WORD.findall(text.lower())[:MAX_WORDS]]


def _is_denial(word: str) -> bool:
    return word in _denials() or _INSIDE.search(word) is not None


@cache
def _denials() -> frozenset[str]:
    words = _DENIALS.split()
    return frozenset((*(word for word in words if word.isascii()), *(f"~{fold_word(word)}" for word in words)))
