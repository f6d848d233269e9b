"""Where the time of a batch goes, by stage."""

from __future__ import annotations

import functools
import importlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Stage, module, and the functions that make it up. What a function calls of another stage
# counts there and not here.
WORKER = "worker"
MAIN = "main process"
STAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "read and repair": (WORKER, "jacyber_nlp.batch.worker", ("_read", "content_of")),
    "tokens": (WORKER, "jacyber_nlp.pipeline.found", ("tokenize",)),
    "find terms, scopes, holders": (WORKER, "jacyber_nlp.pipeline.analyser", ("find",)),
    "citations": (WORKER, "jacyber_nlp.pipeline.analyser", ("Analyser.citations",)),
    "encode": (WORKER, "jacyber_nlp.pipeline.aligner", ("Aligner.encode",)),
    "align": (
        WORKER,
        "jacyber_nlp.pipeline.analyser",
        ("questions_of", "Aligner.align_found"),
    ),
    "read sentences": (WORKER, "jacyber_nlp.stance", ("Reader.read",)),
    "features": (WORKER, "jacyber_nlp.pipeline.analyser", ("inputs_of_bodies",)),
    "classify and place": (
        WORKER,
        "jacyber_nlp.pipeline.analyser",
        ("Analyser._classified", "Analyser.place"),
    ),
    "rows": (WORKER, "jacyber_nlp.batch.worker", ("tables_of",)),
    "pack": (WORKER, "jacyber_nlp.batch.worker", ("pack",)),
    "journal": (
        MAIN,
        "jacyber_nlp.batch.journal",
        ("Journal.append", "Journal.sync", "Journal.settle", "Journal.close"),
    ),
    "tables": (MAIN, "jacyber_nlp.batch.parts", ("TableParts.advance", "TableParts.finish")),
}
REST = "the rest"


class Stopwatch:
    """Seconds by stage, each moment counted once.

    Attributes:
        seconds: By stage.
    """

    def __init__(self) -> None:
        """Start."""
        self.seconds: Counter[str] = Counter()
        self._stack = [REST]
        self._last = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside to a stage."""
        self._turn()
        self._stack.append(name)
        try:
            yield
        finally:
            self._turn()
            self._stack.pop()

    def reset(self) -> None:
        """Begin anew."""
        self.seconds.clear()
        self._last = time.perf_counter()

    def stop(self) -> dict[str, float]:
        """Return the seconds so far."""
        self._turn()
        return dict(self.seconds)

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seconds[self._stack[-1]] += now - self._last
        self._last = now


def attach(watch: Stopwatch) -> None:
    """Have every function of every stage timed, in this process from now on."""
    for stage, (_, module, names) in STAGES.items():
        for name in names:
            owner, attribute = place(module, name)
            setattr(owner, attribute, timed(getattr(owner, attribute), stage, watch))


def place(module: str, name: str) -> tuple[Any, str]:
    """Return what holds a function, and its name there."""
    owner: Any = importlib.import_module(module)
    *outer, last = name.split(".")
    for one in outer:
        owner = getattr(owner, one)
    return owner, last


def timed(function: Callable[..., Any], stage: str, watch: Stopwatch) -> Callable[..., Any]:
    """Return a function that does the same, its time counted; of a generator that of each step."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        with watch.stage(stage):
            result = function(*args, **kwargs)
        return steps(result) if isinstance(result, Iterator) else result

    def steps(inner: Iterator[Any]) -> Iterator[Any]:
        while True:
            with watch.stage(stage):
                try:
                    value = next(inner)
                except StopIteration:
                    return
            yield value

    return call


def draw(seconds: dict[str, float], path: Path, title: str) -> None:
    """Draw a bar for each stage; the same seconds give the same bytes."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        sys.exit("the figure needs matplotlib: pip install 'jacyber-nlp[plot]'")
    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "batch", "svg.fonttype": "none"})
    from matplotlib import pyplot

    names = [name for name in (*STAGES, REST) if seconds.get(name)]
    total = sum(seconds.values())
    shares = [100 * seconds[name] / total for name in names]
    colours = ["C1" if name in STAGES and STAGES[name][0] == MAIN else "C0" for name in names]
    figure, axes = pyplot.subplots(figsize=(7, 4), layout="constrained")
    bars = axes.barh(names, shares, color=colours)
    axes.bar_label(bars, fmt="%.1f", padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.1)
    axes.set_xlabel("share of the time, % (orange: in the main process)")
    axes.set_title(title, fontsize="medium")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
