"""The ways to run a notebook: papermill's own, and the same with kernels that are forked."""

from functools import cache
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from analysis.reports.publishing.nursery import CAN_FORK

NAME = "discourse-forked"  # of the engine in papermill, and of the provisioner in Jupyter
ENGINES = ("forked", "stock")
PROVISIONER = "analysis.reports.publishing.kernels:ForkedProvisioner"


class ForkedKernelManager(AsyncKernelManager):
    """Looks after a kernel that is forked."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel's specification, with the provisioner that forks it."""
        found = super().kernel_spec
        return KernelSpec(**found.to_dict() | {"metadata": {"kernel_provisioner": {"provisioner_name": NAME}}})


@cache
def forked_engine() -> type:
    """Return papermill's engine, with kernels that are forked: `papermill --engine discourse-forked`.

    Papermill asks for it while it is imported itself, so that nothing here may import papermill at once.
    """
    from papermill.engines import NBClientEngine

    class ForkedEngine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> None:
            provisioners = KernelProvisionerFactory.instance().provisioners
            provisioners.setdefault(NAME, EntryPoint(NAME, PROVISIONER, KernelProvisionerFactory.GROUP_NAME))
            super().execute_managed_notebook(nb_man, kernel_name, kernel_manager_class=ForkedKernelManager, **settings)

    return ForkedEngine


def __getattr__(name: str) -> type:
    if name == "ForkedEngine":  # as the entry point names it
        return forked_engine()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def papermill_name(engine: str) -> str | None:
    """Return the name by which papermill knows an engine; None for its own.

    Parameters
    ----------
    engine : {"forked", "stock"}
        Where a process cannot be forked, both are papermill's own.

    Raises
    ------
    ValueError
        There is no such engine.

    >>> papermill_name("stock"), papermill_name("fast")
    Traceback (most recent call last):
    ValueError: there is no engine 'fast': it can be forked or stock
    """
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}: it can be {' or '.join(ENGINES)}")
    if engine == "stock" or not CAN_FORK:
        return None
    from papermill.engines import papermill_engines

    papermill_engines.register(NAME, forked_engine())  # also where the package is not installed, but only in the path
    return NAME
