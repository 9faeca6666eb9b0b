"""The definitions of methods: every function has one, and its sources are those of its docstring."""

import importlib
import inspect
import re

import pytest

import analysis.discourse
import analysis.stats
import analysis.text
from analysis.reports.method_definitions import entries_by_name, parted, references_by_source
from analysis.stats import adjusting, contingency, diversity, likeness, reading_ease, resampled_keyness, spread
from analysis.stats.bootstrap import bootstrap_bounds
from analysis.stats.intervals import wilson_interval
from analysis.stats.spread_measures import MEASURES, OF_DISTANCES
from analysis.text.quoting import quotation_spans

ROOMS = {"text": analysis.text, "stats": analysis.stats, "discourse": analysis.discourse}
# Not public, but called by reports, so that they are named as well.
OTHERS = {
    "text.quotation_spans": quotation_spans,
    "stats.wilson_interval": wilson_interval,
    "stats.dispersion_of_counts": spread.dispersion_of_counts,
}
# What gives no number and finds no rows of its own, by the reason.
NO_METHODS = {
    "is what others give or take": """
        text.DocumentTerms text.Query text.Tokens stats.Concordance stats.Dictionary""",
    "reads what the user gives": """
        text.parse_query text.stop_words stats.dictionary stats.load_dictionary stats.shipped_dictionaries
        discourse.load_gazetteer discourse.read_coding discourse.read_corrections discourse.read_review
        discourse.corrections_from discourse.coded_statements discourse.mark_missing""",
    "looks up, chooses or reshapes rows, and counts nothing": """
        text.as_hits text.in_sentences text.token_sentences discourse.grouping discourse.mentions_of
        discourse.statements_of discourse.statement_speakers discourse.named_speech discourse.speech_as_documents
        discourse.mark_quoted""",
    "gives the rows that another function counts, or leaves out": """
        stats.collocation_hits stats.dispersion_places stats.undated_documents discourse.mentions_of_pair
        discourse.mentions_in_speech discourse.spoken_hits discourse.gold_hits""",
    "does group by group what another function does, which tells of it": """
        stats.keyness_by""",
    "writes a file or a table for people": """
        discourse.accept discourse.coding_table discourse.review_table discourse.write_coding
        discourse.write_corrections discourse.write_review""",
}
# Told by the study, which leaves repeats out; the functions that ask it say so among their settings.
BY_THE_STUDY = {"discourse.counted_documents"}
# Whose docstring says the formula of a measure that is chosen by an argument.
HOMES = {
    "adjusting": adjusting.adjust,
    "diversity": diversity.lexical_diversity,
    "reading_ease": reading_ease.readability_of_counts,
    "likeness": likeness.similarity_of_rows,
    "keyness": contingency.log_ratio_interval,
    "collocation_intervals": contingency.log_ratio_interval,
    "breaks": analysis.stats.change_points,
}


def public():
    return {f"{room}.{name}": getattr(module, name) for room, module in ROOMS.items() for name in module.__all__}


def docstring_behind(name: str) -> str:
    """Return where the sources of an entry must stand: the docstring of what it defines."""
    group, _, measure = name.partition(".")
    if name == "text.find":  # whose queries parse_query explains
        return inspect.getdoc(analysis.text.parse_query)
    if group in ROOMS:
        return inspect.getdoc((public() | OTHERS)[name])
    if name == "bootstrap":
        return inspect.getdoc(bootstrap_bounds)
    if name == "keyness.permutation":
        return inspect.getdoc(resampled_keyness.permutation_p)
    if group == "contingency":
        function = contingency.MEASURES[measure]
        return f"{importlib.import_module(function.__module__).__doc__} {function.__doc__}"
    if group == "spread":
        return f"{spread.dispersion_of_counts.__doc__} {spread.dispersion.__doc__}"
    return inspect.getdoc(HOMES[group])


def test_every_public_function_is_defined_or_named_as_no_method():
    defined = {name for name in entries_by_name() if name.partition(".")[0] in ROOMS}
    others = " ".join(NO_METHODS.values()).split()
    assert sorted([*(defined - set(OTHERS)), *others]) == sorted(public())


