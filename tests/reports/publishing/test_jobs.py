"""Lists of reports: what they may say, whom for_each takes, and that all faults are told before anything runs."""

import json
from pathlib import Path

import pytest

from analysis import pipeline
from analysis.discourse import with_names
from analysis.reports.publishing.describing import find_notebook
from analysis.reports.publishing.entries import lists_in
from analysis.reports.publishing.jobs import Job, read_jobs, single_job
from analysis.reports.publishing.parameters import ParameterError
from analysis.reports.publishing.ranking import most_heard, most_named

from ..spoken import ROWS as SPOKEN
from ..spoken import built
from .test_declaring import written

PROJECT = Path(__file__).parents[3]
NOTEBOOKS = PROJECT / "notebooks"
# By hand, without d3, which repeats d0 word by word: OSCE is named in 3 documents, 3 times; the EU in 2, 3 times;
# the UN in 1, twice; the ICRC in 1, once. With d3: OSCE 4 in 4, EU 4 in 3, UN 4 in 2.
DOUBLING = "[&a0 [x, x]" + "".join(f", &a{n + 1} [*a{n}, *a{n}]" for n in range(40)) + "]"  # 2 ** 41 times x
FIRST = "The UN, the EU and the OSCE met. The UN left. “It is late,” said Ana Ruiz."
ROWS = [
    {"text": FIRST, "date": "2023-01-02", "actor": "A"},
    {
        "text": "The EU met. The EU met again. The OSCE spoke. Tom Lee said it is late.",
        "date": "2023-02-02",
        "actor": "B",
    },
    {"text": "The OSCE met the ICRC. Tom Lee said the road is open.", "date": "2023-02-03", "actor": "A"},
    {"text": FIRST, "date": "2023-03-01", "actor": "A"},
]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    aliases = "".join(f"{name},{name},exact\n" for name in ("UN", "EU", "OSCE", "ICRC"))
    (folder / "organizations.csv").write_text("organization,alias,match\n" + aliases, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


@pytest.fixture
def jobs_of(tmp_path, small):
    def read(text):
        (tmp_path / "reports.yaml").write_text(text, encoding="utf-8")
        return read_jobs(tmp_path / "reports.yaml", NOTEBOOKS, small)

    return read


def given(job):
    return {name: value for name, value in job.parameters.items() if name != "processed"}


def test_an_entry_is_a_notebook_with_its_parameters(jobs_of, small):
    first, second = jobs_of("- notebook: overview\n- notebook: overview.ipynb\n  parameters:\n    by: actor\n")
    assert first.notebook == second.notebook == NOTEBOOKS / "overview.ipynb"
    assert (given(first), given(second)) == ({}, {"by": "actor"})
    assert Path(first.parameters["processed"]) == small.folder.resolve()
    assert str(second) == "overview by=actor"


@pytest.mark.parametrize("text", ["NO", "1.10", "007", "2023-01-02", "null", "1e3", "0x10", "on", "'a: b'"])
def test_text_is_taken_as_it_is_written(jobs_of, text):
    (job,) = jobs_of(f"- notebook: 02-terms\n  parameters: {{term: {text}}}\n")
    assert given(job) == {"term": text.strip("'")}


def test_values_are_cast_as_the_notebook_declares_them(jobs_of):
    (job,) = jobs_of("- notebook: 02-terms\n  parameters: {top: 07, start: 2023-1-2, end: 2023, terms: [NO, 'a, b']}\n")
    assert given(job) == {"top": 7, "start": "2023-01-02", "end": "2023", "terms": ["NO", "a, b"]}
    (job,) = jobs_of("- notebook: 03-organizations\n  parameters: {local_names: NO, appositives: yes}\n")
    assert given(job) == {"local_names": False, "appositives": True}


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("top: 3", ["OSCE", "EU", "UN"]),
        ("at_least: 1", ["OSCE", "EU", "UN", "ICRC"]),
        ("at_least: 2", ["OSCE", "EU", "UN"]),
        ("at_least: 3", ["OSCE", "EU"]),
        ("at_least: 4", []),
        ("at_least: 2\n  top: 1", ["OSCE"]),
        ("at_least: 4\n  parameters: {duplicates: all}", ["OSCE", "EU", "UN"]),
        ("top: 9\n  parameters: {start: 2023-02}", ["OSCE", "EU", "ICRC"]),
    ],
)
def test_for_each_organization_makes_a_report_of_those_named_most(jobs_of, entry, names):
    jobs = jobs_of(f"- notebook: organization-report\n  for_each: organization\n  {entry}\n")
    assert [job.parameters["organization"] for job in jobs] == names


