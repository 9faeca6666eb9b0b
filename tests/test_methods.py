"""What a function tells of its calls: itself and its settings, to whoever listens, and nothing is changed by it."""

import inspect
import logging
import pickle
import traceback
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from analysis.discourse import speaker_keyness, who_names_whom
from analysis.methods import CHANNEL, LONGEST_TEXT, MOST_VALUES, Call, Listener, Several, named_in_methods, tell
from analysis.reports import record_calls
from analysis.stats import adjust, frequencies, keyness, keyness_by, readability
from analysis.stats.intervals import wilson_interval
from analysis.text import find, tokenize

DOCUMENTS = pd.DataFrame({"doc_id": list("ab"), "text": ["tax tax tax cut", "peace the peace"], "actor": ["UN", "HRW"]})
SAID = pd.DataFrame(
    {
        "doc_id": list("ab"),
        "statement_id": ["a:0-15", "b:0-15"],
        "kind": ["direct"] * 2,
        "start": [0, 0],
        "end": [15, 15],
        "content": DOCUMENTS["text"],
        "cue": "",
        "cue_start": -1,
        "cue_end": -1,
        "speaker": ["Ana", "Tom"],
        "speaker_start": [20, 20],
        "speaker_end": [23, 23],
        "speaker_spans": ["20:23"] * 2,
        "speaker_name": ["Ana", "Tom"],
        "name_rule": ["full name"] * 2,
    }
)


@pytest.fixture(scope="module")
def tokens():
    return tokenize(DOCUMENTS)


def told(function, *args, **kwargs) -> list[Call]:
    with record_calls() as calls:
        function(*args, **kwargs)
    return list(calls)


def listeners() -> list[Listener]:
    return [handler for handler in CHANNEL.handlers if isinstance(handler, Listener)]


def settings_of(call: Call) -> dict:
    return {name: value for name, value, is_default in call.arguments if not is_default}


def test_a_call_tells_its_function_and_which_arguments_differ_from_the_defaults(tokens):
    (call,) = told(frequencies, tokens, minimum=2, exclude={"the", "cut"}, seed=0, resamples=10)
    assert call.function == "stats.frequencies"
    assert settings_of(call) == {"minimum": 2, "exclude": ("cut", "the"), "resamples": 10}
    assert {name for name, _, is_default in call.arguments if is_default} >= {"seed", "numbers", "confidence"}


def test_it_does_not_matter_how_an_argument_is_given():
    p = np.array([0.01, 0.04])
    assert told(adjust, p, "bh") == told(adjust, p, method="bh") == told(adjust, method=np.str_("bh"), p=p)
    assert settings_of(told(adjust, p, "bh")[0]) == {"method": "bh"}


def test_frames_arrays_and_the_texts_in_them_are_never_told(tokens):
    (call,) = told(frequencies, tokens, pd.Series(["secret", "secret"]), exclude=pd.Index(["secret"]))
    assert "secret" not in repr(call)
    assert not {"tokens", "by"} & {name for name, *_ in call.arguments}
    (call,) = told(wilson_interval, 12, 345)
    assert [name for name, *_ in call.arguments] == ["confidence"]


def test_what_is_told_is_bounded(tokens):
    (call,) = told(find, tokens, "a" * 500)
    assert len(settings_of(call)["query"]) == LONGEST_TEXT
    (call,) = told(frequencies, tokens, exclude=[f"word{n}" for n in range(5000)])
    assert settings_of(call)["exclude"] == Several(5000)
    (call,) = told(frequencies, tokens, exclude=[f"word{n}" for n in range(MOST_VALUES)])
    assert len(settings_of(call)["exclude"]) == MOST_VALUES


def test_a_function_is_the_same_with_and_without_someone_who_listens(tokens):
    alone = frequencies(tokens, resamples=50)
    with record_calls():
        heard = frequencies(tokens, resamples=50)
    pd.testing.assert_frame_equal(alone, heard)


def test_nobody_hears_of_a_call_when_nobody_listens(tokens, capfd, caplog):
    with caplog.at_level(logging.DEBUG):
        frequencies(tokens, resamples=0)
    assert caplog.records == []
    with record_calls():
        frequencies(tokens, resamples=0)
    assert "".join(capfd.readouterr()) == ""
    assert listeners() == []


