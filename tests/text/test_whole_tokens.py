"""Web addresses, @handles and #tags are one token each."""

import pytest

from analysis.text import tokenize

from .slow_tokens import corpus, slow_tokens


def surfaces(text: str, **options) -> list[str]:
    """Return the tokens as they stand in the text, found alike by the pattern, by compiled code and by a slow walk."""
    documents = corpus([text])
    little, much = tokenize(documents, **options), tokenize([documents], **options)
    places = list(zip(little.starts.tolist(), little.ends.tolist(), strict=True))
    assert places == list(zip(much.starts.tolist(), much.ends.tolist(), strict=True))
    assert places == [(start, end) for start, end, _ in slow_tokens(text, **options)]
    return [text[start:end] for start, end in places]


def terms(text: str, **options) -> list[str]:
    return tokenize(corpus([text]), **options).frame()["term"].tolist()


URLS = {
    "every beginning": (
        "http://a.org https://b.org ftp://c.org www.d.org",
        ["http://a.org", "https://b.org", "ftp://c.org", "www.d.org"],
    ),
    "path, query and fragment": (
        "see https://un.org/en/ga?a=1&b=%20,2;c#top-3 now",
        "https://un.org/en/ga?a=1&b=%20,2;c#top-3",
    ),
    "port and user": ("http://me:pw@un.org:8080/~a", "http://me:pw@un.org:8080/~a"),
    "a full stop after it": ("https://un.org/a.", "https://un.org/a"),
    "a slash is kept": ("https://un.org/.", "https://un.org/"),
    "much after it": ("Is it https://un.org/a?!…’", "https://un.org/a"),
    "points within": ("www.un.org/a...b,c:d", "www.un.org/a...b,c:d"),
    "brackets of its own": (
        "https://en.wikipedia.org/wiki/Shusha_(city), which",
        "https://en.wikipedia.org/wiki/Shusha_(city)",
    ),
    "square brackets of its own": ("www.un.org/a[1]=2 b", "www.un.org/a[1]=2"),
    "empty brackets": ("www.un.org/f() b", "www.un.org/f()"),
    "in brackets": ("(https://un.org/a)", "https://un.org/a"),
    "in brackets, before a full stop": ("(see www.un.org.)", "www.un.org"),
    "in brackets with brackets of its own": ("(www.un.org/a_(b))", "www.un.org/a_(b)"),
    "in square brackets": ("[www.un.org]", "www.un.org"),
    "after a Markdown name": ("[name](https://un.org/a)", "https://un.org/a"),
    "a bracket that a space keeps from closing": ("www.un.org/a(b c)", "www.un.org/a"),
    "a bracket within a bracket": ("www.un.org/a(b(c))", "www.un.org/a"),
    "a bracket that another kind does not close": ("www.un.org/a[b)c] www.un.org/a(b]c)", ["www.un.org/a"] * 2),
    "in quotation marks": (
        '“https://un.org/a” "www.b.org" «www.c.org»',
        ["https://un.org/a", "www.b.org", "www.c.org"],
    ),
    "in angle brackets": ("<a href=http://un.org/a>", "http://un.org/a"),
    "an apostrophe within": ("www.un.org/o'neil's", "www.un.org/o'neil's"),
    "in single quotation marks": ("'www.un.org/a'", "www.un.org/a"),
    "CJK punctuation after it": ("见https：http://un.org/中文。好", "http://un.org/中文"),
    "other scripts": ("http://президент.рф/новости", "http://президент.рф/новости"),
    "a line break ends it": ("www.un.org/a\nb", "www.un.org/a"),
    "upper case": ("HTTPS://UN.ORG/A Www.Un.Org", ["HTTPS://UN.ORG/A", "Www.Un.Org"]),
    "after a mark of punctuation": ("see:www.un.org,http://a", "www.un.org,http://a"),
    "after an underscore": ("_www.un.org", "www.un.org"),
    "two joined": ("http://a.org/http://b.org", "http://a.org/http://b.org"),
    "a handle and a tag within": ("www.a.org/@me#it", "www.a.org/@me#it"),
}