def test_every_function_that_is_defined_tells_of_its_calls_and_no_other_does():
    marked = {name for name, entry in (public() | OTHERS).items() if is_marked(entry)}
    defined = {name for name in entries_by_name() if name.partition(".")[0] in ROOMS}
    assert marked == defined - BY_THE_STUDY


def is_marked(entry) -> bool:
    return inspect.isfunction(entry) and getattr(entry.__code__, "co_name", "") == "telling"


def test_no_compiled_function_is_marked():
    assert not [name for name, entry in public().items() if hasattr(inspect.unwrap(entry), "py_func")]


@pytest.mark.parametrize(
    ("group", "measures"),
    [
        ("contingency", contingency.MEASURES),
        ("adjusting", [method for method in adjusting.METHODS if method != "none"]),
        ("diversity", [*diversity.WITHIN_DOCUMENTS, *diversity.OF_COUNTS]),
        ("reading_ease", reading_ease.FORMULAS),
        ("likeness", likeness.FORMULAS),
        ("spread", [*MEASURES, *OF_DISTANCES]),
        ("counted", ["all", "near", "none"]),
    ],
)
def test_every_measure_that_can_be_asked_for_is_defined(group, measures):
    assert {f"{group}.{measure}" for measure in measures} <= set(entries_by_name())


def test_every_definition_is_used_by_a_function():
    groups, names = set(), set()
    for entry in entries_by_name().values():
        for use in parted(entry.uses):
            group, mark, _ = use.partition(" of ")
            (groups if mark else names).add(group.partition(" if ")[0])
    others = [name for name in entries_by_name() if name.partition(".")[0] not in ROOMS]
    assert names <= set(entries_by_name())
    assert [name for name in others if name not in names and name.partition(".")[0] not in groups] == []


def test_every_argument_that_a_definition_names_is_one_of_its_functions():
    shared = {name: [] for name in entries_by_name()}
    for name, entry in entries_by_name().items():
        if name.partition(".")[0] in ROOMS and name not in BY_THE_STUDY:
            taken = set(inspect.signature((public() | OTHERS)[name]).parameters)
            taken |= {"appositives", "corrected"}  # which a study tells of the tables that it reads
            for use in parted(entry.uses):
                target, _, argument = re.sub(" (if|of) ", "|", use).partition("|")
                assert not argument or argument in taken, (name, use)
                for other in entries_by_name():
                    if target in (other, other.partition(".")[0]):
                        shared[other].append(taken)
            shared[name].append(taken)
    for name, entry in entries_by_name().items():
        for placeholder in re.findall(r"\{(\w+)\}", entry.definition):
            assert shared[name], name
            assert all(placeholder in taken for taken in shared[name]), (name, placeholder)


def test_every_source_stands_in_the_docstring_of_what_it_defines():
    missing = []
    for name, entry in entries_by_name().items():
        for source in parted(entry.sources):
            words = [word for word in re.findall(r"[^\s,]+", source) if word not in ("and", "et", "al.", "von")]
            behind = " ".join(docstring_behind(name).split())
            missing += [(name, source, word) for word in words if word not in behind]
    assert missing == []


def test_every_source_has_its_reference_and_every_reference_its_source():
    cited = {source for entry in entries_by_name().values() for source in parted(entry.sources)}
    assert cited == set(references_by_source())
    for source, reference in references_by_source().items():
        first, year = re.split(r"[\s,]+", source.removeprefix("von "))[0], source[-4:]
        assert first in reference[: len(first) + 10], source
        assert f"({year})." in reference, source
        assert reference.count("http") <= 1
        assert all(word.startswith("https://doi.org/10.") for word in re.findall(r"http\S+", reference))


def test_definitions_are_short_sentences_and_functions_say_their_limits():
    for name, entry in entries_by_name().items():
        assert entry.title
        assert entry.definition.endswith("."), name
        assert len(entry.definition) <= 450, name
        assert not entry.limits or entry.limits.endswith("."), name
        if name.partition(".")[0] in ROOMS and "adjust" not in name and name not in BY_THE_STUDY:
            assert entry.limits, name
