"""Baselines of the stance measure: what simple and well-known methods make of the same gold.

Each takes labelled training sentences and gold rows of one language, and returns a
label a gold row: what ``evaluate.py`` prints as peers of the model. They read words
alone, each sentence by itself; none is told of negation, report or condition.
Freedom is positive throughout. A method that gives a score instead of a class gets
two cuts, chosen on the training sentences for the best macro-F1; a sentence without
a word that the method knows is neutral.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from jacyber_nlp.encoders import Encoder, cached, default_encoder
from jacyber_nlp.tokens import tokenizer
from jacyber_nlp.tokens.english import set_lemmas
from poisson_scaling import placed, poisson_scaling

Row = dict[str, Any]
Array = NDArray[np.float64]

VALUE = {"freedom": 1.0, "neutral": 0.0, "control": -1.0}
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})
WORDS = {  # freedom, control
    "ja": (
        "自由 開かれ マルチステークホルダー 多様な主体 人権 表現 民主 透明 既存の国際法 相互運用",
        "主権 統制 管理 規制 取締 内政 秩序 国家の安全 新たな条約 有害",
    ),
    "en": (
        "free open multistakeholder rights expression transparent democratic interoperable "
        "privacy inclusive",
        "sovereign sovereignty control regulate order interference harmful stability "
        "multilateral supervision",
    ),
}
COMPONENTS = 300  # of the SVD; Watanabe (2021)
LEAST = 5  # count of a word to have a vector or slope; as in the examples of the package LSX
CANDIDATES = 200  # places tried for a cut, evenly spread over the sentences


def majority(training: Sequence[Row], gold: Sequence[Row]) -> list[str]:
    """Give every row the most frequent label of the training sentences."""
    label = Counter(row["label"] for row in training).most_common(1)[0][0]
    return [label] * len(gold)


def ten_words(_: Sequence[Row], gold: Sequence[Row]) -> list[str]:
    """Take the pole more of whose ten words stand in the text, neutral where as many do."""
    labels = []
    for row in gold:
        freedom, control = (seed_counts([row["text"]], pole).sum() for pole in WORDS[row["lang"]])
        more = freedom - control
        labels.append("neutral" if more == 0 else "freedom" if more > 0 else "control")
    return labels


def centroids(
    training: Sequence[Row], gold: Sequence[Row], encoder: Encoder | None = None
) -> list[str]:
    """Take the class whose mean vector is nearest by cosine (Rocchio 1971)."""
    encoder = encoder or cached(default_encoder())
    vectors = encoder.encode([row["text"] for row in training], "query")
    labels = np.array([row["label"] for row in training])
    means = np.array([vectors[labels == label].mean(axis=0) for label in VALUE])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    found = encoder.encode([row["text"] for row in gold], "query") @ means.T
    return [list(VALUE)[i] for i in found.argmax(axis=1)]


def latent_semantic_scaling(
    training: Sequence[Row], gold: Sequence[Row], words: tuple[str, str] | None = None
) -> list[str]:
    """Scale by nearness to the ten words a pole in a space of the training sentences.

    Watanabe (2021), "Latent Semantic Scaling", Communication Methods and Measures
    15(2). The ten words are those of ``ten_words``, found in the same way.
    """
    docs, asked = lemmas(training), lemmas(gold)
    vocabulary = vocabulary_of(docs, LEAST)
    counts = count_matrix(docs, vocabulary)
    seeds = [
        csr_array(seed_counts([row["text"] for row in training], pole))
        for pole in words or WORDS[training[0]["lang"]]
    ]
    polarity = word_polarity(counts, *seeds)
    return cut_in_three(
        mean_score(counts, polarity),
        [row["label"] for row in training],
        mean_score(count_matrix(asked, vocabulary), polarity),
    )


def word_polarity(counts: csr_array, freedom: csr_array, control: csr_array) -> Array:
    """Return each word's polarity, the mean of its signed cosines with all seeds.

    Watanabe (2021): with A ≈ U D V' of sentences by words, the rows of V are the
    words' vectors, and g_f = Σ_s p_s cos(v_s, v_f) / |S|. A seed may be a phrase or a
    part of words, so its vector is computed from its counts, a' U / D: for a seed
    that is a word this is its row of V.

    Args:
        counts: Shape: (n_sentences, n_words).
        freedom: Counts of the seeds of freedom. Shape: (n_sentences, n_seeds).
        control: Counts of the seeds of control.

    Returns:
        Shape: (n_words,).
    """
    k = min(COMPONENTS, min(counts.shape) - 1)
    start = np.ones(min(counts.shape))
    left, values, right = svds(counts.astype(float), k=k, v0=start)
    kept = values > values.max() * 1e-8
    seeds = np.vstack([freedom.T @ left, control.T @ left])[:, kept] / values[kept]
    signs = np.repeat([1.0, -1.0], [freedom.shape[1], control.shape[1]])
    return unit(right[kept].T) @ unit(seeds).T @ signs / len(signs)


def wordscores(training: Sequence[Row], gold: Sequence[Row]) -> list[str]:
    """Score words by the labelled sentences that they stand in, sentences by their words.

    Laver, Benoit & Garry (2003), "Extracting Policy Positions from Political Texts
    Using Words as Data", American Political Science Review 97(2). The reference texts
    are all sentences of a label, joined. Raw scores, not transformed: both usual
    transformations are increasing and linear, so that cuts undo them. A training
    sentence is scored by the words of the other registers, since its own words would
    place it farther out than any new one.
    """
    docs = lemmas(training)
    vocabulary = vocabulary_of(docs, 1)
    counts = count_matrix(docs, vocabulary)
    labels = np.array([row["label"] for row in training])
    registers = np.array([row["register"] for row in training])
    scores = np.full(len(docs), np.nan)
    for register in sorted(set(registers)):
        inside = registers == register
        words = scores_of_labels(counts[~inside], labels[~inside])
        scores[inside] = mean_score(counts[inside], words)
    asked = count_matrix(lemmas(gold), vocabulary)
    return cut_in_three(scores, list(labels), mean_score(asked, scores_of_labels(counts, labels)))


def scores_of_labels(counts: csr_array, labels: NDArray[np.str_]) -> Array:
    """Return the words' scores, with the sentences of each label as one reference text."""
    texts = np.array([counts[labels == label].sum(axis=0) for label in VALUE])
    return word_scores(texts, np.array(list(VALUE.values())))


