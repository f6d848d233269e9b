"""The page on many documents: figures as they were measured, examples that run."""

from __future__ import annotations

import importlib
import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scale.md"
SCRIPTS = ROOT / "scripts"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="no checkout, only the wheel")


@pytest.fixture
def script() -> ModuleType:
    if str(SCRIPTS) not in sys.path:
        sys.path.insert(0, str(SCRIPTS))
    return importlib.import_module("scale_page")


def block_after(marker: str) -> str:
    found = re.search(
        rf"<!-- {marker} -->\n```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found, marker
    return found.group(1)


def test_the_page_shows_the_figures_that_were_measured(script: ModuleType) -> None:
    figures = json.loads(script.FIGURES.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")

    assert script.filled(page, "measured", script.measured(figures)) == page


def test_figures_of_a_quick_try_are_marked_as_such(script: ModuleType) -> None:
    again = {"documents": 100, "first": 60.0, "unchanged": 1.0, "changed": 1.5, "machine": "m"}

    tables = {
        quick: script.measured({"again": {**again, "quick": quick}}) for quick in (True, False)
    }

    assert (
        "| first / unchanged | 60 | ≥ 50 |\n| 1 % changed / first | 2.5 % | ≤ 3 % |"
        in tables[False]
    )
    assert ["Only a quick try" in tables[quick] for quick in (True, False)] == [True, False]


def test_what_stands_between_markers_is_replaced_and_nothing_else(script: ModuleType) -> None:
    page = "a\n<!-- x -->\nold\n<!-- end -->\nb\n<!-- y -->\n<!-- end -->\n"

    assert script.filled(page, "x", "new\n") == page.replace("old", "new")
    with pytest.raises(SystemExit, match="<!-- z -->"):
        script.filled(page, "z", "new\n")


def test_the_job_script_is_what_dask_jobqueue_prints() -> None:
    pytest.importorskip("dask_jobqueue")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = block_after("cluster") + f'print(cluster("127.0.0.1", {port}).job_script(), end="")\n'

    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    def without_address(text: str) -> str:
        return re.sub(r"tcp://\S+", "tcp://…", text)

    assert without_address(printed).strip() == without_address(block_after("slurm")).strip()


def test_the_examples_read_the_tables_that_a_batch_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jacyber_nlp.batch import Execution, Settings, list_items, run_batch

    listing = list_items([str(ROOT / "corpora" / "samples" / "en-communique.txt")])
    here = Execution(processes=0)
    run_batch(listing, tmp_path / "out", Settings(stages=("terms",)), execution=here)
    monkeypatch.chdir(tmp_path)
    examples = [
        block
        for block in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
        if block.startswith("import p")
    ]

    assert len(examples) == 2
    for example in examples:
        pytest.importorskip(example.split()[1].partition(".")[0])
        names: dict[str, object] = {}
        exec(example, names)  # noqa: S102  (our own page)
        columns = getattr(names["terms"], "column_names", None) or [*names["terms"].columns]
        assert columns == ["document_id", "surface", "score"]
        assert len(names["terms"]) > 20
