"""What commands over files share: one after the other, none lost for another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from jacyber_nlp.cli.options import InputFormat, Lang
from jacyber_nlp.cli.ui import language, say

if TYPE_CHECKING:
    from jacyber_nlp.pipeline import Analyser
    from jacyber_nlp.records import Document

T = TypeVar("T")


class Run:
    """The inputs of one command, and how many of them failed."""

    def __init__(
        self,
        files: Sequence[str],
        *,
        lang: Lang = Lang.auto,
        input_format: InputFormat | None = None,
        encoding: str | None = None,
    ) -> None:
        """Keep what to read, and how."""
        self.files = files
        self.failed = 0
        self._lang = lang.value
        self._input_format = input_format.value if input_format else None
        self._encoding = encoding

    def over(self, function: Callable[[Document], T]) -> Iterator[tuple[Document, T]]:
        """Return each document with its result; tell of failures on stderr."""
        from jacyber_nlp import read
        from jacyber_nlp.errors import DocumentError

        for file in self._with_progress():
            try:
                document = read(
                    file,
                    lang=self._lang,
                    input_format=self._input_format,
                    encoding=self._encoding,
                )
                result = function(document)
            except DocumentError as err:
                self.failed += 1
                print_error(err.message(language()))
            else:
                yield document, result

    def exit(self) -> None:
        """Exit with 1 if an input failed."""
        if self.failed:
            raise typer.Exit(1)

    def _with_progress(self) -> Iterator[str]:
        if len(self.files) < 2 or not sys.stderr.isatty():
            yield from self.files
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            yield from progress.track(self.files, description=say("解析中", "Analysing"))


def analyser(
    concepts: Path | None = None, actors: Path | None = None, norms: str | None = None
) -> Analyser:
    """Return an analyser with the user's own theory; a fault in it is wrong usage."""
    from jacyber_nlp import Analyser, load_actors, load_concepts, load_norms

    with usage_errors():
        return Analyser(
            concepts=load_concepts(concepts) if concepts is not None else None,
            actors=load_actors(actors) if actors is not None else None,
            norms=load_norms(norms) if norms is not None else None,
        )


class usage_errors:  # noqa: N801  (reads as a statement)
    """Turn an error of the set-up into a message and exit status 2."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, err: object, trace: object) -> None:
        from jacyber_nlp.errors import JacyberError

        if isinstance(err, JacyberError):
            print_error(err.message(language()))
            raise typer.Exit(2) from err


def print_error(message: str) -> None:
    """Write an error to stderr, control characters made visible."""
    from jacyber_nlp.script import clean_for_terminal

    # A line break in a file name must not forge a second message.
    print(clean_for_terminal(message.replace("\n", "\\n")), file=sys.stderr)