def word_scores(references: Array, positions: Array) -> Array:
    """Return the words' scores by Laver, Benoit & Garry (2003), formulas 1 and 2.

    P_wr = F_wr / Σ_r F_wr with F the relative frequency of word w in reference text r,
    and S_w = Σ_r P_wr A_r.

    Args:
        references: Counts. Shape: (n_texts, n_words).
        positions: Of the texts. Shape: (n_texts,).

    Returns:
        NaN for a word that stands in no reference text. Shape: (n_words,).
    """
    relative = references / np.maximum(references.sum(axis=1, keepdims=True), 1)
    total = relative.sum(axis=0)
    known = np.where(total > 0, total, np.nan)
    return positions @ (relative / known)


def wordfish(training: Sequence[Row], gold: Sequence[Row]) -> list[str]:
    """Scale by the one dimension along which the word counts of texts differ most.

    Slapin & Proksch (2008), "A Scaling Model for Estimating Time-Series Party
    Positions from Texts", American Journal of Political Science 52(3). The texts are
    the registers of the training sentences and the passages of the gold, whose labels
    it does not see. Each sentence then gets its own position, with the words as they
    were estimated. The sign is that which places the register that leans most to
    freedom above that which leans most to control.
    """
    docs, asked = lemmas(training), lemmas(gold)
    vocabulary = vocabulary_of(docs, LEAST)
    counts, found = count_matrix(docs, vocabulary), count_matrix(asked, vocabulary)
    registers = np.array([row["register"] for row in training])
    passages = np.array([row["passage"] for row in gold])
    names = sorted(set(registers))
    groups = [counts[registers == name].sum(axis=0) for name in names]
    groups += [found[passages == name].sum(axis=0) for name in sorted(set(passages))]
    position, frequency, slope = poisson_scaling(np.array([g for g in groups if g.any()]))
    values = np.array([VALUE[row["label"]] for row in training])
    lean = [float(values[registers == name].mean()) for name in names]
    sign = 1.0 if position[np.argmax(lean)] >= position[np.argmin(lean)] else -1.0
    scores, gold_scores = (sign * placed(c.toarray(), frequency, slope) for c in (counts, found))
    return cut_in_three(scores, [row["label"] for row in training], gold_scores)


