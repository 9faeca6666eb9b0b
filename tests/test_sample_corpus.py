"""The corpus that is shipped: its texts, tables and codebook agree."""

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from analysis.discourse import load_gazetteer
from analysis.study import load

QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|„([^“”]*)[“”]")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def filled(table: list[dict[str, str]], column: str) -> int:
    return sum(bool(row[column]) for row in table)


@pytest.fixture(scope="module")
def texts(shipped) -> dict[str, str]:
    folder = shipped / "statements"
    return {f"statements/{path.name}": path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def metadata(shipped):
    return rows(shipped / "metadata.csv")


@pytest.fixture(scope="module")
def gold(shipped):
    return rows(shipped / "gold.csv")


@pytest.fixture(scope="module")
def aliases(shipped):
    return rows(shipped / "organizations.csv")


@pytest.fixture(scope="module")
def codebook(shipped) -> str:
    return (shipped / "README.md").read_text(encoding="utf-8")


def numbers(codebook: str, pattern: str) -> list[int]:
    """Return the numbers that a sentence of the codebook states."""
    found = re.search(pattern, codebook)
    assert found, f"the codebook no longer says {pattern}"
    return [int(number) for number in found.groups()]


def table(codebook: str, header: str) -> dict[str, list[str]]:
    """Return a table of the codebook: the cells of each line behind the line's name."""
    lines = codebook.partition(f"\n| {header} |")[2].split("\n")[2:]
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[: lines.index("")]]
    return {name: rest for name, *rest in cells}


def test_every_text_has_between_40_and_150_words(texts):
    assert {name: len(text.split()) for name, text in texts.items() if not 40 <= len(text.split()) <= 150} == {}


def test_quoted_fragments_have_at_most_five_words(texts):
    quoted = ["".join(parts) for text in texts.values() for parts in QUOTED.findall(text)]
    assert [fragment for fragment in quoted if len(fragment.split()) > 5] == []
    assert quoted


def test_every_quotation_mark_that_opens_closes(texts):
    left_over = {name: QUOTED.sub("", text) for name, text in texts.items()}
    assert [name for name, text in left_over.items() if set(text) & set('“”"«»„')] == []


def test_metadata_and_files_are_the_same_set(metadata, texts):
    assert sorted(row["file"] for row in metadata) == sorted(texts)


def test_ids_are_numbered_without_a_gap_and_are_the_file_names(metadata):
    wanted = [f"S{number:03}" for number in range(1, len(metadata) + 1)]
    assert [row["doc_id"] for row in metadata] == wanted
    assert [Path(row["file"]).stem for row in metadata] == wanted


def test_the_hand_coding_has_one_row_for_each_document(gold, metadata):
    assert [row["doc_id"] for row in gold] == [row["doc_id"] for row in metadata]
    assert filled(gold, "actor") == filled(gold, "act") == filled(gold, "addressee") == len(gold)


def test_every_document_says_who_speaks_and_where_it_can_be_checked(metadata):
    for column in ("title", "actor", "actor_type", "group", "source_title", "source_where", "source_kind", "url"):
        assert filled(metadata, column) == len(metadata), column
    addresses = [row[column] for row in metadata for column in ("url", "url_2") if row[column]]
    parts = [urlsplit(address) for address in addresses]
    assert {part.scheme for part in parts} <= {"http", "https"}
    assert all("." in part.netloc for part in parts)
    assert not any(set(address) & set(" \t\n;") for address in addresses)


def test_the_core_has_at_least_79_documents(metadata):
    assert Counter(row["core"] for row in metadata)["yes"] >= 79
    assert {row["core"] for row in metadata} == {"yes", ""}


def test_reading_the_corpus_gives_every_text_and_no_problem(sample, metadata, texts):
    assert sample.problems.empty
    documents = sample.documents
    assert documents["doc_id"].tolist() == [row["doc_id"] for row in metadata]
    assert documents["text"].tolist() == [texts[row["file"]].strip() for row in metadata]
    assert (documents["repairs"] == "").all()
    assert documents["duplicate_of"].isna().all()
    assert documents["actor"].tolist() == [row["actor"] for row in metadata]


def test_dates_are_read_with_the_precision_in_which_they_are_written(sample, metadata):
    precision = {10: "day", 7: "month", 4: "year", 0: ""}
    assert sample.documents["date_precision"].tolist() == [precision[len(row["date"])] for row in metadata]
    written = sample.documents["date"].dt.strftime("%Y-%m-%d").fillna("")
    assert all(day.startswith(row["date"]) for day, row in zip(written, metadata, strict=True))


def test_the_gazetteer_loads_with_every_alias(shipped, aliases):
    gazetteer = load_gazetteer(shipped / "organizations.csv")
    assert gazetteer["alias"].tolist() == [row["alias"] for row in aliases]
    assert gazetteer["organization"].tolist() == [row["organization"] for row in aliases]


def test_the_first_alias_of_an_organization_is_its_name(aliases):
    first = {}
    for row in aliases:
        first.setdefault(row["organization"], row["alias"])
    assert {name: alias for name, alias in first.items() if name != alias} == {}