@pytest.mark.parametrize(
    ("entry", "names"),
    [("top: 1", ["Tom Lee"]), ("at_least: 1", ["Tom Lee", "Ana Ruiz"]), ("at_least: 2", ["Tom Lee"])],
)
def test_for_each_speaker_makes_a_report_of_those_heard_most(jobs_of, entry, names):
    jobs = jobs_of(f"- notebook: speaker-report\n  for_each: speaker\n  {entry}\n")
    assert [job.parameters["speaker"] for job in jobs] == names


def test_names_that_are_taken_keep_their_order_of_documents_then_mentions(small):
    counted = small.without_duplicates("near")
    assert most_named(counted) == ["OSCE", "EU", "UN", "ICRC"]
    assert most_heard(counted, 9) == ["Tom Lee", "Ana Ruiz"]


@pytest.mark.parametrize("rows", [SPOKEN[3:4], [{"id": "d0", "text": "The minister said it is late."}]])
def test_where_nobody_with_a_name_speaks_there_is_no_report_of_a_speaker(tmp_path, rows):
    study = built(tmp_path, rows)
    (tmp_path / "list.yaml").write_text("- notebook: speaker-report\n  for_each: speaker\n  top: 2\n", encoding="utf-8")
    assert read_jobs(tmp_path / "list.yaml", NOTEBOOKS, study) == []


def test_for_each_takes_ten_when_it_is_not_told_how_many(tmp_path, sample):
    file = tmp_path / "reports.yaml"
    file.write_text("- notebook: organization-report\n  for_each: organization\n", encoding="utf-8")
    assert len(read_jobs(file, NOTEBOOKS, sample)) == 10


def test_a_report_that_is_asked_for_twice_is_rendered_once(jobs_of):
    jobs = jobs_of(
        "- {notebook: organization-report, parameters: {organization: OSCE}}\n"
        "- {notebook: organization-report, for_each: organization, top: 2}\n"
        "- {notebook: overview, parameters: {start: 2023-2-3}}\n"
        "- {notebook: overview, parameters: {start: 2023-02-03}}\n"
    )
    assert [given(job) for job in jobs] == [{"organization": "OSCE"}, {"organization": "EU"}, {"start": "2023-02-03"}]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("- notebok: overview\n", ["entry 1", "no key 'notebok'", "Did you mean notebook?"]),
        ("- notebook: overview\n- notebook: overvew\n", ["entry 2", "no notebook 'overvew'", "Did you mean overview?"]),
        ("- parameters: {by: actor}\n", ["entry 1", "no notebook ''", "organization-report"]),
        ("- notebook: [overview]\n", ["entry 1", "the notebook is a list of 1"]),
        ("notebook: overview\n", ["write a list of entries"]),
        ("- overview\n", ["write a list of entries"]),
        ("", ["write a list of entries"]),
        ("- notebook: [", ["no valid YAML"]),
        ("[" * 900, ["no valid YAML", "nested too deeply"]),
        ("- notebook: overview\n  notebook: overview\n", ["no valid YAML", "notebook stands twice", "line 2"]),
        ("- notebook: overview\n  parameters: [by, actor]\n", ["entry 1", "write the parameters as"]),
        ("- notebook: overview\n  parameters: {bye: actor}\n", ["entry 1", "no parameter 'bye'", "Did you mean by?"]),
        ("- notebook: overview\n  parameters: {top: [1, 2]}\n", ["entry 1", "top is a list of 2", "for_each"]),
        ("- notebook: overview\n  parameters: {processed: x}\n", ["entry 1", "--processed"]),
        ("- notebook: overview\n  parameters: {by: &a [*a]}\n", ["no valid YAML", "recursive"]),
        ("- notebook: overview\n  parameters: {by: " + DOUBLING + "}\n", ["entry 1", "by is a list of 41"]),
        (
            "- notebook: overview\n  for_each: month\n",
            ["entry 1", "for_each can be organization or speaker, not 'month'"],
        ),
        ("- notebook: overview\n  for_each: [a]\n", ["entry 1", "for_each can be", "not a list of 1"]),
        ("- notebook: overview\n  for_each: organization\n", ["entry 1", "overview has no parameter 'organization'"]),
        ("- notebook: overview\n  top: 3\n", ["entry 1", "add for_each"]),
        (
            "- notebook: organization-report\n  for_each: organization\n  top: many\n",
            ["whole number from 1, not 'many'"],
        ),
        (
            "- notebook: organization-report\n  for_each: organization\n  top: 0\n",
            ["top must be a whole number from 1"],
        ),
        ("- notebook: organization-report\n  for_each: organization\n  at_least: -1\n", ["at_least must be a whole"]),
        (
            "- notebook: organization-report\n  for_each: organization\n  parameters: {organization: EU}\n",
            ["organization is given, and for_each would set it"],
        ),
        (
            "- notebook: organization-report\n  for_each: organization\n  parameters: {start: 2030}\n",
            ["entry 1", "no document is dated from 2030"],
        ),
    ],
)
def test_what_is_wrong_with_a_list_is_said_with_the_file_and_the_entry(jobs_of, text, parts):
    with pytest.raises(ParameterError) as error:
        jobs_of(text)
    assert all(part in str(error.value) for part in ["reports.yaml", *parts]), error.value
    assert len(str(error.value)) < 700


