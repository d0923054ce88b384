import pickle
import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.errors import ConfigError
from mentions.mention import BrandMatch, Mention
from mentions.page import Page
from mentions.site import Site
from pipelines.language import Detected, LanguageDetector, LanguageStep

DETECTOR = LanguageDetector()

SPOKEN = {
    "en": "The parcel came two days late, but the people at the counter were really helpful.",
    "ru": "Посылка пришла на два дня позже, зато на кассе работают приятные люди.",
    "uk": "Посилка прийшла на два дні пізніше, але на касі працюють приємні люди.",
    "be": "Пасылка прыйшла на два дні пазней, але на касе працуюць прыемныя людзі.",
    "bg": "Пратката дойде с два дни закъснение, но хората на касата бяха много любезни.",
    "mk": "Пратката пристигна два дена подоцна, ама луѓето на каса беа многу љубезни.",
    "kk": "Сәлемдеме екі күн кешігіп келді, бірақ кассадағы адамдар өте сыпайы екен.",
    "vi": "Hàng về trễ hai ngày nhưng nhân viên ở quầy rất nhiệt tình.",
    "id": "Paketnya telat dua hari, tapi pelayanan di kasir ramah banget.",
    "ms": "Bungkusan sampai lewat dua hari, tapi pekerja kat kaunter memang baik, tak sombong pun.",
    "es": "El paquete llegó dos días tarde, pero la gente del mostrador fue muy amable.",
    "pt": "A encomenda chegou com dois dias de atraso, mas o pessoal do balcão foi muito simpático.",
    "fr": "Le colis est arrivé deux jours en retard, mais les gens au guichet étaient très aimables.",
    "de": "Das Paket kam zwei Tage zu spät, aber die Leute am Schalter waren wirklich nett.",
    "it": "Il pacco è arrivato con due giorni di ritardo, ma le persone allo sportello erano gentili.",
    "pl": "Paczka przyszła dwa dni później, ale ludzie przy okienku byli naprawdę mili.",
    "cs": "Balík přišel o dva dny později, ale lidé u přepážky byli opravdu milí.",
    "sk": "Balík prišiel o dva dni neskôr, ale ľudia pri okienku boli naozaj milí.",
    "tr": "Paket iki gün geç geldi ama gişedeki insanlar gerçekten çok kibardı.",
    "az": "Bağlama iki gün gec gəldi, amma kassada işləyənlər çox mehriban idi.",
    "ar": "وصل الطرد متأخرا يومين لكن الموظفين كانوا لطفاء جدا",
    "fa": "بسته دو روز دیر رسید ولی کارکنان خیلی مهربان بودند",
    "ur": "پارسل دو دن دیر سے پہنچا لیکن کاؤنٹر پر لوگ بہت اچھے تھے",
    "hi": "पार्सल दो दिन देर से आया लेकिन काउंटर पर लोग बहुत अच्छे थे",
    "th": "พัสดุมาช้าไปสองวัน แต่พนักงานที่เคาน์เตอร์ใจดีมาก",
    "zh": "包裹晚了两天才到，不过柜台的工作人员态度很好",
    "ja": "荷物は二日遅れで届きましたが、窓口の人はとても親切でした",
    "ko": "택배가 이틀 늦게 왔지만 창구 직원들은 정말 친절했어요",
    "sr": "Пакет је стигао два дана касније, али људи на шалтеру су били веома љубазни.",
    "nl": "Het pakket kwam twee dagen te laat, maar de mensen aan de balie waren erg aardig.",
    "sv": "Paketet kom två dagar för sent, men personalen i kassan var väldigt trevlig.",
    "da": "Pakken kom to dage for sent, men personalet ved kassen var meget venligt.",
    "no": "Pakken kom to dager for sent, men de ansatte i kassen var veldig hyggelige.",
    "fi": "Paketti saapui kaksi päivää myöhässä, mutta kassalla oli todella mukavia ihmisiä.",
    "hu": "A csomag két nappal később érkezett, de a pultnál nagyon kedvesek voltak.",
    "ro": "Coletul a ajuns cu două zile mai târziu, dar oamenii de la ghișeu au fost foarte amabili.",
    "el": "Το δέμα ήρθε δύο μέρες αργότερα αλλά το προσωπικό ήταν πολύ ευγενικό",
    "he": "החבילה הגיעה באיחור של יומיים אבל האנשים בדלפק היו נחמדים מאוד",
    "lt": "Siuntinys atkeliavo dviem dienomis vėliau, bet žmonės prie kasos buvo labai malonūs.",
    "sw": "Kifurushi kilichelewa siku mbili lakini wafanyakazi wa kaunta walikuwa wakarimu sana.",
    "sq": "Pakoja erdhi dy ditë me vonesë, por njerëzit në sportel ishin shumë të sjellshëm.",
    "is": "Pakkinn kom tveimur dögum of seint en fólkið í afgreiðslunni var mjög vingjarnlegt.",
}


