"""How bytes become text: marks, Unicode without marks, older encodings, damage, and that the name tells."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.encodings import decode, decoded_lines
from analysis.corpus.rows import UnreadableError

RUSSIAN = (
    "Сегодня утром в долине выпал снег, и дорога к школе была закрыта до полудня. Пекарня на углу открылась "
    "раньше обычного, чтобы всем хватило хлеба. Её слушали даже старики."
)
UKRAINIAN = (
    "Сьогодні вранці у долині випав сніг, і дорога до школи була закрита до полудня. Пекарня на розі відчинилася "
    "раніше, щоб усім вистачило хліба. Її слухали навіть літні люди."
)
ARMENIAN = (
    "Այսօր առավոտյան հովտում ձյուն եկավ, և դեպի դպրոց տանող ճանապարհը փակ էր մինչև կեսօր։ Անկյունի հացի փուռը "
    "բացվեց սովորականից շուտ, որպեսզի բոլորին հաց հասնի։"
)
ARABIC = (
    "هطل الثلج هذا الصباح في الوادي وكانت الطريق إلى المدرسة مغلقة حتى الظهر. فتح المخبز في زاوية الشارع أبوابه "
    "قبل الموعد المعتاد لكي يكفي الخبز الجميع."
)
PERSIAN = (
    "امروز صبح در دره برف باريد و راه مدرسه تا ظهر بسته بود. نانوايي سر کوچه زودتر از هميشه باز شد تا نان به همه "
    "برسد. پيرمردها هم گوش مي‌دادند."
)
FRENCH = (
    "Ce matin, la neige est tombée dans la vallée et la route de l'école est restée fermée jusqu'à midi. "
    "La boulangerie a ouvert plus tôt pour que les élèves aient du pain."
)
GERMAN = (
    "Heute früh fiel im Tal Schnee, und die Straße zur Schule blieb bis zum Mittag gesperrt. Die Bäckerei an der "
    "Ecke öffnete früher als üblich."
)
POLISH = (
    "Dziś rano w dolinie spadł śnieg i droga do szkoły była zamknięta aż do południa. Piekarnia na rogu otworzyła "
    "się wcześniej, żeby dla wszystkich starczyło chleba."
)
TURKISH = (
    "Bu sabah vadiye kar yağdı ve okula giden yol öğlene kadar kapalı kaldı. Köşedeki fırın, herkese ekmek yetsin "
    "diye her zamankinden erken açıldı."
)
AZERBAIJANI = (  # as written in the early 1990s, with ä, which Turkish pages have
    "Bu sähär vadiyä qar yağdı vä mäktäbä gedän yol günortaya qädär bağlı qaldı. Uşaqlar qar adamı düzältdi."
)
GREEK = (
    "Σήμερα το πρωί έπεσε χιόνι στην κοιλάδα και ο δρόμος για το σχολείο έμεινε κλειστός ως το μεσημέρι. "
    "Η δασκάλα τους διάβασε ένα παραμύθι."
)
HEBREW = "הבוקר ירד שלג בעמק, והדרך לבית הספר הייתה סגורה עד הצהריים. הילדים בנו איש שלג, והמורה קראה להם סיפור קצר."
JAPANESE = "今朝、谷に雪が降り、学校へ行く道は昼まで通れませんでした。角のパン屋は、いつもより早く店を開けました。"
KOREAN = "오늘 아침 골짜기에 눈이 내려서 학교로 가는 길이 낮까지 닫혀 있었다. 모퉁이 빵집은 일찍 문을 열었다."
CHINESE = "今天早上山谷里下了雪，通往学校的路一直封到中午。街角的面包店比平时早开门，好让大家都有面包吃。"
TAIWANESE = "今天早上山谷裡下了雪，通往學校的路一直封到中午。街角的麵包店比平時早開門，好讓大家都有麵包吃。"

OLDER = [
    *((RUSSIAN, codec) for codec in ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")),
    *((UKRAINIAN, codec) for codec in ("cp1251", "koi8-u", "iso8859-5")),
    *((ARABIC, codec) for codec in ("cp1256", "iso8859-6", "cp720")),
    (PERSIAN, "cp1256"),
    *((FRENCH, codec) for codec in ("cp1252", "latin-1", "mac-roman", "cp850")),
    *((GERMAN, codec) for codec in ("cp1252", "latin-1")),
    *((POLISH, codec) for codec in ("cp1250", "iso8859-2")),
    *((text, codec) for text in (TURKISH, AZERBAIJANI) for codec in ("cp1254", "iso8859-9")),
    *((GREEK, codec) for codec in ("cp1253", "iso8859-7")),
    *((HEBREW, codec) for codec in ("cp1255", "iso8859-8")),
    *((JAPANESE, codec) for codec in ("shift_jis", "euc-jp")),
    (KOREAN, "euc-kr"),
    (CHINESE, "gb18030"),
    (TAIWANESE, "big5"),
]


def lines_of(data: bytes) -> tuple[list[str], str]:
    lines, encoding = decoded_lines(io.BytesIO(data))
    return list(lines), encoding


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
        (b"", "utf-8", "utf-8"),
    ],
)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffd")))
def test_any_text_in_unicode_comes_back_by_its_mark(mark, codec, name, text):
    assert decode(mark + text.encode(codec)) == (text, name)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [RUSSIAN, ARMENIAN, FRENCH, ARABIC, HEBREW, KOREAN, JAPANESE, "closed", "Yes.\r\n"])
def test_unicode_of_two_or_four_bytes_is_known_without_its_mark(text, codec):
    assert decode(text.encode(codec)) == (text, codec)


@pytest.mark.parametrize(("text", "codec"), OLDER)
def test_a_paragraph_in_an_older_encoding_is_read_right(text, codec):
    data = text.encode(codec)
    decoded, encoding = decode(data)
    assert decoded == text
    assert not encoding.startswith(("utf", "damaged", "mixed"))


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("It’s closed.", "cp1252"),
        ("“Nobody” passes – they say… it’s closed.", "cp1252"),
        ("a naïve idea", "cp1252"),
        ("½ cup, ± 5°, © 2020, £5", "cp1252"),
        ("Þetta er gott veður og vegurinn er opinn.", "cp1252"),
        ("Šiandien ryte slėnyje iškrito sniegas, ir kelias buvo uždarytas.", "cp1257"),
        ("Дорога закрыта", "cp1251"),
        ("Дорога закрыта", "koi8-r"),
        (RUSSIAN.upper(), "cp1251"),
        (RUSSIAN.upper(), "koi8-r"),
        (RUSSIAN.title(), "cp1251"),
        ("ДОРОГА ЗАКРЫТА. " + RUSSIAN, "koi8-r"),
        (GREEK.upper(), "cp1253"),
    ],
)
def test_few_letters_and_capitals_are_read_right_too(text, codec):
    assert decode(text.encode(codec))[0] == text


# By hand from AST 34.005-1997: a capital and its small letter follow each other, from B2; A3 is the full stop.
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (bytes.fromhex("d0 b3 db ef dd e1 f5 d9 20 b9 ba 20 d9 e1 f5 ef f1 a3"), "Հայտնում դԵ մուտր։"),
        (bytes.fromhex("b2 f1 d3 b3 cb"), "Արձախ"),
    ],
)
def test_armenian_bytes_are_those_of_the_standard(data, text):
    from analysis.corpus.guessing import decode_as

    assert decode_as(data, "armscii-8") == text


def in_armscii(text: str) -> bytes:
    """Encode by the rule of AST 34.005-1997 for letters, և and the full stop."""
    capitals = "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ"
    codes = {"և": 0xA2, "։": 0xA3, "«": 0xA7, "»": 0xA6, "—": 0xA8, "՝": 0xAA}
    for place, letter in enumerate(capitals):
        codes |= {letter: 0xB2 + 2 * place, letter.lower(): 0xB3 + 2 * place}
    return bytes(codes.get(character, ord(character)) for character in text.replace(",", ","))


@pytest.mark.parametrize("text", [ARMENIAN, ARMENIAN[:40], "Դպրոցը փակ է։"])
def test_an_armenian_text_is_known_by_its_letters(text):
    assert decode(in_armscii(text)) == (text, "armscii-8")


def test_a_file_with_lines_in_utf_8_and_lines_in_another_encoding_is_read_right_in_both():
    for text, codec in ((FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (POLISH, "cp1250")):
        data = b"\n".join(text.encode("utf-8" if number % 2 else codec) for number in range(6))
        assert decode(data) == ("\n".join([text] * 6), f"mixed utf-8 and {codec}")


def test_words_in_utf_8_and_in_windows_western_page_may_stand_in_one_line():
    data = "L’école “ouverte”, ".encode() + "la “fermée” à midi".encode("cp1252")
    assert decode(data) == ("L’école “ouverte”, la “fermée” à midi", "mixed utf-8 and cp1252")


def test_a_character_that_was_cut_off_is_not_taken_for_another_encoding():
    for cut in (RUSSIAN.encode()[:-3] + "ы".encode()[:1], RUSSIAN.encode() + b" \xd0"):
        text, encoding = decode(cut)
        assert encoding == "damaged utf-8"
        assert text.endswith("\ufffd")
        assert text[:-2] == RUSSIAN[: len(text) - 2]


def test_broken_bytes_that_fit_no_encoding_are_shown_and_the_name_says_so():
    data = ("Médecins, " * 20).encode() + b"clos\xffed"
    assert decode(data) == ("Médecins, " * 20 + "clos\ufffded", "damaged utf-8")


def test_a_byte_that_the_guessed_encoding_does_not_know_is_shown_and_the_name_says_so():
    assert decode(b"caf\xe9 \x81 d\xe9j\xe0 vu") == ("café \ufffd déjà vu", "damaged cp1252")


def test_a_mark_of_utf_8_before_another_encoding_is_not_kept_as_letters():
    assert decode(codecs.BOM_UTF8 + b"caf\xe9") == ("café", "cp1252")


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF32_BE + b"abc"])
def test_a_file_that_does_not_keep_what_its_mark_says_is_refused(data):
    with pytest.raises(UnreadableError, match="begins as utf"):
        decode(data)


def test_a_long_text_of_two_bytes_that_was_cut_off_keeps_the_rest():
    text, encoding = decode(RUSSIAN.encode("utf-16")[:-1])
    assert text == RUSSIAN[:-1] + "\ufffd"
    assert encoding == "damaged utf-16"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\xff\xfe",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 10,
        bytes(range(256)),
        b"\x01\x02\x03\x04" * 100,
        b"\x00" * 100,
    ],
    ids=["picture", "Word", "all bytes", "controls", "zeros"],
)
def test_binary_data_is_refused(data):
    for read in (decode, lines_of):
        with pytest.raises(UnreadableError, match="binary data, not text"):
            read(data)


def test_a_stray_control_character_in_a_long_text_is_let_through_for_repair():
    text = "The road is closed. " * 10 + "\x00"
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(("text", "codec"), [*OLDER, (RUSSIAN, "utf-8"), (RUSSIAN, "utf-8-sig"), (RUSSIAN, "utf-16")])
def test_lines_are_those_of_the_whole_text_with_their_ends_kept(text, codec):
    whole = f"{text}\r\n{text}\rone\n\n{text}"
    lines, encoding = lines_of(whole.encode(codec))
    assert lines == [f"{text}\r\n", f"{text}\r", "one\n", "\n", text]
    assert encoding == decode(whole.encode(codec))[1]


def test_lines_longer_than_a_block_come_whole(monkeypatch):
    monkeypatch.setattr("analysis.corpus.encodings.BLOCK", 16)
    for codec in ("utf-8", "utf-16", "cp1251", "gb18030"):
        text = CHINESE if codec == "gb18030" else RUSSIAN
        lines, _ = lines_of(f"{text}\r\n{text}\n{text}".encode(codec))
        assert lines == [f"{text}\r\n", f"{text}\n", text]


def test_the_file_stays_open_when_its_lines_are_read_or_dropped():
    for data in (RUSSIAN.encode(), RUSSIAN.encode("cp1251"), RUSSIAN.encode("utf-16")):
        for take in (list, lambda lines: next(lines), lambda lines: None):
            file = io.BytesIO(data)
            lines, _ = decoded_lines(file)
            take(lines)
            del lines
            assert not file.closed


def test_what_stands_beyond_the_first_block_counts_too(monkeypatch):
    monkeypatch.setattr("analysis.corpus.encodings.HEAD", 16)
    monkeypatch.setattr("analysis.corpus.encodings.BLOCK", 64)
    data = b"The road is closed.\n" * 100 + FRENCH.encode("cp1252")
    lines, encoding = lines_of(data)
    assert (lines[-1], encoding) == (FRENCH, "cp1252")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused_in_words_and_lines_are_the_whole(data):
    try:
        text, encoding = decode(data)
    except UnreadableError:
        with pytest.raises(UnreadableError):
            lines_of(data)
    else:
        lines, name = lines_of(data)
        assert ("".join(lines), name) == (text, encoding)


@given(st.text(st.sampled_from("abc é“ж 語\n"), max_size=60), st.binary(max_size=6), st.integers(0, 60))
def test_whatever_is_not_read_as_utf_is_said_to_be_otherwise(text, bytes_within, place):
    data = text.encode()[:place] + bytes_within + text.encode()[place:]
    try:
        decoded, encoding = decode(data)
    except UnreadableError:
        return
    if encoding == "utf-8":
        assert decoded.encode() == data
