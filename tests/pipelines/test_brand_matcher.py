"""Made-up and well-known names in made-up sentences: what a text names, in many languages and disguises."""

import functools
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.brand import Brand, Near
from pipelines.brand_matcher import BrandMatcher, Found

WORLD = [
    Brand(id="VTB", terms=("VTB",)),
    Brand(id="Seven", terms=("7-Eleven",)),
    Brand(id="Viettel", terms=("Viettel 5G",)),
    Brand(id="McD", terms=("McDonald's", "Макдоналдс")),
    Brand(id="HM", terms=("H&M",)),
    Brand(id="Tinkoff", terms=("Тинькофф",), domains=("tinkoff.example",)),
    Brand(id="DMX", terms=("Điện Máy Xanh",)),
    Brand(id="Mi", terms=("小米",)),
    Brand(id="Sony", terms=("ソニー",)),
    Brand(id="True", terms=("ทรูมูฟ",)),
    Brand(id="Samsung", terms=("Samsung", "Самсунг", "삼성", "سامسونج"), handles=("SamsungVN",)),
    Brand(id="Raduga", terms=("Аптека Радуга",)),
    Brand(id="KB", terms=("Красное и Белое",)),
    Brand(id="Per", terms=("Перекрёсток",)),
    Brand(id="Lenta", terms=("Лента",), ambiguous=True, context=("магазин", "касс"), exclude=("новостная лента",)),
    Brand(id="Orange", terms=("Orange",), ambiguous=True, context=("sim", "roaming"), exclude=("orange juice",)),
    Brand(id="Zabka", terms=("Żabka",)),
    Brand(id="Nokia", terms=("Nokia",)),
    Brand(id="Tesco", terms=("Tesco",)),
    Brand(id="Kaspi", terms=("Каспи",)),
    Brand(id="Halyk", terms=("Халык Банк",)),
    Brand(id="DB", terms=("Deutsche Bank",)),
    Brand(id="Booking", terms=("Booking.com",)),
    Brand(id="Disney", terms=("Disney+",)),
    Brand(id="Kia", terms=("Kia",)),
    Brand(id="BaoTin", terms=("Bảo Tín",)),
    Brand(id="Ozon", terms=("Ozon",)),
    Brand(id="Mueller", terms=("Müller",)),
    Brand(id="Weiss", terms=("Weißwurst König",)),
    Brand(id="Rozetka", terms=("Розетка",)),
    Brand(id="Digi", terms=("دیجی‌کالا",)),
    Brand(id="Hepsi", terms=("Hepsiburada",)),
    Brand(id="Grab", terms=("Grab",)),
    Brand(id="LinkedIn", terms=("LinkedIn",)),
    Brand(id="iPhone", terms=("iPhone",)),
    Brand(id="Sber", terms=("СберБанк",)),
    Brand(id="Alfa", terms=("Альфа-Банк",)),
    Brand(id="Wizz", terms=("Wizz Air",)),
    Brand(id="Vodafone", terms=("Vodafone",)),
    Brand(id="Ikea", terms=("IKEA", "ИКЕА")),
    Brand(id="Pyat", terms=("Пятёрочка",)),
    Brand(id="MTS", terms=("МТС",)),
    Brand(id="MTSBank", terms=("МТС Банк",)),
    Brand(id="Kaufland", terms=("Kaufland",)),
    Brand(id="Privat", terms=("Приват24",)),
    Brand(id="Gofood", terms=("Gofood",)),
    Brand(id="TGD", terms=("Thế Giới Dép",)),
    Brand(id="Nothing", terms=("", "!!!", "…")),
]


@functools.cache
def world() -> BrandMatcher:
    return BrandMatcher(WORLD)


def named(text: str, language: str | None) -> list[str]:
    return [f"{match.brand}:{match.matched}" for match in world().find(text, language=language).matches]


