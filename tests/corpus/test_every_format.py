"""Bad input in every format that can be read: nothing crashes, and every file is a document or a row of problems."""

import gzip
import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from analysis.corpus import read
from analysis.corpus.readers import READERS

ENDINGS = [*READERS, ".zip"]
SOUND = "This text is sound."


def a_pdf() -> bytes:
    file = io.BytesIO()
    page = Canvas(file)
    page.drawString(72, 720, "The road is closed.")
    page.save()
    return file.getvalue()


def a_docx() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The road is closed.")
    document.save(file)
    return file.getvalue()


def a_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "The road is closed.")
    return file.getvalue()


OF_ANOTHER_KIND = {
    "pdf": a_pdf(),
    "docx": a_docx(),
    "zip": a_zip(),
    "html": b"<html><body><p>The road is closed.</p></body></html>",
    "json": b'[{"text": "The road is closed."}]',
    "gzip": gzip.compress(b"The road is closed."),
    "old office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
}


@pytest.fixture
def read_beside_a_sound_file(tmp_path_factory):
    """Read a file of some name and bytes beside a sound one, which must be read; say whether it was accounted for."""

    def check(name: str, data: bytes) -> None:
        folder = tmp_path_factory.mktemp("raw")
        (folder / name).write_bytes(data)
        (folder / "sound.txt").write_text(SOUND)
        documents, problems = read(folder)
        assert SOUND in documents["text"].tolist()
        told = [path for path in [*documents["path"], *problems["path"]] if path == name or path.startswith(f"{name}/")]
        assert told, "the file is neither a document nor a row of problems"

    return check


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_is_a_problem_and_no_document(raw, write, ending, packed):
    write(f"a{ending}{packed}", gzip.compress(b"") if packed else b"")
    write("sound.txt", SOUND)
    documents, problems = read(raw)
    assert documents["text"].tolist() == [SOUND]
    assert problems["path"].tolist() == [f"a{ending}{packed}"]
    assert problems["severity"].tolist() == ["error"]


@pytest.mark.parametrize("kind", OF_ANOTHER_KIND)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_another_kind_than_its_name_says_is_accounted_for(read_beside_a_sound_file, ending, kind):
    read_beside_a_sound_file(f"a{ending}", OF_ANOTHER_KIND[kind])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
@pytest.mark.parametrize(("ending", "kind"), [(".pdf", "pdf"), (".docx", "docx"), (".zip", "zip"), (".html", "html")])
def test_a_file_that_is_cut_off_is_accounted_for(read_beside_a_sound_file, ending, kind, share):
    data = OF_ANOTHER_KIND[kind]
    read_beside_a_sound_file(f"a{ending}", data[: int(len(data) * share)])


@settings(max_examples=80)
@given(data=st.binary(min_size=1, max_size=400), ending=st.sampled_from(ENDINGS), packed=st.sampled_from(["", ".gz"]))
def test_random_bytes_are_accounted_for_whatever_their_name(tmp_path_factory, data, ending, packed):
    folder = tmp_path_factory.mktemp("raw")
    (folder / f"a{ending}{packed}").write_bytes(data)
    (folder / "sound.txt").write_text(SOUND)
    documents, problems = read(folder)
    assert SOUND in documents["text"].tolist()
    assert f"a{ending}{packed}" in {*documents["path"], *problems["path"]}


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".csv", ".json", ".jsonl", ".xml", ".rtf", ".eml"])
def test_a_gigantic_field_is_accounted_for(read_beside_a_sound_file, ending):
    words = "word " * 4_400_000  # 22 million characters
    frames = {
        ".csv": f'text\n"{words}"\n',
        ".json": f'[{{"text": "{words}"}}]',
        ".jsonl": f'{{"text": "{words}"}}\n',
        ".html": f"<html><body><p>{words}</p></body></html>",
        ".xml": f"<doc><p>{words}</p></doc>",
        ".rtf": rf"{{\rtf1 {words}}}",
        ".eml": f"Subject: long\n\n{words}",
    }
    read_beside_a_sound_file(f"a{ending}", frames.get(ending, words).encode())
