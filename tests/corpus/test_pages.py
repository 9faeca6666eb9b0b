"""Web pages as they are saved: what is their article, what do they say of it, and how are they encoded?"""

import io
import logging
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.blocks import parse_page, plain_text
from analysis.corpus.readers.facts import page_date
from analysis.corpus.readers.pages import read_html, read_mhtml
from analysis.corpus.rows import Row, UnreadableError

OPENING = "The road to the northern valley was closed again on Tuesday morning, the district office told reporters."
MIDDLE = "“Nobody asked us before the barrier went up,” a shopkeeper said, “and nobody has told us ‘why’ since then.”"
QUOTE = "We call on everyone to keep the road open for the sick, for food and for the children who go to school."
ENDING = "The office added that buses would use the old bridge until the snow has melted, and that lorries must wait."
FRENCH = "« Personne ne nous a prévenus », a déclaré la commerçante, qui attend depuis des heures près de la barrière."
RUSSIAN = "Дорога в северную долину снова закрыта, сообщили во вторник утром в районной администрации журналистам."
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Road closed - Valley News</title>
<meta property="og:title" content="Road closed"><meta property="og:site_name" content="Valley News">
<meta name="author" content="Jane Example"><link rel="canonical" href="https://example.org/road">
<meta property="article:published_time" content="2023-02-22T09:30:00+04:00">
<meta property="article:modified_time" content="2023-03-01T09:30:00+04:00"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport pages</a></li></ul></nav>
<article><h1>Road closed</h1><p>{OPENING}</p><p>{MIDDLE}</p><blockquote><p>{QUOTE}</p></blockquote>
<h2>What comes next</h2>
<ul><li>The buses take the old bridge in the morning.</li><li>The lorries wait at the river.</li></ul>
<p>{ENDING}</p></article>
<aside><h3>Most read</h3><a href="/a">Ten gardens to see before the summer begins in the valley</a></aside>
<section id="comments" class="comments"><h3>Comments</h3><div class="comment"><p>First! I never liked that road, and I
would rather walk over the hill every day than wait there.</p></div></section>
<footer>Copyright Valley News. All rights reserved.</footer><script>var hidden = "tracking";</script></body></html>"""


def read(page: str | bytes) -> Row:
    data = page.encode() if isinstance(page, str) else page
    (row,) = read_html(io.BytesIO(data))
    return row


def article(*paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def test_the_article_is_read_by_paragraphs_without_navigation_comments_and_footer():
    paragraphs = read(PAGE).fields["text"].split("\n\n")
    assert paragraphs == [
        OPENING,
        MIDDLE,
        QUOTE,
        "What comes next",
        "The buses take the old bridge in the morning.",
        "The lorries wait at the river.",
        ENDING,
    ]


def test_what_the_page_says_of_itself_becomes_fields():
    row = read(PAGE)
    assert {name: value for name, value in row.fields.items() if name != "text"} == {
        "title": "Road closed",
        "author": "Jane Example",
        "date": "2023-02-22T09:30:00+04:00",
        "source": "Valley News",
        "url": "https://example.org/road",
        "language": "en-GB",
    }
    assert (row.number, row.encoding, row.dated_by, row.notes) == (None, "utf-8", "page", ())


def test_a_page_reads_the_same_whatever_was_read_before_it():
    first = read(PAGE)
    for _ in range(5):
        assert read(PAGE) == first


def test_words_within_links_stay_in_their_sentence():
    linked = OPENING.replace("was closed again", '<a href="/b" class="related-link">was closed again</a>')
    assert read(article(linked, MIDDLE, ENDING)).fields["text"].split("\n\n")[0] == OPENING


def test_an_article_cut_by_advertisements_is_read_whole():
    part = (
        '<div class="chunk"><p>{} {}</p><p>{} {}</p></div><div class="ad"><a href="/x">Buy a garden gnome now</a></div>'
    )
    sentences = [
        f"On day {number} the road stayed closed for all, said the office of the district." for number in range(32)
    ]
    parts = "".join(part.format(*sentences[start : start + 4]) for start in range(0, 32, 4))
    text = read(f"<html><body><article>{parts}</article></body></html>").fields["text"]
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert "gnome" not in text


def test_a_table_is_read_row_by_row():
    table = "<table><tr><th>Day</th><th>Lorries</th></tr><tr><td>Monday</td><td>12</td></tr></table>"
    assert plain_text(table) == "Day | Lorries\n\nMonday | 12"


def test_paragraphs_in_a_table_that_only_arranges_the_page_stay_paragraphs():
    assert plain_text("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>") == "One.\n\nTwo."


def test_two_line_breaks_end_a_paragraph_and_one_ends_a_line():
    assert plain_text("<p>One<br>two.<br><br>Three.</p>") == "One\ntwo.\n\nThree."


def test_quotation_marks_that_a_browser_would_add_are_added_once():
    assert plain_text("<p><q>Why?</q> and <q>“How?”</q></p>") == "“Why?” and “How?”"


def test_an_empty_element_of_xhtml_does_not_swallow_the_page():
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>Closed.</p></body></html>'
    assert plain_text(page) == "Closed."


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2023-02-22T23:30:00-05:00">', "2023-02-22T23:30:00-05:00"),
        ('<meta name="DC.date.issued" content="2023-02">', "2023-02"),
        ('<meta name="citation_publication_date" content="2023">', "2023"),
        ('<meta property="article:modified_time" content="2023-02-22">', ""),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], '
            '"datePublished": "2023-02-22T05:00:00Z", "dateModified": "2023-03-01"}]}</script>',
            "2023-02-22T05:00:00Z",
        ),
        ('<script type="application/ld+json">{"@type": "VideoObject", "datePublished": "2020-01-01"}</script>', ""),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePub</script>', ""),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", ""),
        ('<link rel="canonical" href="https://example.org/2023/02/22/road">', ""),
    ],
)
def test_the_day_of_publication_is_given_as_the_page_states_it_and_never_made_up(head, date):
    page = article(OPENING, "In 2019 it was open.", "Copyright 2021", head=head)
    assert page_date(parse_page(page)) == date


@pytest.mark.parametrize(
    ("times", "date"),
    [
        ('<time datetime="2023-02-22">Wednesday</time>', "2023-02-22"),
        ("<time>February 2023</time>", "February 2023"),
        ('<time datetime="2023-02-22">a</time><time datetime="2023-02-21">b</time>', ""),
        ('<time datetime="2023-02-22">a</time><aside><time datetime="2023-02-21">b</time></aside>', "2023-02-22"),
        (
            '<time datetime="2023-02-21">a</time><time itemprop="datePublished" datetime="2023-02-22">b</time>',
            "2023-02-22",
        ),
    ],
)
def test_a_visible_time_counts_only_when_it_is_the_one_of_the_article(times, date):
    assert page_date(parse_page(f"<body><article>{times}<p>{OPENING}</p></article></body>")) == date


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (article(RUSSIAN, head='<meta charset="windows-1251">').encode("cp1251"), "cp1251 (declared)"),
        (
            article(RUSSIAN, head="<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>").encode(
                "koi8-r"
            ),
            "koi8-r (declared)",
        ),
        (article(RUSSIAN).encode("cp1251"), "cp1251"),
        (article(RUSSIAN).encode("utf-16"), "utf-16"),
        (article(RUSSIAN).encode("utf-8-sig"), "utf-8-sig"),
        (article(RUSSIAN, head='<meta charset="windows-1251">').encode(), "utf-8"),
        (article(RUSSIAN, head='<meta charset="zlib">').encode(), "utf-8"),
    ],
)
def test_the_encoding_is_that_which_the_page_declares_if_its_bytes_fit(page, encoding):
    row = read(page)
    assert (row.fields["text"], row.encoding) == (RUSSIAN, encoding)


def test_what_pages_call_latin_1_is_the_western_page_of_windows():
    page = article(MIDDLE, FRENCH, ENDING, head='<meta charset="iso-8859-1">').encode("cp1252")
    row = read(page)
    assert (row.fields["text"], row.encoding) == (f"{MIDDLE}\n\n{FRENCH}\n\n{ENDING}", "cp1252 (declared)")


def test_broken_markup_is_read():
    page = f"<html><body><div><p>{OPENING}<p><b>{MIDDLE}<i></b><p>{ENDING}</div></span><table><tr>"
    assert read(page).fields["text"].split("\n\n") == [OPENING, MIDDLE, ENDING]


def test_a_page_cut_off_in_the_middle_gives_what_is_there():
    assert read(PAGE[: PAGE.index("<h2>")]).fields["text"] == f"{OPENING}\n\n{MIDDLE}\n\n{QUOTE}"


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n",
        "<html></html>",
        "<script>var text = 'closed';</script>",
        "<!-- The road is closed. -->",
        "\0\x01\x02" * 50,
    ],
)
def test_a_page_without_text_says_so(page):
    with pytest.raises(UnreadableError):
        read(page)


def test_a_cookie_notice_in_place_of_the_article_is_reported():
    row = read("<html><body><div>We value your privacy. Accept all cookies to go on.</div></body></html>")
    assert row.fields["text"] == "We value your privacy. Accept all cookies to go on."
    assert "little-text" in [kind for kind, _ in row.notes]


def test_a_page_with_more_paragraphs_than_articles_have_is_read_whole_and_reported():
    row = read("<nav>Home</nav>" + "<p>Closed.</p>" * 20_001)
    assert row.fields["text"].count("Closed.") == 20_001
    assert [kind for kind, _ in row.notes] == ["page-fallback"]
    assert "Home" not in row.fields["text"]


def test_a_page_larger_than_pages_are_is_refused():
    with pytest.raises(UnreadableError, match="larger than"):
        read(b"<p>" + b" " * (20 << 20))


@pytest.mark.parametrize("element", ["<div>", "<b><i>", "<font>", "<section><div>"])
def test_text_deep_within_elements_is_not_lost(element):
    assert read(element * 3000 + OPENING).fields["text"] == OPENING


def test_nesting_without_end_is_refused():
    with pytest.raises(UnreadableError, match="too deeply"):
        read("<ul><li>" * 50_000 + OPENING)


def test_entities_are_not_expanded_and_nothing_outside_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    entities = f'<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b "&c;&c;">'
    page = f"<!DOCTYPE html [{entities}]><html><body><p>{OPENING} &a; &b;</p></body></html>"
    assert "SECRET" not in read(page).fields["text"]


def test_nothing_is_written_to_the_terminal(capfd):
    for page in ("<p>x", "<div>a</div>", PAGE[:300] + "<p>y", PAGE):
        read(page)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("trafilatura").level == logging.NOTSET


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        row = read(data)
    except UnreadableError:
        return
    assert row.fields["text"].strip()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(PAGE)), st.integers(0, len(PAGE)), st.text(max_size=5))
def test_a_damaged_page_is_read_or_refused(start, end, middle):
    try:
        row = read((PAGE[:start] + middle + PAGE[end:]).encode("utf-8", "surrogatepass"))
    except UnreadableError:
        return
    assert all(isinstance(value, str) and value for value in row.fields.values())


def saved(page: str, charset: str = "utf-8", start: str = "", first: str = "") -> bytes:
    message = MIMEMultipart("related", type="text/html", **({"start": start} if start else {}))
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/saved"
    message["Date"] = "Mon, 1 Jan 2024 10:00:00 -0000"
    if first:
        message.attach(MIMEText(first, "html", "utf-8"))
    part = MIMEText(page, "html", charset)
    part["Content-Location"] = "https://example.org/saved"
    part["Content-ID"] = "<page@example.org>"
    message.attach(part)
    return message.as_bytes()


def test_a_page_saved_with_its_pictures_reads_like_the_page():
    (row,) = read_mhtml(io.BytesIO(saved(PAGE)))
    assert row == read(PAGE)


def test_the_day_on_which_a_page_was_saved_is_not_its_day_of_publication():
    (row,) = read_mhtml(io.BytesIO(saved(article(OPENING, MIDDLE))))
    assert row.fields == {"text": f"{OPENING}\n\n{MIDDLE}", "url": "https://example.org/saved"}


def test_the_part_named_as_start_is_the_page():
    frame = article("This frame shows an advertisement.")
    (row,) = read_mhtml(io.BytesIO(saved(article(OPENING), start="<page@example.org>", first=frame)))
    assert row.fields["text"] == OPENING


def test_the_charset_of_the_part_is_believed():
    (row,) = read_mhtml(io.BytesIO(saved(article(RUSSIAN), "koi8-r")))
    assert (row.fields["text"], row.encoding) == (RUSSIAN, "koi8-r (declared)")


@pytest.mark.parametrize("data", [b"", b"\0\xff" * 99, b"Subject: a\n\nb", saved(PAGE)[:300]])
def test_a_saved_page_without_its_page_says_so(data):
    with pytest.raises(UnreadableError):
        list(read_mhtml(io.BytesIO(data)))