@pytest.mark.parametrize(("language", "text"), SPOKEN.items())
def test_ordinary_sentences_are_told_and_surely(language: str, text: str) -> None:
    found = DETECTOR.detect(text)
    assert language == found.language
    assert found.confidence > 0.7


@pytest.mark.parametrize("language", ["en", "ru", "vi", "id", "es", "de", "pl", "tr", "kk", "cs"])
def test_shouting_is_read_as_well(language: str) -> None:
    text = SPOKEN[language].replace("i", "İ") if language == "tr" else SPOKEN[language]
    assert language == DETECTOR.detect(text.upper()).language


@pytest.mark.parametrize("language", ["en", "ru", "vi", "pl", "tr", "de"])
def test_addresses_handles_pictures_and_names_do_not_count(language: str) -> None:
    text = f"@shop_help {SPOKEN[language]} 🔥🔥 https://made-up.example/a?b=c Acme 9000 help@made-up.example"
    name = text.index("Acme")
    assert language == DETECTOR.detect(text, ignore=[(name, name + 4)]).language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hang ve tre hai ngay nhung nhan vien rat nhiet tinh", "vi"),  # no marks at all
        ("nhieu nguoi khong thich", "vi"),
        ("paketet kom inte fram och jag är arg", "sv"),
        ("jeg synes ikke det er rigtigt af dem", "da"),
        ("jeg synes ikke det er riktig av dem", "no"),
        ("kereta saya rosak, nak hantar pergi bengkel esok", "ms"),
        ("mobil saya rusak, besok mau dibawa ke bengkel", "id"),
        ("Лошо обслужване, няма да се върна", "bg"),
        ("Благодарам, секогаш ќе дојдам", "mk"),
        ("Жакшы экен, рахмат баарына", "ky"),
        ("Juda yaxshi, lekin qimmat", "uz"),
        ("iPhone 用起来很不错", "zh"),  # Latin names are longer than what is said of them
        ("Galaxy Ultra เครื่องร้อนมาก", "th"),
        ("купил себе Acme Phone Ultra Max, доволен", "ru"),
    ],
)
def test_close_languages_and_mixed_scripts(text: str, language: str) -> None:
    assert language == DETECTOR.detect(text).language


@pytest.mark.parametrize(
    "text",
    [
        "privet, kak dela? chto novogo?",
        "ochen khoroshiy magazin, vsem sovetuyu",
        "ya kupil etot telefon i on ne rabotaet",
        "zakaz ne prishel vovremya",
    ],
)
def test_russian_in_latin_letters_is_russian_and_marked(text: str) -> None:
    found = DETECTOR.detect(text)
    assert ("ru", True, "Latin", "translit") == (found.language, found.translit, found.script, found.method)


