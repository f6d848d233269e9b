"""What commands over files share: one after the other, none lost for another."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from jacyber_nlp.cli.options import InputFormat, Lang
from jacyber_nlp.cli.ui import language, say, tell

if TYPE_CHECKING:
    from jacyber_nlp.encoders import Encoder
    from jacyber_nlp.pipeline import Analyser
    from jacyber_nlp.records import Document, Metadata, NormProvision, RawDocument

T = TypeVar("T")
DOUBTFUL = 0.5  # confidence below which the repair of a page is told of
_PROBLEMS = {
    "no_text": ("文字情報がありません", "has no text"),
    "garbled": ("文字化けがあります", "has garbled characters"),
    "short_lines": (
        "1、2文字の行が多く、読む順が疑わしい",
        "has many lines of one or two characters",
    ),
    "notes": ("注の番号が本文に見つかりません", "has notes whose marks are not in the text"),
}


class Read(NamedTuple):
    """A document as read, and repaired; not repaired if it need not be."""

    raw: RawDocument
    document: Document | None

    @property
    def id(self) -> str:
        """Name of the document."""
        return self.document.id if self.document else Path(self.raw.source.uri).stem

    @property
    def repaired(self) -> Document:
        """The document, where it was repaired."""
        if self.document is None:
            raise ValueError("the document was only read")
        return self.document


class Run:
    """The inputs of one command, and how many of them failed."""

    def __init__(
        self,
        files: Sequence[str],
        *,
        lang: Lang = Lang.auto,
        input_format: InputFormat | None = None,
        encoding: str | None = None,
        metadata: Metadata | None = None,
    ) -> None:
        """Keep what to read, how, and whose voice it is."""
        self.files = files
        self.failed = 0
        self._lang = lang.value
        self._input_format = input_format.value if input_format else None
        self._encoding = encoding
        self._metadata = metadata

    def over(self, function: Callable[[Document], T]) -> Iterator[tuple[Document, T]]:
        """Return each document with its result; tell of failures on stderr."""
        yield from self._each(lambda file: self._with_result(self._document(file), function))

    def raw(self) -> Iterator[Read]:
        """Return each document as read; tell of failures on stderr."""
        yield from self._each(lambda file: Read(self._raw(file), None))

    def both(self) -> Iterator[Read]:
        """Return each document as read, and repaired; tell of failures on stderr."""
        from jacyber_nlp import repair

        def make(file: str) -> Read:
            raw = self._raw(file)
            document = repair(raw, lang=self._lang)
            _warn_of(document, file)
            return Read(raw, document)

        yield from self._each(make)

    def _each(self, function: Callable[[str], T]) -> Iterator[T]:
        from jacyber_nlp.errors import DocumentError

        for file in self._with_progress():
            try:
                result = function(file)
            except DocumentError as err:
                self.failed += 1
                print_error(err.message(language()))
            else:
                yield result

    def _raw(self, file: str) -> RawDocument:
        from jacyber_nlp import read_raw

        return read_raw(file, input_format=self._input_format, encoding=self._encoding)

    def _document(self, file: str) -> Document:
        from jacyber_nlp import read

        document = read(
            file,
            lang=self._lang,
            input_format=self._input_format,
            encoding=self._encoding,
            metadata=self._metadata,
        )
        _warn_of(document, file)
        return document

    @staticmethod
    def _with_result(document: Document, function: Callable[[Document], T]) -> tuple[Document, T]:
        return document, function(document)

    def exit(self, encoder: Encoder | None = None) -> None:
        """Tell what is to be known of the encoder; exit with 1 if an input failed."""
        if encoder is not None:
            tell_of(encoder)
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


def tell_of(encoder: Encoder) -> None:
    """Tell of texts that were windowed, and of a cache that cannot be used."""
    windowed = getattr(encoder, "windowed", 0)
    if windowed:
        print_error(
            say(
                f"{encoder.name}: 一度に読める長さを超える文・用語が{windowed}件あり、"
                "分割したベクトルの平均を使いました。",
                f"{encoder.name}: sentences or terms too long to be read in one piece: {windowed}. "
                "The mean of their parts' vectors stands for them.",
            )
        )
    trouble = getattr(encoder, "trouble", None)
    if trouble:
        print_error(
            say(
                f"{trouble}: ベクトルのキャッシュを使わずに続けました。"
                "`jacyber cache clear`で消すか、JACYBER_CACHEで場所を変えてください。",
                f"{trouble}: went on without the cache of vectors. Remove it with `jacyber cache "
                "clear`, or move it with JACYBER_CACHE.",
            )
        )


def _warn_of(document: Document, file: str) -> None:
    """Tell of pages whose repair is doubtful."""
    for page in document.pages:
        if page.confidence < DOUBTFUL:
            _warn(file, page.page, page.problems)


def _warn(file: str, page: int | None, problems: Sequence[str]) -> None:
    where = say(f"{page}ページ", f"page {page}") if page is not None else say("本文", "the text")
    reasons = say(
        "、".join(_PROBLEMS[p][0] for p in problems),
        " and ".join(_PROBLEMS[p][1] for p in problems),
    )
    print_error(say(f"{file}: {where}: {reasons}。", f"{file}: {where} {reasons}."))


def metadata_of(
    *, title: str | None, issuer: str | None, actor: str | None, date: str | None, kind: str | None
) -> Metadata | None:
    """Return what the options say of the documents; wrong values are wrong usage."""
    given = {"title": title, "issuer": issuer, "actor": actor, "date": date, "kind": kind}
    given = {key: value for key, value in given.items() if value is not None}
    if not given:
        return None
    from jacyber_nlp.reading import check_metadata

    with usage_errors():
        return check_metadata(dict(given), "--")


def analyser(
    concepts: Path | None = None,
    actors: Path | None = None,
    norms: str | None = None,
    *,
    encoder: str | None = None,
    stages: Sequence[str] = (),
    official: Path | None = None,
    model: Path | None = None,
) -> Analyser:
    """Return an analyser with the user's own theory; a fault in it is wrong usage.

    What ``stages`` need is loaded: a model that is missing for the encoder shows
    here, before the first document. ``official`` is the folder of
    the norms' official texts; None for summaries. ``model`` is the folder of a stance
    model of the user's own.
    """
    from jacyber_nlp import Analyser, load_actors, load_concepts, load_norms, load_stance_model
    from jacyber_nlp.encoders import default_encoder, load_encoder, user_cache

    # What the library logs of the cache is told at the end, in the user's language.
    logging.getLogger("jacyber_nlp").addHandler(logging.NullHandler())
    with usage_errors():
        chosen = load_norms(norms) if norms is not None else None
        made = Analyser(
            encoder=default_encoder() if encoder is None else load_encoder(encoder),
            concepts=load_concepts(concepts) if concepts is not None else None,
            actors=load_actors(actors) if actors is not None else None,
            norms=chosen if official is None else _with_official_texts(chosen, official),
            stance_model=load_stance_model(model) if model is not None else None,
            cache=user_cache(),
        )
        made.load(stages)
    if "align" in stages and not made.alignment_model.calibrated:
        tell(
            f"{made.encoder.name}で学習した対応付けのモデルはありません。"
            "確率は目安で、較正されていません。",
            f"No alignment model was fitted on {made.encoder.name}: "
            "probabilities are a rough guide, not calibrated.",
        )
    return made


def _with_official_texts(
    norms: Sequence[NormProvision] | None, folder: Path
) -> tuple[NormProvision, ...]:
    """Put official texts in the place of summaries, and tell how many there are."""
    from jacyber_nlp import official_texts, resources

    worded = official_texts(folder, resources.provisions() if norms is None else norms)
    n = sum(p.text_source == "official" for p in worded)
    tell(
        f"{len(worded)}条項のうち{n}条項は公式文、残りは本プロジェクトの要約で照合します。",
        f"{n} of {len(worded)} provisions by their official text, the others by our summary.",
    )
    return worded


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
