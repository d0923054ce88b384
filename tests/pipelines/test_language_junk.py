import pytest

from pipelines.language_junk import is_model_number, is_no_language


@pytest.mark.parametrize(
    "words",
    ["ok", "OK", "haha", "hahahah", "ахахах", "lol lool", "hmmm", "zzz", "xd", "wow ok", "оооо", "aaaa", "qwerty", "йцукен", "jajaja"],
)
def test_said_alike_everywhere(words: str) -> None:
    assert is_no_language(words)


@pytest.mark.parametrize("words", ["okay then", "papa", "mama", "Wert", "was", "ха-ха смешно", "good", "nein", "нет", "không"])
def test_words_of_a_language_are_none_of_these(words: str) -> None:
    assert not is_no_language(words)


@pytest.mark.parametrize(
    "text", ["Acme Phone X5 2024", "SKU-12345-AB", "v2.0.1", "Acme WH-1000", "Acme EOS 5 Mark II", "iPhone 14 Pro Max"]
)
def test_names_with_numbers_are_a_model(text: str) -> None:
    assert is_model_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Acme Phone",  # a mere name is left to the detectors
        "bought an X5",
        "5 stars",
        "great 10/10",
        "Barang2 Acme Baru",
        "A1 " * 10,
        "x" * 500 + "1",
        "@some1 Hello You",
        "https://made-up.example/1 Hello",
    ],
)
def test_sentences_and_mere_names_are_no_model(text: str) -> None:
    assert not is_model_number(text)