@pytest.mark.parametrize(
    "text",
    [
        *(SPOKEN[language] for language in ("en", "cs", "pl", "sk", "id", "tr", "vi", "fi", "sw")),
        "Mimi na yeye ni marafiki wa zamani",
        "Kaya sun zo da kyau, na gode kwarai da gaske",
        "Dobar dan, gde si bio juce, nema te na poslu",
        "bez pomoci",  # words and spellings that other languages share
        "fiyati yine pahali",
    ],
)
def test_other_latin_texts_are_no_russian(text: str) -> None:
    assert not DETECTOR.detect(text).translit


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("", "too short"),
        ("é", "too short"),
        ("!!! 12345 :)", "too short"),
        ("👍👍👍", "too short"),
        ("https://made-up.example/", "too short"),
        ("@somebody", "too short"),
        ("haha", "no language"),
        ("хахаха)))", "no language"),
        ("OK lol", "no language"),
        ("asdfgh", "no language"),
        ("Acme Phone X5 2024", "names only"),
    ],
)
def test_what_is_in_no_language_is_und_and_says_why(text: str, method: str) -> None:
    found = DETECTOR.detect(text, prior=["en"])
    assert ("und", method) == (found.language, found.method)


@pytest.mark.parametrize("text", ["Sehr gut 5", "Great phone 10/10", "barang2 nya bagus"])
def test_a_number_makes_no_model_name_of_a_sentence(text: str) -> None:
    assert DETECTOR.detect(text).language != "und"


def test_a_site_s_languages_move_what_is_open_and_not_what_is_plain() -> None:
    """`Dia sudah datang` is Malay and Indonesian alike; a Russian sentence stays one on an English site."""
    open_text = "Dia sudah datang"
    assert ("id", "ms") == tuple(DETECTOR.detect(open_text, prior=[code]).language for code in ("id", "ms"))
    assert "ms" == DETECTOR.detect(open_text, declared="ms-MY").language
    assert "ru" == DETECTOR.detect(SPOKEN["ru"], prior=["uk"], declared="uk").language
    assert "en" == DETECTOR.detect(SPOKEN["en"], prior=["de"], declared="German").language


def test_unknown_languages_of_a_site_are_no_votes() -> None:
    assert DETECTOR.detect("Dia sudah datang") == DETECTOR.detect("Dia sudah datang", prior=["xx-unknown", ""], declared="?")


@pytest.mark.parametrize("detector", ["ensemble", "langdetect", "py3langid", "eldc", "cld2"])
def test_every_detector_can_be_chosen(detector: str) -> None:
    found = LanguageDetector(detector).detect(SPOKEN["de"])
    assert Detected("de", found.confidence, detector, "Latin") == found


def test_an_unknown_detector_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(ConfigError, match=r"lingo.*ensemble, langdetect"):
        LanguageDetector("lingo").detect(SPOKEN["de"])


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "я" * 1_000_000,
        "a@" * 500_000,
        "a." * 500_000,
        "&a" * 500_000,
        "<a " * 300_000,
        "http://" * 150_000,
        "word " * 200_000,
        "\ud800 \udfff lone \ud83d",
        "\x00\x01\x07 control \x1f",
        "\u202eשלום hello مرحبا мир\u202d",
        "😂" * 10_000,
        "İ" * 1_000,
        "𝓱𝓮𝓵𝓵𝓸 Ⅷ",
        "\ufffe\uffff\U0010ffff ab",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_pass_unharmed(text: str) -> None:
    found = DETECTOR.detect(text, ignore=[(0, 1)])
    assert 0.0 <= found.confidence <= 1.0
    assert len(found.language) in (2, 3)


@given(st.text(max_size=300), st.lists(st.sampled_from(["en", "ru", "vi", "sr", "zz"]), max_size=3))
@settings(deadline=None, max_examples=150)
def test_any_text_gets_a_language_and_always_the_same(text: str, prior: list[str]) -> None:
    found = DETECTOR.detect(text, prior=prior)
    assert found == DETECTOR.detect(text, prior=prior)
    assert 0.0 <= found.confidence <= 1.0
    assert found.language == "und" or (len(found.language) == 2 and found.language.isascii())


