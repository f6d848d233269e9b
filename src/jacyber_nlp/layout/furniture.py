"""What stands on pages without being text: page numbers and running heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jacyber_nlp.layout.interruptions import furniture_amid_text
from jacyber_nlp.layout.lines import Line
from jacyber_nlp.layout.page_edges import furniture_on_pages
from jacyber_nlp.layout.widths import Widths


def without_furniture(
    lines: Sequence[Line], widths: Widths | None
) -> tuple[list[Line], list[Line]]:
    """Part page numbers and running heads from the text.

    With pages, both stand at the edge of theirs: a page number grows with the
    pages; a head repeats, word for word or but for a number that grows with the
    pages, or stands at the very place where others of its kind do. Without
    pages, page numbers are lines of their own that count up, and a running head
    stands beside them or repeats, and cuts a sentence at least once.

    Returns:
        The text, each line marked that begins a page, and what was taken out. A
        document of nothing else keeps it all.
    """
    if any(line.page is not None for line in lines):
        found = furniture_on_pages(lines, widths)
    else:
        found = furniture_amid_text(lines, widths)
    kept: list[Line] = []
    removed: list[Line] = []
    page: int | None = lines[0].page if lines else None
    new_page = False
    for i, line in enumerate(lines):
        new_page = new_page or line.page != page
        page = line.page
        if i in found:
            removed.append(line)
            new_page = new_page or line.page is None
        else:
            starts = new_page and not line.starts_page
            kept.append(replace(line, starts_page=True) if starts else line)
            new_page = False
    return (kept, removed) if kept else (list(lines), [])
