"""A web page → plain text, a block a line, with the numbers of its lists."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article blockquote br caption dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li main "
    "ol p pre section table td th tr ul".split()
)
_UNREAD = frozenset("script style template noscript nav header footer aside form svg".split())
_NUMBER_ALONE = re.compile(r"^(\d{1,3}\.|\([a-z]\))\n", re.MULTILINE)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def text_of(body: bytes, charset: str | None) -> str:
    """Return the text of a page.

    Args:
        body: HTML.
        charset: As the server names it; None: as the page does, else UTF-8.
    """
    declared = _CHARSET.search(body[:4_096])
    for name in (charset, declared[1].decode() if declared else None, "utf-8", "cp932"):
        try:
            page = body.decode(name) if name else None
        except (UnicodeDecodeError, LookupError):
            continue
        if page is not None:
            break
    else:
        page = body.decode("utf-8", "replace")
    parser = _Text()
    parser.feed(page)
    parser.close()
    lines = (re.sub(r" {2,}", " ", line).strip() for line in "".join(parser.parts).split("\n"))
    # <li><p>: the number of an item and its words are one paragraph.
    return re.sub(_NUMBER_ALONE, r"\1 ", "\n".join(filter(None, lines))) + "\n"


class _Text(HTMLParser):
    """Collects the text; an item of an ordered list begins with its number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0
        self.lists: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line at blocks, and count the items of lists."""
        given = dict(attrs)
        if tag in _UNREAD:
            self.unread += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in ("ol", "ul"):
            start = given.get("start") or "1"
            style = given.get("type") or "1"
            self.lists.append(
                (style if tag == "ol" else "", int(start) if start.isdecimal() else 1)
            )
        elif tag == "li" and self.lists and self.lists[-1][0]:
            style, n = self.lists[-1]
            self.lists[-1] = style, n + 1
            if not self.unread:
                self.parts.append(f"({chr(96 + n)}) " if style in "aA" and n <= 26 else f"{n}. ")

    def handle_endtag(self, tag: str) -> None:
        """Break the line at the end of blocks."""
        if tag in _UNREAD and self.unread:
            self.unread -= 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        """Keep what is read; line breaks in the source are blanks."""
        if not self.unread:
            self.parts.append(re.sub(r"[\r\n\t]+", " ", data))