def test_all_faults_of_all_lists_are_told_at_once(tmp_path, small):
    bad = "- {notebook: organization-report, parameters: {organization: UNO}}\n"
    (tmp_path / "a.yaml").write_text("- notebook: overview\n" + bad + "- {notebok: x}\n" + bad, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("- {notebook: overview, parameters: {top: x, by: y}}\n", encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        read_jobs(tmp_path, NOTEBOOKS, small)
    places = [fault.removeprefix(f"{tmp_path}/").split(": ")[0] for fault in error.value.faults]
    assert places == ["a.yaml, entry 2", "a.yaml, entry 3", "a.yaml, entry 4", "b.yaml, entry 1", "b.yaml, entry 1"]
    assert "Did you mean UN?" in error.value.faults[0]


def test_of_hundreds_of_faults_the_first_twenty_are_told(jobs_of):
    entries = "".join(f"- {{notebook: overview, parameters: {{top: x{number}}}}}\n" for number in range(300))
    with pytest.raises(ParameterError) as error:
        jobs_of(entries)
    assert len(error.value.faults) == 21
    assert error.value.faults[-1] == "and 280 more faults"


def test_two_reports_that_would_be_the_same_file_are_refused(tmp_path, small):
    (tmp_path / "notebooks").mkdir()
    path = written(tmp_path / "notebooks", 'gold: str = "auto"  # a coding')
    text = f"- notebook: {path.stem}\n- {{notebook: {path.stem}, parameters: {{gold: ''}}}}\n"
    (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
    try:
        jobs = read_jobs(tmp_path / "list.yaml", path.parent, small)
    except ParameterError as error:
        assert "entry 2: report.html would be written twice, for" in str(error)
        assert "list.yaml, entry 1 too" in str(error)
    else:  # their files have different names
        assert len(jobs) == 2


def test_a_list_that_is_not_there_or_not_in_utf_8_or_far_too_long_is_refused(tmp_path, small):
    with pytest.raises(ParameterError, match="there is no file"):
        read_jobs(tmp_path / "no.yaml", NOTEBOOKS, small)
    with pytest.raises(ParameterError, match=r"holds no \.yaml file"):
        read_jobs(tmp_path, NOTEBOOKS, small)
    (tmp_path / "latin.yaml").write_bytes("- notebook: résumé\n".encode("latin-1"))
    with pytest.raises(ParameterError, match=r"latin\.yaml is no valid YAML in UTF-8"):
        read_jobs(tmp_path / "latin.yaml", NOTEBOOKS, small)
    (tmp_path / "long.yaml").write_bytes(b"- notebook: overview\n" * 100_000)
    with pytest.raises(ParameterError, match=r"long\.yaml has more than 1,000,000 bytes"):
        read_jobs(tmp_path / "long.yaml", NOTEBOOKS, small)


def test_every_list_of_a_folder_is_read_in_the_order_of_their_names(tmp_path, small):
    for name, notebook in (("b.yaml", "overview"), ("a.yaml", "01-corpus"), (".c.yaml", "02-terms"), ("d.txt", "x")):
        (tmp_path / name).write_text(f"- notebook: {notebook}\n", encoding="utf-8")
    assert [path.name for path in lists_in([tmp_path])] == ["a.yaml", "b.yaml"]
    assert [job.notebook.stem for job in read_jobs(tmp_path, NOTEBOOKS, small)] == ["01-corpus", "overview"]
    both = [tmp_path / "b.yaml", tmp_path / "a.yaml"]
    assert [job.notebook.stem for job in read_jobs(both, NOTEBOOKS, small)] == ["overview", "01-corpus"]


def test_a_report_of_one_name_is_one_job_and_all_that_is_wrong_with_it_is_told(small):
    assert given(single_job("overview", {"top": "3"}, NOTEBOOKS, small)) == {"top": 3}
    with pytest.raises(ParameterError) as error:
        single_job("speaker-report", {"speaker": "Tom", "by": "x", "minimum": "x", "start": "2023"}, NOTEBOOKS, small)
    assert [fault.split(" is ")[0] for fault in error.value.faults] == ["minimum", "speaker", "by"]


@pytest.mark.parametrize(
    "name",
    [
        "../notebooks/overview",
        "/etc/passwd",
        "overview\0",
        "..\\overview",
        ".",
        "..",
        "",
        "*",
        "\udcff",
        "OVERVIEW",
        "/",
    ],
)
def test_a_name_never_leads_out_of_the_folder_of_notebooks(name):
    with pytest.raises(ParameterError, match=r"there is no notebook .* Allowed: .*overview"):
        find_notebook(name, NOTEBOOKS)
    with pytest.raises(ParameterError, match=r"Did you mean organization-report"):
        find_notebook("organisation-report", NOTEBOOKS)


def test_what_is_no_notebook_of_the_folder_has_no_name(tmp_path):
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "dangling.ipynb").symlink_to(tmp_path / "nowhere.ipynb")
    (tmp_path / ".hidden.ipynb").write_text("{}", encoding="utf-8")
    for name in ("folder", "dangling", ".hidden"):
        with pytest.raises(ParameterError, match=r"there is no notebook .* Allowed: none"):
            find_notebook(name, tmp_path)


def test_a_job_is_named_in_one_short_line():
    job = Job(Path("a.ipynb"), {"terms": ["a, b", "c"], "name": "x\ny" * 1000, "all": True, "processed": "/x"})
    assert str(job).startswith('a terms="a, b",c name=x yx yx')
    assert str(job).endswith("all=yes")
    assert len(str(job)) < 150


def test_the_projects_own_list_of_reports_fits_the_sample(sample):
    jobs = read_jobs(PROJECT / "reports", NOTEBOOKS, sample)
    named = [job.parameters["organization"] for job in jobs if "organization" in job.parameters]
    mentions = sample.without_duplicates("near").mentions
    found = mentions.groupby("organization")["doc_id"].agg(["nunique", "size"]).reset_index()
    order = found.sort_values(["nunique", "size", "organization"], ascending=[False, False, True])["organization"]
    speakers = [job.parameters["speaker"] for job in jobs if "speaker" in job.parameters]
    others = [job.notebook.stem for job in jobs if not {"organization", "speaker"} & set(job.parameters)]
    assert jobs[0].notebook.stem == "overview"
    assert others == ["overview", "04-statements"]
    assert len(named) > 0
    assert named == order.tolist()[: len(named)]
    assert len(speakers) == 2
    assert set(speakers) <= set(with_names(sample.statements)["speaker_name"])
