"""What a process loads so that those forked from it need not: modules, compiled functions, tables, templates."""

import importlib
import os
import sys
import warnings

ROOMS = ("analysis.discourse", "analysis.reports", "analysis.stats", "analysis.text")
IN_KERNELS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.displayhook",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.csvs",
    "pandas.io.formats.string",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "scipy.stats",
    "sqlite3",
    "tornado.platform.asyncio",
)
IN_JOBS = (
    "ipykernel.kernelspec",
    "papermill",
    "analysis.reports.publishing.corpus_checks",
    "analysis.reports.publishing.kernels",
    "analysis.reports.publishing.notebooks",
    "analysis.reports.publishing.pages",
    "analysis.reports.publishing.rendering",
    "analysis.reports.publishing.running",
)
# What takes long to load and no report uses; who does, loads it then.
LEFT_OUT = ("compare_codings",)  # nltk
GRAMMAR = "rfc3987_syntax"  # jsonschema loads it, and nothing that reads notebooks asks it
GAZETTEER = ("United Nations", "UN", "exact")


def preload() -> None:
    """Import what notebooks and pages use, and use once what is made when it is first used.

    Nothing is left running, and nothing is set that a report could notice.
    """
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # no word from a debugger that nobody uses; no child keeps it
    for name in IN_KERNELS:
        importlib.import_module(name)
    for name in ROOMS:
        room = importlib.import_module(name)
        for wanted in room.__all__:
            if wanted not in LEFT_OUT:
                getattr(room, wanted)
    with warnings.catch_warnings():  # some of these change what is warned of, which no kernel would know
        sys.modules.setdefault(GRAMMAR, None)
        for name in IN_JOBS:
            importlib.import_module(name)
        if sys.modules[GRAMMAR] is None:
            del sys.modules[GRAMMAR]
    _warm_up()


def _warm_up() -> None:
    """Let compiled functions load their machine code, tables be made, and templates be compiled."""
    import nbformat
    import pandas as pd
    from jupyter_client.provisioning import KernelProvisionerFactory
    from PIL import Image

    from analysis.discourse import mentions
    from analysis.reports import term_table, terms
    from analysis.reports.display import TEMPLATES
    from analysis.reports.publishing.versions import decisive_versions
    from analysis.stats import frequencies
    from analysis.text import tokenize
    from analysis.text.compiling import TEXT

    documents = pd.DataFrame({"doc_id": ["a"], "text": [TEXT], "date": [pd.Timestamp("2020-01-01")]})
    nbformat.validate(nbformat.v4.new_notebook())
    KernelProvisionerFactory.instance()
    decisive_versions()
    Image.preinit()
    counts = frequencies(tokenize(documents))
    for shown in (terms(counts), term_table(counts)):
        shown._repr_html_()
    mentions(documents, pd.DataFrame([GAZETTEER], columns=["organization", "alias", "match"]))
    for name in TEMPLATES.list_templates(extensions=["j2"]):
        TEMPLATES.get_template(name)
