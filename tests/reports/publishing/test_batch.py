"""A file that lists reports: what it may say, in which order, and that one failure stops no other."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analysis import pipeline
from analysis.discourse import with_names
from analysis.reports.publishing.jobs import find_notebook, most_heard, most_named, read_jobs, single_job
from analysis.reports.publishing.parameters import ParameterError, checked, declared

from ..spoken import ROWS, built

PROJECT = Path(__file__).parents[3]
NOTEBOOKS = PROJECT / "notebooks"
DISCOURSE = [sys.executable, "-c", "from analysis.cli import main; main()"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    rows = [
        {"text": "The UN, the EU and the OSCE met. The UN left.", "date": "2023-01-02", "actor": "A"},
        {"text": "The EU met. The EU met again. The OSCE spoke.", "date": "2023-02-02", "actor": "B"},
        {"text": "The OSCE met the ICRC.", "date": "2023-02-03", "actor": "A"},
    ]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    aliases = "".join(f"{name},{name},exact\n" for name in ("UN", "EU", "OSCE", "ICRC"))
    (folder / "organizations.csv").write_text("organization,alias,match\n" + aliases, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


@pytest.fixture
def jobs_of(tmp_path, small):
    def read(text):
        file = tmp_path / "reports.yaml"
        file.write_text(text, encoding="utf-8")
        return read_jobs(file, NOTEBOOKS, small)

    return read


def given(job):
    return {name: value for name, value in job.parameters.items() if name != "processed"}


def test_an_entry_is_a_notebook_with_its_parameters(jobs_of, small):
    first, second = jobs_of("- notebook: overview\n- notebook: overview.ipynb\n  parameters:\n    by: actor\n")
    assert first.notebook == second.notebook == NOTEBOOKS / "overview.ipynb"
    assert (given(first), given(second)) == ({}, {"by": "actor"})
    assert Path(first.parameters["processed"]) == small.folder.resolve()
    assert str(second) == "overview by=actor"


@pytest.mark.parametrize("text", ["NO", "1.10", "007", "2023-01-02", "~", "1e3", "0x10", "on"])
def test_values_are_taken_as_they_are_written(jobs_of, text):
    (job,) = jobs_of(f"- notebook: overview\n  parameters: {{by: {text}}}\n")
    assert given(job) == {"by": text}
    assert checked(declared(job.notebook), job.parameters)["by"] == text


def test_for_each_organization_gives_those_that_most_documents_name_first(jobs_of, small):
    jobs = jobs_of("- notebook: organization-report\n  for_each: organization\n  top: 3\n  parameters: {by: actor}\n")
    assert [given(job) for job in jobs] == [{"organization": name, "by": "actor"} for name in ("OSCE", "EU", "UN")]
    assert most_named(small, 9) == ["OSCE", "EU", "UN", "ICRC"]


def speaker_jobs(folder, study):
    (folder / "list.yaml").write_text("- notebook: speaker-report\n  for_each: speaker\n  top: 2\n", encoding="utf-8")
    return read_jobs(folder / "list.yaml", NOTEBOOKS, study)


def test_for_each_speaker_gives_those_with_a_name_who_speak_in_most_documents_first(tmp_path):
    # Tom Lee speaks in d0, d1 and d2 (d4 repeats d1), Ana Ruiz in d0 and d2, the minister has no name.
    study = built(tmp_path, [*ROWS, {"id": "d5", "text": "The minister said it is late."}])
    assert [given(job) for job in speaker_jobs(tmp_path, study)] == [{"speaker": "Tom Lee"}, {"speaker": "Ana Ruiz"}]
    assert most_heard(study, 9) == ["Tom Lee", "Ana Ruiz"]


@pytest.mark.parametrize("rows", [ROWS[3:4], [{"id": "d0", "text": "The minister said it is late."}]])
def test_where_nobody_with_a_name_speaks_there_is_no_report_of_a_speaker(tmp_path, rows):
    assert speaker_jobs(tmp_path, built(tmp_path, rows)) == []


def test_for_each_takes_ten_when_it_is_not_told_how_many(tmp_path, sample):
    file = tmp_path / "reports.yaml"
    file.write_text("- notebook: organization-report\n  for_each: organization\n", encoding="utf-8")
    assert len(read_jobs(file, NOTEBOOKS, sample)) == 10


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("- notebok: overview\n", ["entry 1", "no key 'notebok'", "Did you mean notebook?"]),
        ("- notebook: overview\n- notebook: overvew\n", ["no notebook 'overvew'", "Did you mean overview?"]),
        ("- parameters: {by: actor}\n", ["no notebook ''", "organization-report"]),
        ("- notebook: ../notebooks/overview\n", ["no notebook"]),
        ("notebook: overview\n", ["write a list of entries"]),
        ("- overview\n", ["write a list of entries"]),
        ("", ["write a list of entries"]),
        ("- notebook: [", ["no valid YAML"]),
        ("- notebook: overview\n  parameters: [by, actor]\n", ["entry 1", "write the parameters as"]),
        (
            "- notebook: overview\n  for_each: month\n",
            ["entry 1", "for_each can be organization or speaker"],
        ),
        ("- notebook: overview\n  for_each: organization\n  top: many\n", ["entry 1", "whole number, not 'many'"]),
    ],
)
def test_what_is_wrong_with_the_file_is_said(jobs_of, text, parts):
    with pytest.raises(ParameterError) as error:
        jobs_of(text)
    assert all(part in str(error.value) for part in parts), error.value


def test_a_file_that_is_not_there_or_not_in_utf_8_is_refused(tmp_path, small):
    with pytest.raises(ParameterError, match="there is no file"):
        read_jobs(tmp_path / "no.yaml", NOTEBOOKS, small)
    (tmp_path / "latin.yaml").write_bytes("- notebook: résumé\n".encode("latin-1"))
    with pytest.raises(ParameterError, match=r"latin\.yaml is no valid YAML in UTF-8"):
        read_jobs(tmp_path / "latin.yaml", NOTEBOOKS, small)


def test_a_report_of_one_name_is_one_job(small):
    job = single_job("overview", {"top": "3"}, NOTEBOOKS, small)
    assert given(job) == {"top": "3"}
    with pytest.raises(ParameterError, match=r"Did you mean organization-report"):
        find_notebook("organisation-report", NOTEBOOKS)


def test_the_projects_own_list_of_reports_fits_the_sample(sample):
    jobs = read_jobs(PROJECT / "reports" / "reports.yaml", NOTEBOOKS, sample)
    for job in jobs:
        checked(declared(job.notebook), job.parameters)
    documents, mentions = Counter(), Counter(sample.mentions["organization"])
    for name in sample.mentions.drop_duplicates(["doc_id", "organization"])["organization"]:
        documents[name] += 1
    order = sorted(documents, key=lambda name: (-documents[name], -mentions[name], name))
    named = [job.parameters["organization"] for job in jobs if "organization" in job.parameters]
    assert jobs[0].notebook.stem == "overview"
    speakers = [job.parameters["speaker"] for job in jobs if "speaker" in job.parameters]
    others = [job.notebook.stem for job in jobs if not {"organization", "speaker"} & set(job.parameters)]
    assert others == ["overview", "04-statements"]
    assert len(named) > 0
    assert named == order[: len(named)]
    assert len(speakers) == 2
    assert set(speakers) <= set(with_names(sample.statements)["speaker_name"])


@pytest.fixture(scope="module")
def run_with_a_failure(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("batch")
    entries = "- {notebook: organization-report, parameters: {organization: Nobody}}\n- {notebook: overview}\n"
    (folder / "reports.yaml").write_text(entries, encoding="utf-8")
    places = ["--processed", small.folder, "--notebooks", NOTEBOOKS, "--out", folder / "out"]
    command = [*DISCOURSE, "report", *places, "--sets", folder / "reports.yaml", "--jobs", "1"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False), folder / "out"


def test_a_report_that_fails_stops_no_other(run_with_a_failure):
    done, out = run_with_a_failure
    assert done.returncode == 1
    assert sorted(path.name for path in out.iterdir()) == ["index.html", "overview.html"]


def test_the_summary_names_the_report_that_failed_and_why(run_with_a_failure):
    done, _ = run_with_a_failure
    assert "1 of 2 reports rendered." in done.stdout
    assert "failed: organization-report organization=Nobody" in done.stderr
    assert "'Nobody' is no organization of the gazetteer" in done.stderr
    assert not any(word in done.stdout + done.stderr for word in ("Traceback", "the process ended")), done.stderr


def test_the_index_of_a_run_leads_to_its_reports(run_with_a_failure):
    done, out = run_with_a_failure
    index = (out / "index.html").read_text(encoding="utf-8")
    assert str(out / "index.html") in done.stdout
    assert '<a href="overview.html">' in index
    assert "3 documents by 2 actors, January 2, 2023 to February 3, 2023;" in index
    assert len(re.findall(r'<img alt="" src="data:image/png;base64,', index)) == 1
    assert "other data" not in index
