"""HTML of any origin: what a report shows of it can neither run, load, cover nor lead astray."""

import html
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reports.display import Table
from analysis.reports.publishing.sanitizing import sanitized, serialized

PICTURE = "data:image/png;base64,AAAA"
CSV = "data:text/csv;charset=utf-8;base64,YSxi"
KNOWN = set(
    "a b bdi br caption cite code details div em figcaption figure h2 h3 i img li mark ol p pre q s section small span "
    "strong sub summary sup table tbody td tfoot th thead tr ul".split()
)


class Markup(HTMLParser):
    """The tags with their attributes, and the text."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def shown(markup):
    return Markup(serialized(sanitized(markup)))


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<img/src='x'/onerror=alert(1)>",
        "<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
        "<a href=javascript:alert(1)>a</a><a href=' jAva\nscript:alert(1)'>b</a>",
        "<a href='&#106;avascript:alert(1)'>c</a>",
        "<a href=data:text/html;base64,PHNjcmlwdD4=>a</a><a href=vbscript:x>b</a><a href=//x.example>c</a>",
        "<a href=file:///etc/passwd>a</a><a href=../../x>b</a>",
        "<form action=//x.example><input name=q autofocus onfocus=alert(1)><button formaction=javascript:x>b</button>",
        "<link rel=stylesheet href=//x.example><meta http-equiv=refresh content='0;url=//x.example'><base href=//e>",
        "<div style='position:fixed;inset:0;background:url(//x.example)'>a</div>",
        "<p style='width:expression(alert(1));color:red;text-align:right'>a</p>",
        "<body onload=alert(1)><html onclick=alert(1)>a",
        "<video src=//x.example onerror=alert(1)></video><audio src=x><source srcset=x></audio>",
        "<a href=https://example.org target=_blank ping=//x.example>a</a>",
        "<template><img src=x onerror=alert(1)></template><dialog open>a</dialog>",
        "<plaintext><script>alert(1)</script>",
        "</div></main></body></html><script>alert(1)</script>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<x onclick=alert(1) style=animation:x>a</x>",
    ],
)
def test_nothing_of_hostile_html_runs_or_loads_or_covers(markup):
    for tag, attributes in shown(markup).tags:
        assert tag in KNOWN
        assert set(attributes) <= {"alt", "class", "href", "rel", "src", "style", "title"}
        assert attributes.get("href", "https://").startswith("https://")
        assert attributes.get("rel", "noreferrer") == "noreferrer"
        assert attributes.get("src", PICTURE) == PICTURE
        assert attributes.get("style", "text-align:right") == "text-align:right"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a</div></body>b", "ab"),
        ("a<font color=red>b</font><center>c</center>", "abc"),
        ("<form>a<label>b</label></form>c", "abc"),
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("abc \u202e def", "abc \N{REPLACEMENT CHARACTER} def"),
    ],
)
def test_what_people_wrote_stays_readable(markup, words):
    assert shown(markup).text == words


def test_a_picture_from_elsewhere_is_told_of_and_not_loaded():
    page = shown("<img src=https://example.org/map.png alt='Map of the region'>")
    assert "Map of the region" in page.text
    assert page.tags == [("span", {})]


def test_links_pictures_data_and_marks_of_figures_stay():
    markup = (
        f'<figure data-series="{{&quot;2023-01&quot;: 3}}" id="x"><img alt="Bars" src="{PICTURE}" style="width:100%">'
        f'<a class="csv" download="data.csv" href="{CSV}">CSV</a> <a href="#x">x</a> '
        '<bdi data-names="speaker" data-name="A &amp; B" dir="auto" lang="hy">A</bdi><details open><summary>s</summary>'
        "</details></figure>"
    )
    assert serialized(sanitized(markup)).replace(' open=""', " open") == markup


def test_a_table_of_pandas_stays_a_table():
    frame = pd.DataFrame({"speaker": ["<b>Ana</b>"], "words": [3]})
    page = shown(frame.to_html())
    assert [tag for tag, _ in page.tags] == "table thead tr th th th tbody tr th td td".split()
    assert "<b>Ana</b>" in page.text


def test_our_own_tables_come_through_unchanged():
    before = Table(pd.DataFrame({"speaker": ["<b>Ana</b>", "Бо"], "words": [3, 4]}), "Who speaks", "In words.")
    markup = before._repr_html_()
    assert shown(markup).tags == Markup(markup).tags
    assert shown(markup).text == Markup(markup).text


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_a_text_is_shown_character_by_character(text):
    assert shown(html.escape(text)).text == text


@given(st.text("<>/=\"'& abpx!-", max_size=80).map(lambda text: text.replace("x", "img src=x onerror=a ")))
def test_no_handler_survives_and_a_second_time_changes_nothing(markup):
    once = serialized(sanitized(markup))
    assert not any(name.startswith("on") for _, attributes in Markup(once).tags for name in attributes)
    assert serialized(sanitized(once)) == once
