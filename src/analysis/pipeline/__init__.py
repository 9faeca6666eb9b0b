"""Raw files -> processed tables: incremental, by several processes, in bounded memory, recorded in a manifest."""

from analysis.pipeline.building import Build, build

__all__ = ["Build", "build"]