def test_calls_are_heard_though_a_program_has_turned_its_logging_off(tokens):
    logging.disable(logging.CRITICAL)
    try:
        assert [call.function for call in told(frequencies, tokens)] == ["stats.frequencies"]
    finally:
        logging.disable(logging.NOTSET)


def test_two_listeners_hear_each_what_is_called_while_they_listen(tokens):
    first = record_calls()
    adjust([0.5])
    second = record_calls()
    frequencies(tokens, resamples=0)
    first.stop()
    find(tokens, "tax")
    second.stop()
    adjust([0.5], "bh")
    assert [call.function for call in first] == ["stats.adjust", "stats.frequencies"]
    assert [call.function for call in second] == ["stats.frequencies", "text.find"]


def test_a_listener_that_nobody_holds_is_gone(tokens):
    calls = record_calls()
    calls = record_calls()  # as when a cell is run again
    assert len(listeners()) == 1
    calls.stop()
    calls.stop()
    assert listeners() == []


def test_the_same_call_is_kept_once_and_a_loop_fills_no_memory(tokens):
    with record_calls() as calls:
        for _ in range(3):
            adjust([0.5])
        for number in range(1500):
            tell("stats.adjust", {"method": str(number)})
        find(tokens, "tax")
    assert len(calls) == 1001
    assert [call.function for call in calls][-1] == "text.find"


def test_calls_in_threads_are_heard(tokens):
    with record_calls() as calls, ThreadPoolExecutor(2) as pool:
        list(pool.map(adjust, [[0.5]], ["bh"]))
        list(pool.map(lambda query: find(tokens, query), ["tax", "peace"]))
    assert sorted(call.function for call in calls) == ["stats.adjust", "text.find", "text.find"]


def test_an_error_passes_as_it_is_and_a_call_that_failed_is_not_told(tokens):
    with record_calls() as calls, pytest.raises(ValueError, match="did you mean holm") as error:
        adjust([0.5], "hulm")
    assert list(calls) == []
    assert traceback.extract_tb(error.tb)[-1].name == "choose"
    with record_calls() as calls:
        with pytest.raises(TypeError, match="unexpected keyword argument 'metod'"):
            adjust([0.5], metod="holm")
        keyness(tokens, [True, False], resamples=0)
    assert [call.function for call in calls] == ["stats.keyness"]


def test_what_a_function_calls_in_its_own_room_is_part_of_it(tokens):
    mentions = pd.DataFrame({"doc_id": ["a"], "organization": ["UN"], "start": [0], "end": [2]})
    assert [call.function for call in told(keyness, tokens, [True, False])] == ["stats.keyness"]
    heard = [call.function for call in told(who_names_whom, mentions, DOCUMENTS)]
    assert heard == ["stats.wilson_interval", "discourse.who_names_whom"]


def test_what_a_function_calls_in_a_room_below_is_told():
    heard = [call.function for call in told(readability, DOCUMENTS, resamples=0)]
    assert heard == ["text.tokenize", "text.split_sentences", "stats.readability"]


def test_options_that_are_handed_on_are_told_by_the_function_that_takes_them(tokens):
    by = pd.Series(["x", "y"])
    heard = {call.function: settings_of(call) for call in told(keyness_by, tokens, by, resamples=7, minimum=2)}
    assert heard == {"stats.keyness": {"resamples": 7, "minimum": 2}}
    heard = {call.function: settings_of(call) for call in told(speaker_keyness, SAID, DOCUMENTS, "Ana", minimum=2)}
    assert heard["stats.keyness"] == {"minimum": 2}
    assert heard["discourse.speaker_keyness"] == {"target": "Ana"}


def test_name_signature_docstring_and_pickle_stay_as_they_are():
    for function in (keyness, tokenize, who_names_whom):
        plain = inspect.unwrap(function)
        assert plain is not function
        assert inspect.signature(function) == inspect.signature(plain)
        assert (function.__name__, function.__qualname__, function.__module__, function.__doc__) == (
            plain.__name__,
            plain.__qualname__,
            plain.__module__,
            plain.__doc__,
        )
        assert pickle.loads(pickle.dumps(function)) is function


def test_a_function_that_is_marked_anew_tells_where_it_stands():
    @named_in_methods
    def double(number: int, times: int = 2) -> int:
        return number * times

    double.__wrapped__.__module__ = "analysis.stats.made_up"
    assert double(3) == 6
    assert [settings_of(call) for call in told(double, 3, times=4)] == [{"times": 4}]