ROWS = [
    # inflection, by language
    ("ru", "Взял кредит в VTB и доволен", "VTB:VTB"),
    ("ru", "карта втб", "VTB:втб"),
    ("tr", "VTB'nin şubesi", "VTB:VTB"),
    ("tr", "VTBnin şubesi", "VTB:VTBnin"),  # from capitals to small letters: an ending without its apostrophe
    ("ru", "в макдоналдсе очередь", "McD:макдоналдсе"),
    ("ru", "в Тинькоффе дали карту", "Tinkoff:Тинькоффе"),
    ("ru", "в Аптеке Радуга дешевле", "Raduga:Аптеке Радуга"),  # the first word is declined
    ("ru", "аптеку радугу закрыли", "Raduga:аптеку радугу"),  # both are
    ("ru", "из Красного и Белого вышел", "KB:Красного и Белого"),
    ("ru", "в перекрёстке скидки", "Per:перекрёстке"),  # the vowel of the stem flees
    ("ru", "Перекресток", "Per:Перекресток"),
    ("ru", "в пятёрочке", "Pyat:пятёрочке"),
    ("ru", "много пятерочек", "Pyat:пятерочек"),
    ("ru", "из икеи", "Ikea:икеи"),
    ("ru", "мтсовский тариф", "MTS:мтсовский"),
    ("ru", "спасибо МТСу", "MTS:МТСу"),
    ("uk", "у Розетці замовив", "Rozetka:Розетці"),
    ("bg", "Кауфландът е скъп", "Kaufland:Кауфландът"),
    ("kk", "Каспиде ақша жоқ", "Kaspi:Каспиде"),
    ("kk", "Халық Банкінің қосымшасы", "Halyk:Халық Банкінің"),
    ("pl", "byłem w Żabce", "Zabka:Żabce"),
    ("pl", "żabek jest dużo", "Zabka:żabek"),
    ("cs", "ve Vodafonu", "Vodafone:Vodafonu"),
    ("cs", "v Kauflandu", "Kaufland:Kauflandu"),
    ("fi", "Nokian puhelin", "Nokia:Nokian"),
    ("fi", "haettu Ikeasta", "Ikea:Ikeasta"),
    ("hu", "a Tescóban vettem", "Tesco:Tescóban"),
    ("hu", "a Wizz Airrel repültem", "Wizz:Wizz Airrel"),
    ("tr", "Hepsiburadadan aldım", "Hepsi:Hepsiburadadan"),
    ("id", "grabnya lama", "Grab:grabnya"),
    ("tr", "vtbnin şubesi", "VTB:vtbnin"),
    ("en", "two iPhones", "iPhone:iPhones"),
    ("en", "IKEA's shelves", "Ikea:IKEA"),
    ("de", "Vodafones Netz", "Vodafone:Vodafones"),
    ("de", "bei der Deutschen Bank", "DB:Deutschen Bank"),
    ("ko", "삼성은 좋다", "Samsung:삼성은"),
    ("ru", "купил iPhoneом", "iPhone:iPhoneом"),  # a foreign name with an ending of the text's own letters
    # parts, marks, alphabets
    ("en", "got it at 7 eleven", "Seven:7 eleven"),
    ("vi", "gói viettel5g", "Viettel:viettel5g"),
    ("vi", "mạng Viettel-5G khỏe", "Viettel:Viettel-5G"),
    ("en", "mcdonalds fries", "McD:mcdonalds"),
    ("en", "H & M sale", "HM:H & M"),
    ("en", "the H and M store", "HM:H and M"),
    ("en", "Tinkoff is ok", "Tinkoff:Tinkoff"),
    ("vi", "dien may xanh giao nhanh", "DMX:dien may xanh"),
    ("vi", "điện  máy\nxanh", "DMX:điện  máy\nxanh"),  # a line broken by the mail program
    ("vi", "thế giới đép xa quá", "TGD:thế giới đép"),  # one wrong mark in a long name is a slip
    ("en", "Disney plus is great", "Disney:Disney plus"),
    ("de", "im Mueller gekauft", "Mueller:Mueller"),
    ("de", "WEISSWURST KÖNIG", "Weiss:WEISSWURST KÖNIG"),
    ("fa", "از دیجی کالا خریدم", "Digi:دیجی کالا"),
    ("ru", "в Сбер банке", "Sber:Сбер банке"),
    ("ru", "Альфабанком", "Alfa:Альфабанком"),
    ("uk", "приват 24", "Privat:приват 24"),
    ("en", "on Linked In", "LinkedIn:Linked In"),
    ("id", "pesan go-food", "Gofood:go-food"),
    ("en", "my iphone14", "iPhone:iphone"),
    ("ru", "в аптеке «Радуга» на углу", "Raduga:аптеке «Радуга"),
    ("en", "paid by OzonCard", "Ozon:OzonCard"),  # a capital parts the words
    ("en", "GrabFood again", "Grab:GrabFood"),
    ("vi", "mua trên samsungmall", "Samsung:samsungmall"),  # nothing else begins like this
    ("ko", "삼성전자 주가", "Samsung:삼성전자"),
    ("ja", "ソニーストアで", "Sony:ソニーストア"),
    ("en", "H&amp;M sale", "HM:H&amp;M"),
    ("ru", "#розеткой", "Rozetka:розеткой"),
    # scripts without blanks, and words written together with the name
    ("zh", "我买了小米手机很好", "Mi:小米"),
    ("ja", "新しいソニーのカメラ", "Sony:ソニー"),
    ("th", "ผมใช้ทรูมูฟมานาน", "True:ทรูมูฟ"),
    ("zh", "我用Samsung手机", "Samsung:Samsung"),
    ("ko", "Samsung은 좋다", "Samsung:Samsung"),
    ("ar", "وسامسونج جيدة", "Samsung:سامسونج"),
    # disguises
    ("en", "S a m s u n g", "Samsung:S a m s u n g"),
    ("en", "s.a.m.s.u.n.g", "Samsung:s.a.m.s.u.n.g"),
    ("en", "$amsung", "Samsung:$amsung"),
    ("en", "s4msung", "Samsung:s4msung"),
    ("ru", "Sаmsung", "Samsung:Sаmsung"),  # the first a is Cyrillic
    ("ru", "Сaмсунг", "Samsung:Сaмсунг"),  # the first a is Latin
    ("en", "Sam\u200bsung", "Samsung:Sam\u200bsung"),
    ("en", "ＳＡＭＳＵＮＧ", "Samsung:ＳＡＭＳＵＮＧ"),
    ("en", "𝐒𝐚𝐦𝐬𝐮𝐧𝐠", "Samsung:𝐒𝐚𝐦𝐬𝐮𝐧𝐠"),
    ("en", "samsuuung", "Samsung:samsuuung"),
    ("en", "Samsungggg", "Samsung:Samsungggg"),
    ("en", "samsng tv", "Samsung:samsng"),
    ("ru", "самсунк сломался", "Samsung:самсунк"),
    # handles, hashtags, links
    ("en", "@samsungvn help", "Samsung:samsungvn"),
    ("en", "@samsung_help", "Samsung:samsung_help"),
    ("en", "#ilovesamsung", "Samsung:samsung"),
    ("vi", "#dienmayxanh", "DMX:dienmayxanh"),
    ("en", "t.me/SamsungVN", "Samsung:t.me/SamsungVN"),
    ("ru", "см. https://www.tinkoff.example/cards/ тут", "Tinkoff:tinkoff.example"),
    ("ru", "pismo@tinkoff.example", "Tinkoff:tinkoff.example"),
    ("en", "booked via booking.com", "Booking:booking.com"),
    ("en", "https://www.booking.com/hotel/x", "Booking:booking.com"),
    # ambiguous names with a signal
    ("ru", "в Ленте на кассе", "Lenta:Ленте"),
    ("ru", "сходил вчера в Ленту", "Lenta:Ленту"),
    ("ru", "в «ленте» дорого", "Lenta:ленте"),
    ("en", "My Orange sim is dead", "Orange:Orange"),
    ("en", "I left Orange for good", "Orange:Orange"),
]


