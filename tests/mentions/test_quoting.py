from mentions.clean import Said
from mentions.mention import Quote
from mentions.quoting import Quoting


def test_a_quote_takes_the_line_that_names_its_author() -> None:
    quoting = Quoting()
    quoting.write("Hello.")
    quoting.write("Ann wrote:")
    quoting.open()
    quoting.write("q")
    quoting.close()
    quoting.write("t")
    assert Said("Hello.\n\nt", (Quote(text="q", author="Ann"),)) == quoting.said()


def test_prose_before_a_quote_stays() -> None:
    quoting = Quoting()
    quoting.write("The manual puts it so:")
    quoting.open("Ann")
    quoting.write("q")
    assert Said("The manual puts it so:", (Quote(text="q", author="Ann"),)) == quoting.said()


def test_depth_counts_what_is_too_deep_to_tell_apart() -> None:
    quoting = Quoting()
    for _ in range(200):
        quoting.open()
    quoting.write("q")
    assert quoting.depth == 200
    for _ in range(200):
        quoting.close()
    assert quoting.depth == 0
    assert Said("", (Quote(text="q"),)) == quoting.said()