@pytest.mark.parametrize(("text", "expected"), URLS.values(), ids=URLS.keys())
def test_a_web_address_is_one_token(text, expected):
    addresses = [expected] if isinstance(expected, str) else expected
    assert [token for token in surfaces(text) if "/" in token or token[:4].lower() == "www."] == addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http:// a", ["http", "a"]),
        ("http://-a.org", ["http", "a", "org"]),
        ("http://(a", ["http", "a"]),
        ("www. a", ["www", "a"]),
        ("www..a", ["www", "a"]),
        ("awww.un.org", ["awww", "un", "org"]),
        ("xhttp://un", ["xhttp", "un"]),
        ("a-www.un.org", ["a-www", "un", "org"]),
        ("mailto:a un.org", ["mailto", "a", "un", "org"]),
        ("httpſ://un", ["httpſ", "un"]),
        ("http:/un", ["http", "un"]),
    ],
)
def test_what_only_looks_like_a_web_address_is_cut_like_any_text(text, expected):
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@UN_Women and @un", ["@UN_Women", "and", "@un"]),
        ("(@azpresident), .@NikolPashinyan: “@a”", ["@azpresident", "@NikolPashinyan", "@a"]),
        ("@un’s @un's", ["@un", "s", "@un", "s"]),
        ("@un-women @a.b", ["@un", "women", "@a", "b"]),
        ("@_a @1 @2nd @__", ["@_a", "@1", "@2nd", "@__"]),
        ("@президент @अनि @ա՛բ", ["@президент", "@अनि", "@ա՛բ"]),
        ("@a/@b,@c:@d", ["@a", "@b", "@c", "@d"]),
        ("@a@b", ["@a", "b"]),
        ("@@a", ["a"]),
        ("&@a #@b", ["a", "b"]),
        ("@ a @", ["a"]),
        ("@\u0301a @-a @'a", ["a", "a", "a"]),
        ("-@a", ["@a"]),
    ],
)
def test_a_handle_is_one_token_with_its_sign(text, expected):
    assert surfaces(text) == expected


@pytest.mark.parametrize("text", ["press@un.org", "a_@un", "é@un", "e\u0301@un", "1@un", "a@b@c"])
def test_an_email_address_is_no_handle(text):
    assert not [token for token in surfaces(text) if token.startswith("@")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#Lachin #LachinCorridor2022", ["#Lachin", "#LachinCorridor2022"]),
        ("(#Lachin), #a: “#b”", ["#Lachin", "#a", "#b"]),
        ("#Lachin’s #a-b", ["#Lachin", "s", "#a", "b"]),
        ("#1 #2023 #1_2", ["1", "2023", "1", "2"]),
        ("#1a #2023_yes #_a", ["#1a", "#2023_yes", "#_a"]),
        ("C# F#m", ["C", "F", "m"]),
        ("&#8217; &#x2019;", ["8217", "x2019"]),
        ("##a #@a #", ["a", "a"]),
        ("#a#b #c,#d", ["#a", "b", "#c", "#d"]),
        ("#Арцах #հայ #中文 #हिन्दी", ["#Арцах", "#հայ", "#中文", "#हिन्दी"]),
        ("#٢ #½ #ʰ", ["٢", "½", "#ʰ"]),
        ("＃a", ["a"]),
    ],
)
def test_a_tag_is_one_token_with_its_sign_if_it_has_a_letter(text, expected):
    assert surfaces(text) == expected


def test_addresses_handles_and_tags_are_terms_in_lower_case():
    assert terms("HTTPS://UN.org/É @UN_Women #LACHIN’s") == ["https://un.org/é", "@un_women", "#lachin", "s"]


TEXT = "Say @un #now www.un.org"
CHOICES = {
    (): ["Say", "un", "now", "www", "un", "org"],
    ("urls",): ["Say", "un", "now", "www.un.org"],
    ("handles",): ["Say", "@un", "now", "www", "un", "org"],
    ("tags",): ["Say", "un", "#now", "www", "un", "org"],
    ("urls", "handles"): ["Say", "@un", "now", "www.un.org"],
    ("urls", "tags"): ["Say", "un", "#now", "www.un.org"],
    ("handles", "tags"): ["Say", "@un", "#now", "www", "un", "org"],
    ("urls", "handles", "tags"): ["Say", "@un", "#now", "www.un.org"],
}


@pytest.mark.parametrize(("whole", "expected"), CHOICES.items(), ids=["+".join(whole) for whole in CHOICES])
def test_each_kind_is_kept_whole_or_cut_as_one_chooses(whole, expected):
    assert surfaces(TEXT, whole=whole) == expected


def test_all_kinds_are_kept_whole_unless_one_says_otherwise():
    assert surfaces(TEXT) == CHOICES["urls", "handles", "tags"]


@pytest.mark.parametrize("whole", [[], (), set(), frozenset(), {}])
def test_with_nothing_kept_whole_all_is_cut_like_any_text(whole):
    assert terms("https://un.org/1,5 @a_b #c's", whole=whole) == ["https", "un", "org", "1,5", "a", "b", "c's"]


def test_the_order_of_the_choices_does_not_matter():
    assert terms(TEXT, whole=["tags", "urls", "tags"]) == terms(TEXT, whole={"urls", "tags"})


@pytest.mark.parametrize("whole", ["urls", "", ["url"], ["URLS"], ["urls", "hashtags"], [None], None])
def test_an_unknown_choice_is_an_error_that_says_what_may_be_chosen(whole):
    for documents in (corpus(["a"]), [corpus(["a"])], corpus([]), []):
        with pytest.raises(ValueError, match="give a list of some of urls, handles, tags"):
            tokenize(documents, whole=whole)