@pytest.mark.parametrize(("language", "text", "expected"), ROWS)
def test_what_a_text_names(language: str, text: str, expected: str) -> None:
    assert [expected] == named(text, language)


NO_LANGUAGE_NEEDED = [row for row in ROWS if "vtbnin" not in row[1]]


@pytest.mark.parametrize(("language", "text", "expected"), NO_LANGUAGE_NEEDED)
def test_the_language_need_not_be_known(language: str, text: str, expected: str) -> None:
    del language
    assert [expected] == named(text, None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "old mcdonald had a farm"),
        ("en", "hm, not sure"),
        ("ru", "тинькова карта"),
        ("ja", "パーソニー"),  # inside a katakana word
        ("ko", "삼성동 맛집"),  # a quarter of Seoul, no particle
        ("kk", "Каспий теңізі"),
        ("en", "a Disney movie"),
        ("vi", "Trời ơi kìa"),  # marks that the name has not
        ("vi", "báo tin cho tôi"),
        ("en", "the ozone layer"),  # no English ending, but a word
        ("tr", "hepsi burada dediler"),  # two common words in small letters
        ("en", "he grabbed it"),
        ("en", "he linked in the article"),
        ("ru", "айфон"),
        ("tr", "Samsun'da hava güzel"),  # a town one letter away
        ("tr", "samsunda hava güzel"),
        ("ru", "Новостная лента опять тормозит"),
        ("ru", "лента порвалась"),
        ("en", "an orange cat"),
        ("en", "Orange juice, please"),
        ("en", "ORANGE CATS ARE COOL"),
        ("de", "Ich mag die Orange sehr"),  # German nouns have capitals
        ("en", "see http://blog.example/samsung-review"),  # where something lies is not what the author says
        ("en", "notsamsungs at all"),
        ("en", "a s a m s u n g b"),  # letters of something longer
        ("en", "12vtb34"),
        ("en", "MTSystems of old"),
        ("en", "VTBank"),
    ],
)
def test_look_alikes_are_no_match(language: str, text: str) -> None:
    assert named(text, language) == []


