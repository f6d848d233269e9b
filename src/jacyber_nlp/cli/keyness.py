"""``jacyber keyness``: what one set of documents talks of more than another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from jacyber_nlp.cli.options import (
    ConceptsOption,
    Encoding,
    Format,
    FormatOption,
    InputFormatOption,
    Lang,
    LangOption,
    Out,
    Top,
)
from jacyber_nlp.cli.ui import say, tell

if TYPE_CHECKING:
    from rich.console import Console

    from jacyber_nlp.pipeline import Analyser
    from jacyber_nlp.records import KeyTerm, TermCounts

HELP = say(
    "文書群Aの用語を文書群Bと比べ、どちらに特徴的かを、対数比とその95%区間、尤度比、"
    "多重比較を補正したqとともに示します（jacyber_nlp.keyness）。"
    "差が確かで大きい順（区間のうち0に近い端の順）。",
    "Compare the terms of documents A with those of B: log ratio with 95 % interval, "
    "log-likelihood, and q corrected for multiple tests (jacyber_nlp.keyness). "
    "The surest great differences come first (by the end of the interval nearer to 0).",
)
COLUMNS = (
    "term",
    "lang",
    "count_a",
    "count_b",
    "documents_a",
    "documents_b",
    "per_million_a",
    "per_million_b",
    "log_ratio",
    "interval_low",
    "interval_high",
    "log_likelihood",
    "p",
    "q",
)
_OPTION = "--against"
_MARK = "\0against"  # no file has such a name
_LANGUAGES = {"ja": ("日本語", "Japanese"), "en": ("英語", "English")}


class TwoSets(TyperCommand):
    """A command whose arguments before ``--against`` are A, all after it B.

    An option of click takes one value a time; a mark among the arguments lets
    any number follow, whatever options stand between them.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, and share the arguments out to ``files`` and ``against``."""
        names = args.index("--") if "--" in args else len(args)
        marked = []
        for arg in args[:names]:
            given, equals, value = arg.partition("=")
            marked += [_MARK, *([value] if equals else [])] if given == _OPTION else [arg]
        rest: list[str] = super().parse_args(ctx, marked + args[names:])
        given_files = list(ctx.params.get("files") or ())
        if ctx.resilient_parsing:
            return rest
        first = given_files.index(_MARK) if _MARK in given_files else len(given_files)
        ctx.params["files"] = given_files[:first]
        ctx.params["against"] = [file for file in given_files[first:] if file != _MARK]
        for name, hint in (("files", "FILE"), ("against", _OPTION)):
            if not ctx.params[name]:
                raise typer.BadParameter(
                    say("ファイルがありません", "no file is given"), ctx=ctx, param_hint=hint
                )
        return rest

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the words of the usage line, with what must follow the files."""
        return [*super().collect_usage_pieces(ctx), f"{_OPTION} {{FILE}}..."]


def command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help=say(
                "文書群Aのファイル（txt、pdf）。-は標準入力。",
                "Files of set A (txt, pdf); - is stdin.",
            ),
            show_default=False,
        ),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option(
            _OPTION,
            metavar="FILE…",
            help=say(
                "比べる文書群B。これより後のファイルはすべてB。",
                "Set B to compare with: every file after this.",
            ),
            show_default=False,
        ),
    ] = None,
    format: FormatOption = Format.table,
    out: Out = None,
    lang: LangOption = Lang.auto,
    input_format: InputFormatOption = None,
    encoding: Encoding = None,
    concepts: ConceptsOption = None,
    min_count: Annotated[
        int,
        typer.Option(
            "--min-count",
            min=1,
            metavar="N",
            help=say(
                "AとBを合わせてこの回数に満たない用語は比べない。",
                "Leave out terms with fewer places in A and B together.",
            ),
        ),
    ] = 1,
    top: Top = None,
) -> None:
    """Compare two sets of files."""
    from jacyber_nlp import keyness
    from jacyber_nlp.cli import output
    from jacyber_nlp.cli.run import Run, analyser, usage_errors

    terms_of = analyser(concepts=concepts)
    runs = [
        Run(of_one, lang=lang, input_format=input_format, encoding=encoding)
        for of_one in (files, against or [])
    ]
    a, b = (_counts(run, terms_of) for run in runs)
    if not a or not b:  # why was told file by file
        raise typer.Exit(1)
    with usage_errors():
        found = keyness(a, b, min_count=min_count)
    _warn(a, b)
    output.write(
        out,
        format,
        found[:top],
        show=lambda terms, console: _show(terms, console, a, b),
        columns=COLUMNS,
        rows=lambda terms: (_flat(row) for row in _rows(terms)),
        objects=lambda terms: map(output.dumps, _rows(terms)),
    )
    for run in runs:
        run.exit()