def test_the_codebook_counts_the_documents(codebook, texts, metadata):
    assert numbers(codebook, r"\n(\d+) short texts") == [len(texts)]
    assert numbers(codebook, r"`statements/S001\.txt` … `S(\d+)\.txt`") == [len(texts)]
    assert numbers(codebook, r"S001 to S(\d+)") == [len(texts)]
    assert numbers(codebook, r"`yes` for (\d+) documents") == [filled(metadata, "core")]


def test_the_codebook_counts_the_organizations_and_their_aliases(codebook, aliases):
    counts = [len(aliases), len({row["organization"] for row in aliases})]
    assert numbers(codebook, r"\n(\d+) aliases of (\d+) organizations") == counts
    languages = re.search(r"of the\s+alias: ([^;]+);", codebook)[1]
    assert dict(re.findall(r"(\w\w) (\d+)", languages)) == {
        language: str(count) for language, count in Counter(row["language"] for row in aliases).items()
    }
    policies = table(codebook, "match | aliases | the alias counts when")
    assert {name: int(cells[0]) for name, cells in policies.items()} == Counter(row["match"] for row in aliases)


def test_the_codebook_counts_the_mentions_and_those_left_out_by_default(codebook, sample):
    rules = Counter(load(sample.folder, local_names=True, appositives=True).mentions["rule"])
    assert numbers(codebook, r"names found here, (\d+) are counted by default") == [len(sample.mentions)]
    assert numbers(codebook, r"default; (\d+) names in brackets") == [rules["appositive"]]
    assert numbers(codebook, r"and (\d+) shorter\s+names") == [rules["local"]]
    assert rules.total() == len(sample.mentions) + rules["appositive"] + rules["local"]


def test_the_codebook_counts_the_filled_cells_of_the_metadata(codebook, metadata):
    assert numbers(codebook, r"`date_note` \| (\d+) rows") == [filled(metadata, "date_note")]
    assert numbers(codebook, r"stands there\. (\d+) joint") == [sum("; " in row["actor"] for row in metadata)]
    assert numbers(codebook, r"\((\d+) rows; empty when nobody is named") == [filled(metadata, "speaker")]
    assert numbers(codebook, r"dispute about the statement \((\d+) rows") == [filled(metadata, "disputed")]
    assert numbers(codebook, r"for (\d+) rows a second one") == [filled(metadata, "url_2")]
    assert numbers(codebook, r"standard form: (\d+) values") == [len({row["actor"] for row in metadata})]


def test_the_codebook_counts_the_dates_by_their_precision(codebook, metadata):
    lengths = Counter(len(row["date"]) for row in metadata)
    pattern = r"\((\d+) rows, `[\d-]+`\), month \((\d+), `[\d-]+`\), year \((\d+), `\d+`\) or empty \((\d+)\)"
    assert numbers(codebook, pattern) == [lengths[10], lengths[7], lengths[4], lengths[0]]


def test_the_codebook_counts_the_kinds_of_actors(codebook, metadata):
    line = next(line for line in codebook.split("\n") if line.startswith("| `actor_type`"))
    counts = {name: int(count) for name, count in re.findall(r"`(\w+)` (\d+)", line)}
    assert counts == Counter(row["actor_type"] for row in metadata)


def test_the_codebook_counts_the_groups_and_their_core(codebook, metadata):
    stated = table(codebook, "group | documents | core | who")
    counts, core = Counter(row["group"] for row in metadata), Counter(r["group"] for r in metadata if r["core"])
    assert stated.pop("total")[:2] == [str(counts.total()), str(core.total())]
    assert {name: cells[:2] for name, cells in stated.items()} == {
        name: [str(counts[name]), str(core[name])] for name in counts
    }


def test_the_codebook_counts_the_kinds_of_sources_by_group(codebook, metadata):
    stated = table(codebook, "source_kind | documents | meaning")
    kinds = Counter(row["source_kind"] for row in metadata)
    assert stated.pop("total")[0] == str(len(metadata))
    assert {name: int(cells[0]) for name, cells in stated.items()} == kinds
    header = "group | " + " | ".join(name.replace("_", " ") for name in stated) + " | total"
    pairs = Counter((row["group"], row["source_kind"]) for row in metadata)
    cells = table(codebook, header)
    assert cells.pop("total") == [str(kinds[kind]) for kind in stated] + [str(len(metadata))]
    for group, counts in cells.items():
        assert counts[:-1] == [str(pairs[group, kind] or "") for kind in stated]
    assert set(cells) == {row["group"] for row in metadata}


def test_the_codebook_counts_the_acts(codebook, gold):
    stated = table(codebook, "code | act | act_also | read as")
    main, other = (Counter(row[column] or "empty" for row in gold) for column in ("act", "act_also"))
    assert stated.pop("total")[:2] == [str(len(gold))] * 2
    assert {name: cells[:2] for name, cells in stated.items()} == {
        name: [str(main[name]), str(other[name])] for name in main | other
    }
