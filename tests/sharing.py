"""How processes side by side share the tests: whole files, for the sake of what a file's tests share."""

from itertools import groupby
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling


class Runs(LoadScopeScheduling):
    """What stands together of one file goes to one process; who is free takes the next, in the order of collection.

    xdist's own groups are written into a test's name, which pytest takes no longer since 9.2: tests went one by one,
    and each process made what a file shares (xdist's issue 1386).
    """

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        self.runs: dict[str, str] = {}

    def add_node_collection(self, node: Any, collection: list[str]) -> None:
        for n, (file, tests) in enumerate(groupby(collection, key=_file)):
            self.runs |= dict.fromkeys(tests, f"{n} {file}")
        super().add_node_collection(node, collection)

    def _split_scope(self, nodeid: str) -> str:
        return self.runs[nodeid]


def _file(test: str) -> str:
    return test.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Runs:
    config.option.loadscopereorder = False  # the order of collection is meant: many tests are not a long time
    return Runs(config, log)