def test_threads_get_the_same_answers() -> None:
    texts = [*SPOKEN.values(), *(text[:20] for text in SPOKEN.values())] * 3
    expected = [DETECTOR.detect(text) for text in texts]
    answers: list[list[Detected]] = []
    threads = [threading.Thread(target=lambda: answers.append([LanguageDetector().detect(text) for text in texts])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [expected] * 4 == answers


def _mention(key: str, text: str, **fields: object) -> Mention:
    return replace(Mention(site="made-up", engine="made", key=key, text=text), **fields)  # type: ignore[arg-type]


def _page(*mentions: Mention) -> Page:
    return Page(site="made-up", engine="made", url="https://made-up.example/", outcome="ok", mentions=mentions)


SITES = {"made-up": Site(name="made-up", engine="made", url="https://made-up.example/", languages=("ms",))}


class _Counting:
    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], str | None, tuple[tuple[int, int], ...]]] = []

    def detect(
        self, text: str, *, prior: tuple[str, ...] = (), declared: str | None = None, ignore: tuple[tuple[int, int], ...] = ()
    ) -> Detected:
        self.asked.append((text, prior, declared, ignore))
        return DETECTOR.detect(text, prior=prior, declared=declared, ignore=ignore)


def test_the_step_reads_each_text_once_and_touches_only_what_has_no_language() -> None:
    known = _mention("1", SPOKEN["de"], language="fr", language_confidence=0.5)
    detector = _Counting()
    page = LanguageStep(detector, SITES)(_page(known, _mention("2", SPOKEN["de"]), _mention("3", SPOKEN["de"]), _mention("4", "")))  # type: ignore[arg-type]
    assert [known, "de", "de", "und"] == [page.mentions[0], *(mention.language for mention in page.mentions[1:])]
    assert [SPOKEN["de"], "\n\n\n"] == [asked[0] for asked in detector.asked]
    assert all(asked[1] == ("ms",) for asked in detector.asked)
    assert page.mentions[1].language_confidence == pytest.approx(0.999, abs=0.01)


def test_a_page_that_has_its_languages_is_given_back_as_it_is() -> None:
    page = _page(_mention("1", "x", language="en"))
    assert page is LanguageStep(DETECTOR, SITES)(page)


def test_brand_names_do_not_count_in_text_and_title() -> None:
    """A short text is read with its title; the spans of both are blotted out where they stand."""
    brands = (
        BrandMatch(brand="a", start=0, end=11, matched="Das Produkt", rule="term", tagged=False),
        BrandMatch(brand="a", start=0, end=11, matched="Das Produkt", rule="term", tagged=False, where="title"),
    )
    mention = _mention("1", "Das Produkt is fine", title="Das Produkt works well", brands=brands)
    detector = _Counting()
    LanguageStep(detector, {})(_page(mention))  # type: ignore[arg-type]
    text, prior, declared, ignore = detector.asked[0]
    assert ["Das Produkt", "Das Produkt"] == [text[start:end] for start, end in ignore]
    assert ((), None) == (prior, declared)
    assert "en" == LanguageStep(DETECTOR, {})(_page(mention)).mentions[0].language


def test_the_site_s_word_for_a_text_is_a_vote() -> None:
    page = LanguageStep(DETECTOR, {})(_page(_mention("1", "Dia sudah datang", language_declared="ms"), _mention("2", "Dia sudah datang")))
    assert ("ms", "id") == tuple(mention.language for mention in page.mentions)


def test_a_detector_travels_without_its_models() -> None:
    detector = LanguageDetector("langdetect")
    detector.load()
    bare = pickle.dumps(detector)
    assert len(bare) < 200
    assert pickle.loads(bare).detect(SPOKEN["fr"]) == detector.detect(SPOKEN["fr"])  # noqa: S301 - our own
