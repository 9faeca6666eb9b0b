"""The parameters that a notebook declares, and the values that people give for them."""

from analysis.reports.publishing.casting import PROCESSED, TYPES, Parameter, cast, says_something, written
from analysis.reports.publishing.checking import checked, outside
from analysis.reports.publishing.declaring import declared, template
from analysis.reports.publishing.refusals import ParameterError, suggest

__all__ = [
    "PROCESSED",
    "TYPES",
    "Parameter",
    "ParameterError",
    "cast",
    "checked",
    "declared",
    "outside",
    "says_something",
    "suggest",
    "template",
    "written",
]
