"""Dask gives the bytes that processes give, and needs the extra."""

from __future__ import annotations

import importlib.util
import socket
import sys
from pathlib import Path

import pytest

from jacyber_nlp.batch import Execution
from jacyber_nlp.errors import MissingExtraError, SchedulerError
from toy.batch import files, run, write_documents

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="the extra dask is not installed"
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of what all tests have: this machine alone may be reached."""
    connect = socket.socket.connect

    def local(self: socket.socket, address: object) -> None:
        if self.family == socket.AF_INET and address[0] != "127.0.0.1":  # type: ignore[index]
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", local)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_documents(Path("in"), range(20))


@needs_dask
def test_dask_does_not_show(folder: Path) -> None:
    run(folder, Path("reference"))
    summary = run(folder, Path("out"), execution=Execution(1, dask="local"))

    assert summary.progress.done == 20
    assert files(Path("out")) == files(Path("reference"))


@needs_dask
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_a_scheduler_that_is_not_there_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("jacyber_nlp.batch.pool.START", 0.5)

    with pytest.raises(SchedulerError) as caught:
        run(folder, Path("out"), execution=Execution(1, dask=address))
    assert caught.value.en.startswith(f"{address}: no Dask cluster to work on (")


def test_without_the_extra_its_name_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(MissingExtraError) as caught:
        run(folder, Path("out"), execution=Execution(1, dask="local"))
    assert caught.value.extra == "dask"
