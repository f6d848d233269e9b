"""A theory of one's own: trained on toy labels, kept in a folder, and used."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jacyber_nlp.errors import (
    EncoderMismatchError,
    FolderNotEmptyError,
    LexiconMismatchError,
    MissingExtraError,
    ModelFileError,
    ReaderMismatchError,
    SentenceListError,
    TooFewLabelsError,
)
from jacyber_nlp.pipeline import Analyser, evaluate_stance, load_stance_model, train_stance
from jacyber_nlp.records import Axis, Document, DocumentStance, Share
from jacyber_nlp.stance import NO_CONFUSION
from jacyber_nlp.stance.model_file import digest_of
from jacyber_nlp.stance.training import TrainedStance, whose_voice
from toy.labels import EXCHANGED, SUBJECTS, toy_labels, write_labels
from toy.models import SEEN, head, toy_analyser, toy_stance_model
from toy.world import CONCEPTS, ToyEncoder

Make = Callable[..., Document]
OWN = Axis("openness", "closure")
TEXTS = (
    "裁判所は表現の自由を守る。\n裁判所は検閲を認めない。\n裁判所はサイバー主権を支持する。",
    "隣国はサイバー主権を支持する。\n隣国は検閲を支持する。\n隣国は会合を開いた。",
    "隣国はサイバー主権を支持する。\n裁判所は情報の自由な流通を支持する。\n会合が開かれた。",
)


def train(folder: Path, rows: list[dict[str, Any]] | None = None, **more: Any) -> TrainedStance:
    path = write_labels(folder / "labels.jsonl", toy_labels() if rows is None else rows)
    return train_stance(path, analyser=more.pop("analyser", None) or toy_analyser(), **more)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> TrainedStance:
    return train(
        tmp_path_factory.mktemp("labels"), toy_labels("openness", "closure"), axis=OWN, name="toy"
    )


@pytest.fixture
def folder(trained: TrainedStance, tmp_path: Path) -> Path:
    trained.save(tmp_path / "own")
    return tmp_path / "own"


def placed(analyser: Analyser, document: Make) -> list[DocumentStance]:
    return [analyser.score(document(text)) for text in TEXTS]


# What is trained


def test_a_trained_model_tells_unseen_documents_by_its_own_names(
    trained: TrainedStance, document: Make
) -> None:
    analyser = toy_analyser(stance_model=trained.model)

    free, closed, mixed = placed(analyser, document)
    told = analyser.stances(document(TEXTS[0]))

    assert (free.position or 0) > 0.1
    assert (closed.position or 0) < -0.9
    assert -0.5 < (mixed.position or 1) < 0.5
    assert [s.label for s in told] == ["openness", "openness", "closure"]
    assert {e.label for e in mixed.evidence} == {"openness", "closure"}
    assert analyser.place(document(TEXTS[0]), told) == free
    assert list(analyser.analyse(document(TEXTS[0])).sentence_stances) == told
    assert [v.stance for v in analyser.voices(document(TEXTS[0]))] == told


def test_what_was_measured_on_unseen_documents_is_kept(trained: TrainedStance) -> None:
    ja = trained.quality["ja"]

    assert (trained.n_sentences, trained.n_documents, trained.folds) == (63, 9, 5)
    assert list(trained.quality) == ["ja"]
    assert ja.n == sum(sum(row.values()) for row in ja.confusion.values()) == 63
    assert ja.macro_f1 > 0.9
    assert list(ja.recall) == ["openness", "neutral", "closure"]
    assert 0 < (ja.brier_skill or 0) < 1
    counts = [[ja.confusion[a][b] for b in ja.confusion] for a in ja.confusion]
    for lang in ("ja", "en"):  # English has no labels of its own
        assert trained.model.confusion_in(lang).counts.tolist() == counts


def test_the_model_is_named_by_what_it_has_learnt(trained: TrainedStance, tmp_path: Path) -> None:
    again = train(tmp_path, toy_labels("openness", "closure"), axis=OWN, name="toy")
    other = train(tmp_path, toy_labels("openness", "closure")[7:], axis=OWN, name="toy")

    assert again.model.to_data() == trained.model.to_data()
    assert trained.model.name == f"toy/{digest_of(trained.model.to_data())}"
    assert other.model.name != trained.model.name


def test_the_order_of_documents_does_not_matter(tmp_path: Path, document: Make) -> None:
    one, other = (train(tmp_path, rows) for rows in (toy_labels(), toy_labels()[::-1]))

    assert one.quality == other.quality
    for a, b in zip(
        *(placed(toy_analyser(stance_model=t.model), document) for t in (one, other)), strict=True
    ):
        assert a.position == pytest.approx(b.position, abs=1e-3)


@pytest.mark.parametrize("way", ["labels", "names"])
def test_exchanging_the_poles_in_labels_and_lexicon_negates_every_position(
    tmp_path: Path, document: Make, way: str
) -> None:
    """By exchanged labels, or by the same labels under exchanged names."""
    rows = toy_labels()
    turned = [replace(concept, pole=-concept.pole) for concept in CONCEPTS]
    if way == "labels":
        swapped = [row | {"label": EXCHANGED.get(row["label"], row["label"])} for row in rows]
        axis = Axis()
    else:
        swapped, axis = rows, Axis("control", "freedom")

    there = train(tmp_path, rows)
    back = train(tmp_path, swapped, axis=axis, analyser=toy_analyser(concepts=turned))
    ours = placed(toy_analyser(stance_model=there.model), document)
    theirs = placed(toy_analyser(concepts=turned, stance_model=back.model), document)

    assert there.quality["ja"].macro_f1 == back.quality["ja"].macro_f1
    for one, other in zip(ours, theirs, strict=True):
        assert one.position
        assert one.interval
        assert other.position == pytest.approx(-one.position, abs=1e-3)
        assert other.interval == pytest.approx((-one.interval[1], -one.interval[0]), abs=1e-3)
        assert (other.density_freedom, other.salience) == (one.density_control, one.salience)


def test_whose_voice_it_is_hangs_on_neither_pole() -> None:
    model = toy_stance_model()
    weights = {("reported", "free_freedom"): 4.0, ("reported", "negated_control"): 2.0}
    width = model.mode.weights.shape[1]
    leaning = replace(model, mode=head(("asserted", "reported"), weights, {}, n=width))

    even = whose_voice(leaning).mode.weights[1]

    assert even[SEEN["free_freedom"]] == even[SEEN["free_control"]] == 2
    assert even[SEEN["negated_freedom"]] == even[SEEN["negated_control"]] == 1
    assert even[SEEN["conditioned_freedom"]] == even[SEEN["conditioned_control"]] == 0
    assert even.sum() == 6


def test_a_report_without_a_labelled_pole_is_left_out_of_the_fit(tmp_path: Path) -> None:
    report = {"text": "議会は検閲を支持すると述べた。", "label": "neutral", "mode": "reported"}

    assert train(tmp_path, [*toy_labels(), report | {"document": "x"}]).n_sentences == 63


def test_issues_are_told_where_two_have_ten_sentences_each(
    trained: TrainedStance, tmp_path: Path, document: Make
) -> None:
    # A has 9 sentences with a pole; B has 27, F 9 of the sixty-three.
    assert trained.model.issue is None
    none = toy_analyser(stance_model=trained.model).stances(document(TEXTS[0]))
    assert {s.issue for s in none} == {None}
    assert toy_analyser(stance_model=trained.model).score(document(TEXTS[0])).issues == {}

    rows = [row | {"issue": {"F": "A"}.get(row["issue"], row["issue"])} for row in toy_labels()]
    model = train(tmp_path, rows).model
    told = toy_analyser(stance_model=model).stances(document(TEXTS[0]))

    assert model.issue
    assert model.issue.classes == ("A", "B")
    assert [s.issue for s in told] == ["B", "B", "A"]


# What is too little


def test_too_few_documents_are_refused(tmp_path: Path) -> None:
    rows = [row | {"document": row["document"] == SUBJECTS[0]} for row in toy_labels()]
    rows = [row | {"document": str(row["document"])} for row in rows]

    with pytest.raises(TooFewLabelsError) as caught:
        train(tmp_path, rows)

    assert str(caught.value) == (
        "labels: documents: 2. 3 documents (key document of each sentence) are needed to fit a "
        "model and to measure it on documents that it has not seen. Label more."
    )
    assert caught.value.message("ja") == (
        "ラベル: 文書が2件。モデルを学習し、未見の文書で測るには"
        "3件の文書（各文のdocument）が必要です。ラベルを増やしてください。"
    )


def test_too_few_sentences_of_a_class_are_refused_under_its_name(tmp_path: Path) -> None:
    rows = toy_labels("openness", "closure")
    rows = [r for i, r in enumerate(rows) if r["label"] != "closure" or i < 30]

    with pytest.raises(TooFewLabelsError) as caught:
        train(tmp_path, rows, axis=OWN)

    assert str(caught.value).startswith(
        "labels: sentences: openness 27, neutral 18, closure 8. 10 sentences of each class are "
    )
    assert caught.value.message("ja").startswith(
        "ラベル: 文の数はopenness 27、neutral 18、closure 8。"
    )


def test_three_documents_are_three_folds_even_if_one_has_all_of_a_class(tmp_path: Path) -> None:
    rows = [row | {"document": row["label"]} for row in toy_labels()]

    trained = train(tmp_path, rows)

    assert trained.folds == 3
    assert trained.quality["ja"].macro_f1 < 0.5
    with pytest.raises(ValueError, match="folds is 1; 2 or more would be right"):
        train(tmp_path, folds=1)


def test_without_scikit_learn_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'jacyber-nlp\[analysis\]'"):
        train(tmp_path)


# The folder


def test_a_model_is_the_same_out_of_its_folder(
    trained: TrainedStance, folder: Path, document: Make
) -> None:
    loaded = load_stance_model(folder)

    assert loaded.to_data() == trained.model.to_data()
    assert loaded.to_data() == load_stance_model(folder / "weights.json").to_data()
    assert (loaded.axis, loaded.encoder, loaded.reader) == (OWN, ToyEncoder.name, None)
    assert placed(toy_analyser(stance_model=loaded), document) == placed(
        toy_analyser(stance_model=trained.model), document
    )


def test_the_folder_has_figures_and_a_card(trained: TrainedStance, folder: Path) -> None:
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    card = (folder / "card.md").read_text(encoding="utf-8")

    assert sorted(path.name for path in folder.iterdir()) == [
        "card.md",
        "metrics.json",
        "weights.json",
    ]
    assert metrics == trained.metrics()
    assert metrics["languages"]["ja"]["recall"] == trained.quality["ja"].recall
    assert card.startswith(f"# {trained.model.name}\n")
    assert "| positive pole / 正の極 | openness |" in card
    assert f"| macro-F1 | {trained.quality['ja'].macro_f1:.3f} |" in card


def test_a_folder_with_something_in_it_is_not_written_over_unasked(
    trained: TrainedStance, folder: Path
) -> None:
    (folder / "weights.json").write_text("{}", encoding="utf-8")

    for place in (folder, folder / "card.md"):
        with pytest.raises(FolderNotEmptyError, match="exists and is not an empty folder"):
            trained.save(place)
    trained.save(folder, overwrite=True)

    assert load_stance_model(folder).name == trained.model.name


# What is refused


def test_another_encoder_is_refused(trained: TrainedStance) -> None:
    other = ToyEncoder()
    other.name = "toy/2"

    with pytest.raises(
        EncoderMismatchError, match="fitted on vectors of toy/1, but was given toy/2"
    ):
        toy_analyser(encoder=other, stance_model=trained.model)


def test_another_lexicon_is_refused_but_not_another_order_or_definition(
    trained: TrainedStance,
) -> None:
    with pytest.raises(LexiconMismatchError, match=trained.model.lexicon):
        toy_analyser(concepts=CONCEPTS[1:], stance_model=trained.model)
    turned = [replace(concept, pole=-concept.pole) for concept in CONCEPTS]
    with pytest.raises(LexiconMismatchError):
        toy_analyser(concepts=turned, stance_model=trained.model)

    toy_analyser(concepts=CONCEPTS[::-1], stance_model=trained.model)


def change(folder: Path, **values: Any) -> None:
    path = folder / "weights.json"
    data = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps({k: v for k, v in data.items() if v is not ...}), encoding="utf-8")


def rename(folder: Path) -> None:
    """Give changed data the name that it would have been written with."""
    data = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    change(folder, name=f"toy/{digest_of(data)}")


def test_another_reader_is_refused(folder: Path) -> None:
    change(folder, reader="reader/0@1f2e")
    rename(folder)

    with pytest.raises(ReaderMismatchError, match="fitted on the scores of reader/0@1f2e, but"):
        load_stance_model(folder)


def test_another_format_is_refused(folder: Path) -> None:
    change(folder, format="jacyber-stance/9", heads=...)

    with pytest.raises(ModelFileError) as caught:
        load_stance_model(folder)

    file = folder / "weights.json"
    assert str(caught.value) == (
        f"{file}: has the format jacyber-stance/9; this version of jacyber-nlp reads "
        "jacyber-stance/1. Train the model again, or install the version that it was trained with."
    )
    assert caught.value.message("ja").startswith(f"{file}: 形式がjacyber-stance/9です。")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as caught:
        load_stance_model(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path / 'weights.json'}: cannot be read (No such file or directory). "
        "Name a folder that `jacyber train` wrote."
    )


def test_a_changed_file_is_refused_unless_its_name_says_so(folder: Path) -> None:
    change(folder, axis={"positive": "a", "negative": "b"})
    with pytest.raises(ModelFileError, match="is damaged, or was changed by hand"):
        load_stance_model(folder)

    rename(folder)
    assert load_stance_model(folder).axis == Axis("a", "b")


def heads(folder: Path) -> Any:
    return json.loads((folder / "weights.json").read_text(encoding="utf-8"))["heads"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: (f / "weights.json").write_bytes((f / "weights.json").read_bytes()[:-9]),
        lambda f: (f / "weights.json").write_bytes(b"\xff\xfe"),
        lambda f: change(f, heads=...),
        lambda f: change(f, encoder=None),
        lambda f: change(f, axis={"positive": "a", "negative": "a"}),
        lambda f: change(f, axis={"left": "a"}),
        lambda f: change(f, confusion={"ja": [[1, 2, 3]]}),
        lambda f: change(f, confusion={"ja": [[-1, 0, 0]] * 3}),
        lambda f: change(f, heads=heads(f) | {"pole": heads(f)["mode"]}),
        lambda f: change(f, heads=heads(f) | {"pole": heads(f)["pole"] | {"weights": "!"}}),
        lambda f: change(f, heads=heads(f) | {"mode": heads(f)["pole"]}),
        lambda f: change(f, heads=heads(f) | {"link": heads(f)["pole"]}),
        lambda f: change(f, heads=heads(f) | {"issue": heads(f)["mode"]}),
        lambda f: change(f, heads=heads(f) | {"pole": heads(f)["pole"] | {"features": 7}}),
    ],
)
def test_a_damaged_file_is_refused_whatever_its_name(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    with suppress(ValueError):  # no JSON at all
        rename(folder)

    with pytest.raises(ModelFileError) as caught:
        load_stance_model(folder)

    file = folder / "weights.json"
    assert str(caught.value) == (
        f"{file}: is damaged, or was changed by hand. "
        "Copy the folder again, or train the model again."
    )
    assert caught.value.message("ja") == (
        f"{file}: 壊れているか、手で書き換えられています。"
        "フォルダをコピーし直すか、学習し直してください。"
    )


def test_weights_that_are_no_numbers_are_damage(folder: Path, trained: TrainedStance) -> None:
    broken = trained.model.pole.weights.copy()
    broken[0, 0] = np.inf
    data = replace(trained.model, pole=replace(trained.model.pole, weights=broken)).to_data()
    change(folder, heads=data["heads"])
    rename(folder)

    with pytest.raises(ModelFileError):
        load_stance_model(folder)


# Evaluation


def test_a_model_is_measured_on_labels_of_its_axis(trained: TrainedStance, tmp_path: Path) -> None:
    rows = [
        {"text": "裁判所は表現の自由を守る。", "label": "openness", "phenomena": ["plain"]},
        {"text": "裁判所は検閲を認めない。", "label": "closure", "phenomena": ["negation"]},
        {"text": "会合が開かれた。", "label": "neutral"},
        {
            "text": "ロシアは、サイバー主権が必要だと主張している。",
            "label": "neutral",
            "mode": "reported",
            "reported_label": "closure",
            "holder": "ロシア",
        },
    ]
    path = write_labels(tmp_path / "test.jsonl", rows)

    (ja,) = evaluate_stance(path, analyser=toy_analyser(stance_model=trained.model)).values()

    assert ja.n == 4
    assert ja.confusion["closure"] == {"openness": 1, "neutral": 0, "closure": 0}
    assert ja.recall == {"openness": 1.0, "neutral": 1.0, "closure": 0.0}
    assert ja.phenomena == {"negation": Share(0, 1), "plain": Share(1, 1)}
    assert ja.reported == Share(1, 1)


def test_each_sentence_is_seen_behind_what_stands_before_it_and_with_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    real = Analyser.inputs_together

    def remember(self: Analyser, passages: Any) -> Any:
        seen.extend((document.text, document.metadata.kind) for document, _ in passages)
        return real(self, passages)

    monkeypatch.setattr(Analyser, "inputs_together", remember)
    more = {"before": "会合が開かれた。", "source_kind": "news"}
    rows = [toy_labels()[0] | more, *toy_labels()[1:]]
    path = write_labels(tmp_path / "labels.jsonl", rows)

    train_stance(path, analyser=toy_analyser())
    trained_on, seen = seen, []
    evaluate_stance(path, analyser=toy_analyser())

    first = ("会合が開かれた。我が国は情報の自由な流通を支持する。", "news")
    assert (trained_on[0], trained_on[1]) == (first, ("我が国は表現の自由を守る。", None))
    assert seen == trained_on


def test_no_labels_at_all_are_refused(tmp_path: Path) -> None:
    path = write_labels(tmp_path / "l.jsonl", [])

    with pytest.raises(SentenceListError, match=r"l\.jsonl: holds no labelled sentence\."):
        evaluate_stance(path, analyser=toy_analyser())


def test_a_model_that_ships_goes_with_any_lexicon() -> None:
    assert toy_analyser(concepts=CONCEPTS[1:]).stance_model.lexicon is None
    assert toy_stance_model().confusion_in("ja") is NO_CONFUSION