def cut_in_three(scores: Array, labels: Sequence[str], asked: Array) -> list[str]:
    """Turn scores into labels by the cuts that suit the labelled scores best."""
    low, high = best_cuts(scores, labels)
    return [
        "freedom" if score > high else "control" if score < low else "neutral" for score in asked
    ]


def best_cuts(scores: Array, labels: Sequence[str]) -> tuple[float, float]:
    """Return the two cuts, low and high, with the best macro-F1 of the three classes.

    Under the low one is control, above the high one freedom. NaN counts as neutral.
    """
    known = np.unique(scores[~np.isnan(scores)])
    between = (known[1:] + known[:-1]) / 2
    if len(between) > CANDIDATES:
        between = np.quantile(scores[~np.isnan(scores)], np.linspace(0, 1, CANDIDATES + 2)[1:-1])
    cuts = np.concatenate([[-np.inf], between, [np.inf]])
    classes = np.array([[label == kind for label in labels] for kind in VALUE], dtype=float)
    n_freedom, n_neutral, n_control = classes.sum(axis=1)
    under, above = scores < cuts[:, None], scores > cuts[:, None]
    control, freedom = under @ classes[2], above @ classes[0]
    n_under, n_above = under.sum(axis=1), above.sum(axis=1)
    neutral = n_neutral - (under @ classes[1])[:, None] - above @ classes[1]
    n_between = len(scores) - n_under[:, None] - n_above
    total = (
        2 * (control / np.maximum(n_under + n_control, 1))[:, None]
        + 2 * freedom / np.maximum(n_above + n_freedom, 1)
        + 2 * neutral / np.maximum(n_between + n_neutral, 1)
    )
    total[cuts[:, None] > cuts] = -1
    low, high = np.unravel_index(total.argmax(), total.shape)
    return float(cuts[low]), float(cuts[high])


def lemmas(rows: Sequence[Row]) -> list[list[str]]:
    """Return the content lemmas of each row.

    Of Japanese the nouns, verbs, adjectives and adverbs by their part of speech; of
    English, which has none without a parser, every word of letters, nouns in the
    singular. Without the stop words of spaCy in both.
    """
    docs = []
    for row in rows:
        doc = tokenizer(row["lang"]).make_doc(row["text"])
        if row["lang"] == "en":
            set_lemmas(doc)
        content = [t for t in doc if (t.is_alpha if row["lang"] == "en" else t.pos_ in CONTENT)]
        docs.append([token.lemma_.casefold() for token in content if not token.is_stop])
    return docs


def vocabulary_of(docs: Sequence[Sequence[str]], least: int) -> dict[str, int]:
    """Return a column for each word that stands at least so often in all."""
    counts = Counter(word for doc in docs for word in doc)
    return {word: i for i, word in enumerate(sorted(w for w, n in counts.items() if n >= least))}


def count_matrix(docs: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> csr_array:
    """Return counts of texts by words of the vocabulary."""
    places = [(i, vocabulary[w]) for i, doc in enumerate(docs) for w in doc if w in vocabulary]
    rows, columns = zip(*places, strict=True) if places else ((), ())
    shape = (len(docs), len(vocabulary))
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def seed_counts(texts: Sequence[str], words: str) -> NDArray[np.int64]:
    """Return how often each of some words stands in each text, also within another word."""
    return np.array([[text.lower().count(word) for word in words.split()] for text in texts])


def mean_score(counts: csr_array, words: Array) -> Array:
    """Return each text's mean score of its words, by count; NaN if it has no scored one."""
    scored = ~np.isnan(words)
    total = counts @ scored.astype(float)
    return np.where(total > 0, counts @ np.where(scored, words, 0) / np.maximum(total, 1), np.nan)


def unit(vectors: Array) -> Array:
    """Return the rows with length 1; rows of nothing stay."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(norms > 1e-12, norms, 1)


BASELINES: dict[str, Callable[[Sequence[Row], Sequence[Row]], list[str]]] = {
    "majority": majority,
    "ten words a pole": ten_words,
    "nearest centroid": centroids,
    "latent semantic scaling": latent_semantic_scaling,
    "Wordscores": wordscores,
    "Wordfish": wordfish,
}
