"""Names that users give: taken, or answered with the one that is meant."""

import pandas as pd
import pytest

import analysis
from analysis.choices import choose
from analysis.stats import keyness
from analysis.text import tokenize

MEASURES = ["g2", "log_ratio", "t_score"]


@pytest.mark.parametrize(
    ("written", "meant"), [("logratio", "log_ratio"), ("Log-Ratio", "log_ratio"), ("t score", "t_score"), ("g", "g2")]
)
def test_a_misspelt_name_is_answered_with_the_one_that_is_meant(written, meant):
    with pytest.raises(ValueError, match=f"there is no measure '{written}': did you mean {meant}"):
        choose(written, MEASURES, "measure")


def test_a_name_like_no_other_is_answered_with_all_there_are():
    with pytest.raises(ValueError, match=r"there is no measure 'xyz'\. There are: g2, log_ratio, t_score"):
        choose("xyz", MEASURES, "measure")


def test_a_name_from_elsewhere_is_answered_with_the_one_here():
    with pytest.raises(ValueError, match="did you mean g2"):
        choose("log_likelihood", MEASURES, "measure", {"log_likelihood": "g2"})


@pytest.mark.parametrize("options", [{"measures": ["log_likelihood"]}, {"evidence": "log_likelihood"}])
def test_log_likelihood_is_known_as_g2(options):
    tokens = tokenize(pd.DataFrame({"doc_id": ["a", "b"], "text": ["x", "y"]}))
    with pytest.raises(ValueError, match="did you mean g2"):
        keyness(tokens, [True, False], **options)


def test_what_is_no_text_is_refused_without_being_looked_for():
    with pytest.raises(ValueError, match=r"the unit is no text but of the kind DataFrame\. There are: g2"):
        choose(pd.DataFrame({"a": [1]}), MEASURES, "unit")


@pytest.mark.parametrize("room", [analysis, analysis.text, analysis.stats])
def test_a_room_hands_out_every_name_it_lists_and_no_other(room):
    for name in room.__all__:
        assert getattr(room, name) is not None
        assert name in dir(room)
    with pytest.raises(AttributeError, match=f"module '{room.__name__}' has no attribute 'nothing'"):
        room.nothing  # noqa: B018
