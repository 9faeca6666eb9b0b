"""E-mails: their text, what they quote, who sent them, and what of them is not read."""

import io
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.mail import read_eml
from analysis.corpus.rows import Row, UnreadableError

TEXT = "The road is closed.\n\n> When will it open?\n> We wait.\n\nNobody knows.\n\n-- \nPress office"


def read(data: bytes | EmailMessage) -> Row:
    (row,) = read_eml(io.BytesIO(data if isinstance(data, bytes) else data.as_bytes()))
    return row


def mail(text: str = TEXT, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Préss Office <press@example.org>"
    message["To"] = "list@example.org, other@example.org"
    message["Subject"] = "The road – “closed”"
    message["Date"] = "Wed, 22 Feb 2023 09:30:00 +0400"
    message.set_content(text, charset=charset)
    return message


def test_the_text_the_quoted_text_and_the_signature_are_kept():
    row = read(mail())
    assert row.fields == {
        "text": TEXT,
        "title": "The road – “closed”",
        "author": "Préss Office",
        "date": "Wed, 22 Feb 2023 09:30:00 +0400",
        "to": "list@example.org, other@example.org",
    }
    assert (row.number, row.encoding, row.dated_by, row.notes) == (None, "utf-8", "metadata", ())


def test_of_two_versions_the_plain_one_is_read():
    message = mail("Plain words.")
    message.add_alternative("<p>Rich words.</p>", subtype="html")
    assert read(message).fields["text"] == "Plain words."


def test_an_empty_plain_version_gives_way_to_the_rich_one():
    message = mail(" ")
    message.add_alternative("<p>Rich <b>words</b>.</p><blockquote>“Why?”</blockquote>", subtype="html")
    assert read(message).fields["text"] == "Rich words.\n\n“Why?”"


def test_attachments_are_named_and_not_read():
    message = mail("See attached.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="map of the road.pdf")
    message.add_attachment("Secret words.", filename="notes.txt")
    row = read(message)
    assert row.fields["text"] == "See attached."
    ((kind, note),) = row.notes
    assert kind == "attachment-not-read"
    assert "map of the road.pdf, notes.txt" in note


def test_a_forwarded_message_is_an_attachment():
    message = mail("See below.")
    message.add_attachment(mail("Inner words."))
    row = read(message)
    assert row.fields["text"] == "See below."
    assert "message/rfc822" in row.notes[0][1]


def test_the_list_or_else_the_organization_is_the_source():
    message = mail()
    message["Organization"] = "Valley Office"
    assert read(message).fields["source"] == "Valley Office"
    message["List-Id"] = "Road News <roads.example.org>"
    assert read(message).fields["source"] == "Road News"


@pytest.mark.parametrize(
    ("charset", "encoding"), [("koi8-r", "koi8-r (declared)"), ("windows-1251", "cp1251 (declared)")]
)
def test_the_declared_charset_is_believed(charset, encoding):
    row = read(mail("Дорога закрыта.", charset))
    assert (row.fields["text"], row.encoding) == ("Дорога закрыта.", encoding)


def test_an_unknown_charset_is_no_obstacle():
    data = b"From: a@example.org\nContent-Type: text/plain; charset=x-nonsense\n\n" + "“Closed”".encode()
    assert read(data).fields["text"] == "“Closed”"


def test_parameters_that_break_the_rules_are_no_obstacle():
    data = b"From: a@example.org\nContent-Type: text/plain; charset*0=a; charset*=b\n\nClosed."
    assert read(data).fields["text"] == "Closed."


def test_lines_broken_for_the_journey_are_joined():
    data = (
        b"From: a@example.org\nContent-Type: text/plain; format=flowed\n\n"
        b"The road \nis closed.\n> And \n> open.\nEnd.\n-- \nOffice\n"
    )
    assert read(data).fields["text"] == "The road is closed.\n> And open.\nEnd.\n-- \nOffice"


def test_a_date_without_its_day_of_the_week_gets_it():
    assert read(b"From: a@example.org\nDate: 22 Feb 2023 09:30:00 +0400\n\nx").fields["date"] == (
        "Wed, 22 Feb 2023 09:30:00 +0400"
    )


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        (b"Subject: =?utf-8?q?broken", "title", "=?utf-8?q?broken"),
        (b"Subject: =?x-none?b?AAAA?=", "title", "=?x-none?b?AAAA?="),
        (b"Subject: =?utf-8?b?0JTQvtGA0L7Qs9Cw?= =?utf-8?q?_zu?=", "title", "Дорога zu"),
        (b"Subject: Stra\xc3\x9fe", "title", "Straße"),
        (b"Subject: a\n b", "title", "a b"),
        (b"From: <<<>,;@", "author", "<<<>,;@"),
        (b"From: a@example.org\nDate: yesterday", "date", "yesterday"),
    ],
)
def test_broken_headers_are_shown_as_they_stand(head, name, value):
    assert read(head + b"\nTo: b@example.org\n\nx").fields[name] == value


def test_messages_within_messages_without_end_are_refused_or_read():
    inner = b"From: a@example.org\n\nx"
    for number in range(2000):
        inner = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s" % (
            number,
            number,
            inner,
        )
        if number in (60, 1999):
            try:
                assert read(inner).fields["author"] == "a@example.org"
            except UnreadableError as error:
                assert "nested" in str(error)


@pytest.mark.parametrize("data", [b"", b"Just some words.", b"\x00\xff\xfe" * 40, b"Colour: red\n\nwords"])
def test_what_is_no_message_is_refused(data):
    with pytest.raises(UnreadableError):
        read(data)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 900), st.integers(0, 900), st.binary(max_size=8))
def test_a_damaged_message_is_read_or_refused(start, end, middle):
    message = mail()
    message.add_alternative("<p>Rich words.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    whole = message.as_bytes()
    try:
        row = read(whole[:start] + middle + whole[end:])
    except UnreadableError:
        return
    assert all(isinstance(value, str) for value in row.fields.values())