def _counts(run: Any, analyser: Analyser) -> list[TermCounts]:
    """Count the files of one set, one after the other."""
    from jacyber_nlp import count_terms

    found = run.over(lambda document: count_terms(document, analyser.terms(document)))
    return [counts for _, counts in found]


def _warn(a: Sequence[TermCounts], b: Sequence[TermCounts]) -> None:
    """Tell of what cannot be compared, and of what is too little to generalise."""
    langs_a, langs_b = ({of_one.lang for of_one in set_ if of_one.n_tokens} for set_ in (a, b))
    for lang in sorted(langs_a ^ langs_b):
        name, other = ("A", "B") if lang in langs_a else ("B", "A")
        n = sum(counts.lang == lang for counts in (*a, *b))
        ja, en = _LANGUAGES[lang]
        tell(
            f"{other}に{ja}の文書がないため、{name}の{ja}の文書{n}件は比べていません。",
            f"{other} has no {en} document: {n} of {name} "
            f"{'is' if n == 1 else 'are'} not compared.",
        )
    for lang in sorted(langs_a & langs_b):
        sizes = [sum(counts.lang == lang for counts in set_) for set_ in (a, b)]
        if min(sizes) == 1:
            ja, en = _LANGUAGES[lang]
            tell(
                f"{ja}の文書はA {sizes[0]}件、B {sizes[1]}件です。文書群の間の差を言うには"
                "足りません。区間、p、qは、これらの文書の語についてだけのものです。",
                f"{en}: {sizes[0]} document{'s' * (sizes[0] > 1)} in A, {sizes[1]} in B, not "
                "enough to tell how sets of documents differ. Interval, p and q stand for the "
                "tokens of these documents only.",
            )


def _rows(terms: Iterable[KeyTerm]) -> Iterator[dict[str, Any]]:
    for term in terms:
        yield {
            "term": term.surface,
            "lang": term.lang,
            "count_a": term.count_a,
            "count_b": term.count_b,
            "documents_a": term.documents_a,
            "documents_b": term.documents_b,
            "per_million_a": term.per_million_a,
            "per_million_b": term.per_million_b,
            "log_ratio": term.log_ratio,
            "interval": list(term.interval),
            "log_likelihood": term.log_likelihood,
            "p": term.p,
            "q": term.q,
        }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    low, high = row.pop("interval")
    return {**row, "interval_low": low, "interval_high": high}


def _show(
    terms: Iterable[KeyTerm], console: Console, a: Sequence[TermCounts], b: Sequence[TermCounts]
) -> None:
    from jacyber_nlp.cli import output

    sizes = [
        (name, len(set_), sum(c.n_tokens for c in set_)) for name, set_ in (("A", a), ("B", b))
    ]
    shown = output.table(
        "  ".join(
            say(f"{name}: {n}文書、{tokens:,}語", f"{name}: {n} documents, {tokens:,} tokens")
            for name, n, tokens in sizes
        ),
        [
            (say("用語", "Term"), "left"),
            (say("A（文書）", "A (docs)"), "right"),
            (say("B（文書）", "B (docs)"), "right"),
            (say("A/百万語", "A/million"), "right"),
            (say("B/百万語", "B/million"), "right"),
            (say("対数比", "Log ratio"), "right"),
            (say("95%区間", "95 % interval"), "right"),
            (say("尤度比", "LL"), "right"),
            ("q", "right"),
        ],
    )
    shown.columns[6].no_wrap = True
    for term in terms:
        shown.add_row(
            output.safe(term.surface),
            f"{term.count_a} ({term.documents_a})",
            f"{term.count_b} ({term.documents_b})",
            f"{term.per_million_a:,.0f}",
            f"{term.per_million_b:,.0f}",
            output.number(term.log_ratio, signed=True),
            f"{term.interval[0]:+.2f} … {term.interval[1]:+.2f}",
            output.number(term.log_likelihood),
            "<.001" if term.q < 0.001 else f"{term.q:.3f}",
        )
    console.print(shown)


def _size(counts: Sequence[TermCounts]) -> str:
    n, tokens = len(counts), sum(of_one.n_tokens for of_one in counts)
    return say(f"{n}文書、{tokens:,}語", f"{n} document{'s' * (n > 1)}, {tokens:,} tokens")
