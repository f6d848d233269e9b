"""Glossary entries of any kind, with names that files of other tools may choke on."""

from __future__ import annotations

from hypothesis import strategies as st

from jacyber_nlp.records import GlossaryContext, GlossaryEntry, GlossaryUse

NASTY = ("]]>", "<b>&amp;", "\x00\x1b[31m", "\ud83d", "😀", "\ufffe", "'\"", "\x85\u2028")


def names() -> st.SearchStrategy[str]:
    """Names with whatever characters, lone surrogates and controls too."""
    anything = st.text(st.characters(exclude_categories=()), max_size=6)
    known = st.text(st.sampled_from("主権国家サイバー のabIT'\\\"<>"), max_size=6)
    parts = st.lists(anything | known | st.sampled_from(NASTY), min_size=1, max_size=3)
    return parts.map("".join).filter(lambda name: bool(name.strip()))


def entries() -> st.SearchStrategy[GlossaryEntry]:
    """Entries with and without English, abbreviation, uses and context."""
    return st.builds(
        GlossaryEntry,
        ja=names(),
        en=st.none() | names(),
        abbreviations=st.lists(names(), max_size=2).map(tuple),
        variants_ja=st.lists(names(), max_size=2).map(tuple),
        kind=st.sampled_from(("term", "person")),
        uses=st.lists(
            st.builds(GlossaryUse, names(), names(), st.just("0" * 16), st.just(1), st.none()),
            max_size=1,
        ).map(tuple),
        context=st.none() | st.builds(GlossaryContext, names(), names(), st.none(), st.just(1)),
    )