@pytest.mark.parametrize(
    ("text", "rule", "tagged"),
    [
        ("Samsung", "term", False),
        ("самсунга", "inflected", False),
        ("сбер-банк", "joined", False),
        ("Tinkoff", "translit", False),
        ("go-food", "split", False),
        ("s-a-m-s-u-n-g", "spaced", False),
        ("s4msung", "leet", False),
        ("sаmsung", "lookalike", False),
        ("samsng", "typo", False),
        ("@samsung", "handle", True),
        ("#samsung", "hashtag", True),
        ("tinkoff.example", "link", True),
        ("www.samsung.com", "link", True),
    ],
)
def test_rule_and_tagged(text: str, rule: str, tagged: bool) -> None:
    matches = world().find(text).matches
    assert [(rule, tagged)] == [(match.rule, match.tagged) for match in matches]
    assert (matches[0].confidence < 1.0) == (rule in ("joined", "translit", "split", "spaced", "leet", "lookalike", "typo"))


def test_a_longer_name_of_another_brand_wins_and_the_shorter_is_held_back() -> None:
    found = world().find("МТС Банк хуже, чем МТС")
    assert [("MTSBank", 0), ("MTS", 19)] == [(match.brand, match.start) for match in found.matches]
    assert ["part of a longer name: MTSBank"] == [held.reason for held in found.held_back]


def test_title_and_text_are_told_apart() -> None:
    found = world().find("брал в ИКЕА", title="ИКЕА закрылась")
    assert [("text", 7, 11), ("title", 0, 4)] == [(match.where, match.start, match.end) for match in found.matches]


