"""The card of a model that a user trained, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jacyber_nlp.records import StanceQuality
    from jacyber_nlp.stance.training import TrainedStance

_LANGS = {"ja": "Japanese / 日本語", "en": "English / 英語"}


def card(trained: TrainedStance) -> str:
    """Return what a model is, what it was trained on and how well it did, as Markdown."""
    model = trained.model
    axis = model.axis
    issues = ", ".join(model.issue.classes) if model.issue else "none / なし"
    tables = "\n".join(_table(lang, one) for lang, one in trained.quality.items())
    return f"""# {model.name}

Tells of a sentence whether its author is for {axis.positive} (+1), for {axis.negative} (-1)
or for neither (neutral).

文の書き手が{axis.positive}（+1）と{axis.negative}（-1）のどちらの立場か、どちらでもない（neutral）かを判定します。

| | |
|---|---|
| positive pole / 正の極 | {axis.positive} |
| negative pole / 負の極 | {axis.negative} |
| issues / 論点 | {issues} |
| sentences / 文 | {trained.n_sentences} |
| documents / 文書 | {trained.n_documents} |
| encoder / エンコーダー | {model.encoder} |
| reader / 読解モデル | {model.reader or "none / なし"} |
| lexicon (digest) / 概念辞書（ダイジェスト） | {model.lexicon} |

In JSON and CSV, `p_freedom` and `density_freedom` are of {axis.positive},
`p_control` and `density_control` of {axis.negative}.

JSONとCSVの`p_freedom`と`density_freedom`は{axis.positive}、`p_control`と`density_control`は{axis.negative}の値です。

Pole and issue are logistic regressions on these labels. Whose view a sentence gives is told
as by the model that ships; it does not hang on the axis.

極と論点は、このラベルで学習したロジスティック回帰です。誰の見解かの判定は軸によらないため、同梱のモデルと同じです。

## Measured on documents that it had not seen / 未見の文書での精度

Cross-validation in {trained.folds} folds, no document in two of them. Documents of other
kinds than these will be told less well.

{trained.folds}分割の交差検証で、1つの文書は1つの分割にだけ入ります。ここにない種類の文書では精度が下がります。

{tables}"""


def _table(lang: str, one: StanceQuality) -> str:
    names = list(one.confusion)
    rows = [
        ("sentences / 文", str(one.n)),
        ("macro-F1", f"{one.macro_f1:.3f}"),
        *((f"recall / 再現率: {name}", _number(value)) for name, value in one.recall.items()),
        ("Brier skill / ブライア技能スコア", _number(one.brier_skill)),
        ("calibration slope (1 is right) / 較正の傾き（1が適正）", _number(one.calibration_slope)),
    ]
    confusion = [
        f"| {name} | " + " | ".join(str(n) for n in row.values()) + " |"
        for name, row in one.confusion.items()
    ]
    return "\n".join(
        [
            f"### {_LANGS[lang]}",
            "",
            "| measure / 指標 | value / 値 |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
            "",
            "| true ↓ told → / 正解↓ 判定→ | " + " | ".join(names) + " |",
            "|---|" + "---|" * len(names),
            *confusion,
            "",
        ]
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
