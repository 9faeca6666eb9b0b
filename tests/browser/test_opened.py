"""The watch that the other tests keep over a page: it sees what a page does."""

import pytest

DOES = {
    "a dialog": ("<script>alert(1)</script>", {"dialog", "script"}),
    "a script": ("<script>window.ran = 1</script>", {"script"}),
    "a handler": ('<img src="data:," onerror="window.ran = 1">', {"script"}),
    "an opened details": ('<details ontoggle="window.ran = 1"><summary>s</summary>t</details>', {"script"}),
    "a focused field": ('<input autofocus onfocus="window.ran = 1">', {"script"}),
    "a frame": ('<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>', {"script"}),
    "a module": ('<script type="module">window.ran = 1</script>', {"script"}),
    "a picture": ('<img src="http://127.0.0.1:9/x.png">', {"request"}),
    "a style": ("<style>body { background: url(http://127.0.0.1:9/x.png) }</style>", {"request"}),
    "a sheet": ("<style>@import url(http://127.0.0.1:9/x.css);</style>", {"request"}),
    "a file": ('<img src="file:///etc/hostname">', {"request"}),
}


@pytest.mark.parametrize("name", DOES)
def test_a_page_that_does_something_is_seen(open_page, tmp_path, name):
    body, expected = DOES[name]
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>t</title>{body}", encoding="utf-8")
    opened = open_page(tmp_path / "page.html")
    opened.open_all()
    opened.page.wait_for_timeout(100)
    assert expected <= {entry.partition(":")[0] for entry in opened.did()}


def test_a_page_that_only_shows_something_is_left_in_peace(open_page, tmp_path):
    body = (
        '<p>a</p><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><details><summary>s</summary>t</details>'
    )
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>t</title>{body}", encoding="utf-8")
    opened = open_page(tmp_path / "page.html", dark=True)
    opened.open_all()
    opened.scroll_through()
    assert opened.did() == []
    assert opened.text().split() == ["a", "s", "t"]


def test_what_a_policy_refuses_was_tried_and_is_seen_too(open_page, tmp_path):
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html>{policy}<script>alert(1)</script>", encoding="utf-8")
    opened = open_page(tmp_path / "page.html")
    assert [entry.partition(":")[0] for entry in opened.did()] == ["error"]


def test_a_page_that_leads_away_is_seen(open_page, tmp_path):
    leads = '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">'
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>t</title>{leads}", encoding="utf-8")
    opened = open_page(tmp_path / "page.html")
    opened.page.wait_for_timeout(300)
    assert "request: http://127.0.0.1:9/" in opened.did()