def test_what_is_held_back_says_why() -> None:
    found = world().find("an orange cat drinks orange juice")
    assert () == found.matches
    assert ["no signal for an ambiguous name", "exclude: orange juice"] == [held.reason for held in found.held_back]


CONDITIONS = [
    Brand(id="All", terms=("Romashka",), require_all=("milk", "farm")),
    Brand(id="Near", terms=("Novaphon",), near=Near(words=("screen",), within=3)),
    Brand(id="Tongue", terms=("Lumotek",), languages=("de",)),
    Brand(id="Place", terms=("Tiporama",), sites=("board",)),
    Brand(id="Delta", terms=("Delta",), ambiguous=True, context=("flight",)),
]


@functools.cache
def conditions() -> BrandMatcher:
    return BrandMatcher(CONDITIONS, typos=False)


@pytest.mark.parametrize(
    ("text", "given", "matches", "reasons"),
    [
        ("Romashka milk", {}, [], ["require_all: no farm"]),
        ("Romashka milk", {"title": "Farms of ours"}, ["All"], []),
        ("Novaphon is a nice new phone with a screen", {}, [], ["near: none of screen"]),
        ("the screen of my Novaphon", {}, ["Near"], []),
        ("Lumotek", {"language": "en"}, [], ["language: en"]),
        ("Lumotek", {"language": "de"}, ["Tongue"], []),
        ("Lumotek", {"language": None}, ["Tongue"], []),  # what is not known rules nothing out
        ("Lumotek", {"language": "und"}, ["Tongue"], []),
        ("Tiporama", {"site": "shop"}, [], []),  # not looked for there at all
        ("Tiporama", {"site": "board"}, ["Place"], []),
        ("delta is late", {}, [], ["no signal for an ambiguous name"]),
        ("delta is late", {"subject": "Delta at gate 4"}, ["Delta"], []),
        ("delta is late", {"title": "flights"}, ["Delta"], []),
        ("we fly «Delta»; delta is late", {}, ["Delta", "Delta"], []),  # one sense in one text
        ("@delta late again", {}, ["Delta"], []),
        ("@deltaforce late again", {}, [], ["no signal for an ambiguous name"]),
        ("@DeltaPoints flights", {}, ["Delta"], []),
    ],
)
def test_conditions(text: str, given: dict[str, str], matches: list[str], reasons: list[str]) -> None:
    found = conditions().find(text, **given)
    assert matches == [match.brand for match in found.matches]
    assert reasons == [held.reason for held in found.held_back]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a" * 1000000,
        "s" * 1000000,
        "samsung " * 20000,
        "#" + "samsung" * 5000,
        "@" * 10000,
        "😂" * 10000,
        "\u202eabc\u202c سامسونج",
        "s" + "́" * 10000,
        "sam\x00sung",
        "Sа" * 10000,
        "a." * 20000,
        "http://" + "samsung/" * 5000,
    ],
    ids=lambda text: f"{text[:6]!r}x{len(text)}",
)
def test_texts_that_must_pass_unharmed(text: str) -> None:
    for match in world().find(text).matches:
        assert text[match.start : match.end] == match.matched


def test_lone_surrogates_hide_nothing() -> None:
    assert ["Samsung"] == [match.matched for match in world().find("\ud800 Samsung\udfff").matches]


def test_threads_share_a_matcher() -> None:
    texts = [text for _, text, _ in ROWS] * 5
    alone = [world().find(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert alone == list(threads.map(world().find, texts))


def test_no_brands_find_nothing() -> None:
    assert BrandMatcher([]).find("Samsung") == Found()


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200), st.text(max_size=200))
def test_a_name_between_blanks_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before} Samsung {after}"
    found = world().find(text)
    at = len(before) + 1
    assert any(match.start <= at < match.end for match in found.matches if match.brand == "Samsung")
    assert all(text[match.start : match.end] == match.matched for match in (*found.matches, *found.held_back))
    assert found == world().find(text)
