"""terms.termhood and terms.features: what is measured, and that it is what the papers say."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jacyber_nlp import resources
from jacyber_nlp.terms import (
    Candidate,
    default_termhood_model,
    form_features,
    measures,
    place_features,
)
from jacyber_nlp.terms.features import RAREST, links_of
from jacyber_nlp.terms.termhood import TermhoodModel, c_value, flr, keyness, measured
from toy.terms import candidate, found, places

Forms = dict[str, list[Candidate]]

# A text of few words and stretches of it, which lie in one another as often as not.
TEXT = st.lists(st.sampled_from(["国家", "情報", "網"]), min_size=4, max_size=16)
STRETCHES = st.lists(st.tuples(st.integers(0, 15), st.integers(1, 4)), min_size=1, max_size=25)


def forms_of(text: list[str], stretches: list[tuple[int, int]]) -> Forms:
    """Return candidates at stretches of words, by their surface."""
    forms: Forms = {}
    for first, n in sorted({(i, len(text[i : i + n])) for i, n in stretches if i < len(text)}):
        words = text[first : first + n]
        start = len("".join(text[:first]))
        forms.setdefault("".join(words), []).append(candidate(" ".join(words), start))
    return forms


# --- C-value -------------------------------------------------------------------------


def test_a_form_that_never_lies_in_another_has_its_count_times_its_length() -> None:
    forms = {"a": places("通信 網", 0, 10, 20), "b": places("主権", 30)}

    assert c_value(forms) == {"a": math.log2(3) * 3, "b": math.log2(2) * 1}


def test_places_inside_longer_forms_are_taken_off_by_their_mean() -> None:
    forms = {
        "通信網": places("通信 網", 0, 10, 20, 30, 40),
        "通信網防護": places("通信 網 防護", 10, 20),
        "重要通信網": places("重要 通信 網", 38),  # it begins before and ends with it
    }

    values = c_value(forms)

    assert values["通信網"] == pytest.approx(math.log2(3) * (5 - (2 + 1) / 2))
    assert values["通信網防護"] == pytest.approx(math.log2(4) * 2)


def test_a_form_that_only_lies_in_one_longer_one_is_worth_nothing() -> None:
    forms = {"網": places("網", 2, 12), "通信網": places("通信 網", 0, 10)}

    assert c_value(forms)["網"] == 0.0


@settings(deadline=None, max_examples=200)
@given(TEXT, STRETCHES)
def test_the_c_value_agrees_with_a_slow_one(
    text: list[str], stretches: list[tuple[int, int]]
) -> None:
    forms = forms_of(text, stretches)

    for form, value in c_value(forms).items():
        longer: Counter[str] = Counter()
        for c in forms[form]:
            for other, got in forms.items():
                longer[other] += sum(
                    o.span.start <= c.span.start and c.span.end <= o.span.end and other != form
                    for o in got
                )
        longer = +longer
        mean = sum(longer.values()) / len(longer) if longer else 0
        expected = math.log2(1 + len(forms[form][0].shape)) * max(len(forms[form]) - mean, 0)
        assert value == pytest.approx(expected)


# --- FLR -----------------------------------------------------------------------------


def test_flr_is_the_count_times_the_mean_of_the_neighbours_of_the_words() -> None:
    """By hand: 通信 has 3 words behind it and none before, 網 has 3 before and 1 behind."""
    forms = {"通信網": places("通信 網", 0, 10), "通信網防護": places("通信 網 防護", 20)}

    values = flr(forms)

    assert values["通信網"] == pytest.approx(2 * (1 * 4 * 4 * 2) ** (1 / 4))
    assert values["通信網防護"] == pytest.approx(1 * (1 * 4 * 4 * 2 * 2 * 1) ** (1 / 6))


def test_a_word_that_stands_with_no_other_has_its_count_for_flr() -> None:
    assert flr({"主権": places("主権", 0, 5, 9)}) == {"主権": pytest.approx(3.0)}


@settings(deadline=None, max_examples=200)
@given(TEXT, STRETCHES)
def test_flr_agrees_with_a_slow_one(text: list[str], stretches: list[tuple[int, int]]) -> None:
    forms = forms_of(text, stretches)
    pairs = [
        pair
        for got in forms.values()
        for c in got
        for pair in zip(c.words, c.words[1:], strict=False)
    ]

    for form, value in flr(forms).items():
        words = forms[form][0].words
        product = 1
        for word in words:
            product *= 1 + sum(right == word for _, right in pairs)
            product *= 1 + sum(left == word for left, _ in pairs)
        expected = len(forms[form]) * product ** (1 / (2 * len(words)))
        assert value == pytest.approx(expected)
        assert value > 0


# --- keyness -------------------------------------------------------------------------


def test_keyness_is_positive_for_what_is_frequent_here_and_negative_for_what_is_rare() -> None:
    forms = {
        "cyberspace": places("cyberspace", *range(0, 100, 20)),
        "law": places("law", *range(200, 300, 20)),
        "time": places("time", 500),
        "xyzzyq": places("xyzzyq", *range(1_000, 21_000, 10)),
    }

    values = keyness(forms)

    assert values["xyzzyq"] > values["cyberspace"] > values["law"] > 0 > values["time"]


def test_keyness_is_the_signed_root_of_the_log_likelihood() -> None:
    forms = {"a": places("cyberspace law", 0, 50), "b": places("law", 90)}
    words = resources.english_words()
    rarest = min(("cyberspace", "law"), key=lambda w: words.get(w, (RAREST, ""))[0])
    expected = 5 * math.exp(words.get(rarest, (RAREST, ""))[0])  # five words in all
    observed = {"cyberspace": 2, "law": 3}[rarest]
    g2 = 2 * (observed * math.log(observed / expected) - observed + expected)

    assert keyness(forms)["a"] == pytest.approx(math.sqrt(g2) * math.log2(3))


def test_keyness_grows_with_the_count() -> None:
    def value(n: int) -> float:
        forms = {
            "a": places("cyberspace", *range(0, 50 * n, 50)),
            "b": places("law", *range(9_000, 9_000 + 50 * 9, 50)),
        }
        return keyness(forms)["a"]

    assert value(1) < value(2) < value(5)


# --- the fitted model ----------------------------------------------------------------


def test_termhood_is_the_logistic_of_what_its_features_weigh() -> None:
    weights = {"ja": {"bias": -1.0, "frequency": 2.0, "quoted": 0.5, "never seen": 9.0}}
    model = TermhoodModel(weights, name="toy/1", least={"ja": 0.1})
    forms = {
        "a": places("主権", 0, 9, 18),
        "b": [candidate("通信 網", 30, marks=("quoted",))],
    }

    values = model.termhood(forms, "ja")

    assert values["a"] == pytest.approx(1 / (1 + math.exp(1.0 - 2.0 * math.log2(4))))
    assert values["b"] == pytest.approx(1 / (1 + math.exp(1.0 - 2.0 - 0.5)))


def test_what_a_model_saw_before_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {"ja": {"bias": 0.3, "frequency": 0.4, "characters": -1.0}}
    model = TermhoodModel(weights, name="toy/1", least={"ja": 0.1})
    forms = {"a": places("主権", 0, 9), "b": places("通信 網", 30), "c": places("国家主権", 50, 60)}
    first = model.termhood(forms, "ja")
    assert first["a"] > first["c"]  # a longer one of the same shape

    assert model.termhood(forms, "ja") == first
    monkeypatch.setattr("jacyber_nlp.terms.termhood.MAX_FORMS", 0)
    assert model.termhood(forms, "ja") == first
    assert model._forms == {}
    assert model.termhood(forms, "ja") == first
    assert model.termhood({"a": places("主権", 0)}, "ja")["a"] < first["a"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_model_that_ships_has_both_languages_and_gives_probabilities(lang: str) -> None:
    model = default_termhood_model()
    text = "サイバー主権を論じる。" if lang == "ja" else "They discuss cyber sovereignty."
    forms = {c.surface: [c] for c in found(text, lang)}

    assert model.name
    assert 0 < model.least[lang] < 0.5
    assert forms.keys() == model.termhood(forms, lang).keys()
    assert all(0 < p < 1 for p in model.termhood(forms, lang).values())


def test_the_model_that_ships_prefers_terms_to_general_words() -> None:
    ja = default_termhood_model().termhood(
        {c.surface: [c] for c in found("サイバー主権を論じる。場合のことを見る。", "ja")}, "ja"
    )
    en = default_termhood_model().termhood(
        {c.surface: [c] for c in found("The cyber sovereignty is old. A thing matters.", "en")},
        "en",
    )

    assert ja["サイバー主権"] > ja["場合のこと"]
    assert en["cyber sovereignty"] > max(en["thing"], en["old"])


# --- features ------------------------------------------------------------------------


def test_the_form_of_a_japanese_term_is_told() -> None:
    (c,) = (c for c in found("サイバー空間の規範を守る。", "ja") if "の" in c.surface)

    told = dict(form_features(c, "ja"))

    assert told["bias"] == 1.0
    assert told["characters"] == pytest.approx(0.9)
    assert told["katakana"] == pytest.approx(4 / 9)
    assert told["kanji"] == pytest.approx(4 / 9)
    assert (told["latin"], told["digit"], told["acronym"]) == (0, 0, 0)
    assert {"links o", "begin A", "end oN", "tail 範", "head 規範", "first サイバー"} <= told.keys()
    assert {"heads の 規範", "inside 空間", "inside の"} <= told.keys()
    assert not any(name.startswith("tokens") for name in told)


@pytest.mark.parametrize(
    ("surface", "told"),
    [("ICTs", True), ("G7", True), ("CBM", True), ("Cyber", False), ("ict", False), ("A", False)],
)
def test_an_acronym_is_told_by_its_capitals(surface: str, told: bool) -> None:
    assert dict(form_features(candidate(surface), "ja"))["acronym"] == told


def test_english_words_are_told_by_how_rare_they_are() -> None:
    rare = dict(form_features(candidate("xyzzyq"), "en"))
    common = dict(form_features(candidate("time"), "en"))
    named = dict(form_features(candidate("Budapest _Convention"), "en"))

    assert rare["rarity of head"] == pytest.approx(-RAREST / 10)
    assert common["rarity of head"] < 1.0 < rare["rarity of head"]
    assert named["capitals"] == 1.0
    assert "capitals, all" in named
    assert "capitals" in common
    assert not {"capitals, all", "capital alone"} & common.keys()


def test_places_tell_count_freedom_and_marks() -> None:
    free = [*places("主権", 0, 9, 18), candidate("主権", 30, free=False, marks=("quoted",))]
    bound = places("主権", 0, free=False)

    told, told_bound = dict(place_features(free, "ja")), dict(place_features(bound, "ja"))

    assert told["frequency"] == math.log2(5)
    assert told["free"] == math.log2(4)
    assert told["quoted"] == 1.0
    assert "never free" not in told
    assert told_bound["never free"] == 1.0


def test_a_phrase_met_once_is_told() -> None:
    once = dict(place_features(places("国家 の 主権", 0, shape="NoN"), "ja"))
    twice = dict(place_features(places("国家 の 主権", 0, 9, shape="NoN"), "ja"))

    assert once["linked once"] == 1.0
    assert "linked once" not in twice
    assert twice["linked"] == math.log2(3)


@pytest.mark.parametrize(
    ("shape", "lang", "links"),
    [
        ("NoBaV", "ja", "oa"),
        ("NNS", "ja", ""),
        ("NnkN", "ja", "nk"),
        ("VoV", "en", "o"),
        ("BdjtcJ", "ja", "dj"),
    ],
)
def test_links_are_the_letters_between_the_parts(shape: str, lang: str, links: str) -> None:
    assert links_of(shape, lang) == links


# --- which measure -------------------------------------------------------------------


def test_japanese_has_every_measure_but_keyness() -> None:
    assert measures("en") == ("termhood", "c-value", "flr", "keyness")
    assert measures("ja") == ("termhood", "c-value", "flr")


@pytest.mark.parametrize(("measure", "lang"), [("keyness", "ja"), ("tf-idf", "en"), ("", "ja")])
def test_another_measure_is_refused_by_name(measure: str, lang: str) -> None:
    known = ", ".join(measures(lang))

    with pytest.raises(ValueError, match=rf"^no measure '{measure}' for '{lang}': {known} are th"):
        measured({}, measure, lang)


def test_a_measure_is_chosen_by_its_name() -> None:
    forms = {"a": places("cyberspace law", 0, 50), "b": places("law", 90)}

    assert measured(forms, "c-value", "en") == c_value(forms)
    assert measured(forms, "flr", "en") == flr(forms)
    assert measured(forms, "keyness", "en") == keyness(forms)
    assert measured(forms, "termhood", "en") == default_termhood_model().termhood(forms, "en")
