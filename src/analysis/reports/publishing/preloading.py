"""What a process loads so that those forked from it need not: modules, compiled functions, tables, templates."""

import importlib
import warnings

ROOMS = ("analysis.discourse", "analysis.reports", "analysis.stats", "analysis.text")
IN_KERNELS = (
    "IPython.core.pylabtools",
    "ipykernel.displayhook",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "pandas.io.formats.csvs",
    "pyarrow.dataset",
    "pyarrow.parquet",
)
IN_JOBS = (
    "papermill",
    "analysis.reports.publishing.pages",
    "analysis.reports.publishing.rendering",
    "analysis.reports.publishing.running",
)
TEXT = "The NATO-led force, said A. B. Doe, left “the city” on Monday; the UN’s envoy welcomed it. Él dijo que sí."


def preload() -> None:
    """Import what notebooks and pages use, and use once what is made when it is first used.

    Nothing is left running, and nothing is set that a report could notice.
    """
    for name in IN_KERNELS:
        importlib.import_module(name)
    for name in ROOMS:
        room = importlib.import_module(name)
        for wanted in room.__all__:
            getattr(room, wanted)
    with warnings.catch_warnings():  # some of these change what is warned of, which no kernel would know
        for name in IN_JOBS:
            importlib.import_module(name)
    _warm_up()


def _warm_up() -> None:
    """Let compiled functions load their machine code, tables be made, and templates be compiled."""
    import pandas as pd
    from PIL import Image

    from analysis.discourse import load_gazetteer, mentions
    from analysis.discourse.gazetteer import SHIPPED
    from analysis.reports.display import TEMPLATES
    from analysis.stats import frequencies
    from analysis.text import tokenize

    documents = pd.DataFrame({"doc_id": ["a"], "text": [TEXT], "date": [pd.Timestamp("2020-01-01")]})
    Image.preinit()
    frequencies(tokenize(documents))
    mentions(documents, load_gazetteer(SHIPPED))
    for name in TEMPLATES.list_templates(extensions=["j2"]):
        TEMPLATES.get_template(name)
