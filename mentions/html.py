"""HTML to text: what a reader sees of a post, without the quotes, each of which becomes a `Quote`."""

import re
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from mentions.attribution import LINE_MAX, quoted_author, quoted_author_in_heading, without_expanders
from mentions.clean import Said, clean, without_surrogates
from mentions.html_depth import is_too_deep
from mentions.html_layout import BREAK, BREAKS, INLINE, MARK, PARAGRAPH, SKIPPED, emoji, last_line, lay_out
from mentions.html_names import possible
from mentions.mention import Quote
from mentions.urls import canonical, host

_LINE_ENDS = re.compile(r"(\n)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(r"<(?:br|p|div|li|tr|h[1-6]|blockquote|table|pre|ul|ol|section|article|dd|dt)\b", re.IGNORECASE)
_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_QUOTES_DEEPEST = 50  # quotes in one another; what is quoted deeper is the words of the innermost
_MARK_MAX = 40  # characters of a line that says no more than that a quote follows
_MAY_HIDE = "[hidden],[style*='none']"
_HEADING_CLASS = re.compile(
    r"cit(?:e|ation)|title|attribution|author|header|posted_?by|quote[-_]?(?:head|info|by|name|user)", re.IGNORECASE
)
_PROFILE = re.compile(
    r"/(?:users?|u|members?|profiles?|people|author)/|memberlist|member\.php|(?:action|controller)=profile|mode=viewprofile|profile\.php|@"
)
_AUTHOR_ATTRIBUTES = ("data-quote", "data-author", "data-username", "data-ipsquote-username")
_SHOWS_ADDRESS = ("http://", "https://", "www.")
_LEADS_OFF = re.compile(r"//|%2f%2f", re.IGNORECASE)
_LINKS_MAX, _LINK_CHARS = 50, 2_048  # of a post, and of an address
_BARE_NAME = re.compile(r"@?(\S{2,30}):")


def html_to_text(html: str | LexborNode, *, drop: str = "", quotes: str = "blockquote", base_url: str | None = None) -> Said:
    r"""Give the words of a post as a reader sees them, and its quotes.

    `drop` and `quotes` are CSS: what to leave out (signatures, edit notes), and what holds quotes. Blocks and `<br>` start lines,
    inline elements neither glue nor split words, emoji images become their `alt`. What a page hides is left out, spoilers are not.
    `base_url` makes the quotes' addresses absolute. A string without any block element keeps its own line breaks. A node given is
    not changed; its own tag and class do not matter, only what is in it.

    >>> html_to_text("<blockquote><cite>Ann wrote:</cite>Try it</blockquote>Me<b>ga</b>Fon<br>is fine")
    Said(text='MegaFon\nis fine', quotes=(Quote(text='Try it', author='Ann', url=None),))
    """
    if isinstance(html, str):
        if "<" not in html and "&" not in html:
            return Said(without_expanders(clean(html)))
        if is_too_deep(html):
            return Said(clean(_ANY_TAG.sub(" ", html)))
        keep_lines = not _BLOCK_TAG.search(html)
        root = _parse(html).body
        if root is None:
            return Said()
        lower = html.lower()
        drop, quotes = possible(drop, lower), possible(quotes, lower)
        may_hide = "hidden" in lower or "none" in lower
    else:
        root, keep_lines, may_hide = html, False, True
    return _Walk(root, _Apart(drop, quotes, may_hide=may_hide), base_url, keep_lines=keep_lines).read()


def _parse(html: str) -> LexborHTMLParser:
    """Give the parsed HTML, halves of characters joined or left out."""
    try:
        html.encode()
    except UnicodeEncodeError:
        html = without_surrogates(html)
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)


@dataclass(slots=True)
class _Apart:
    """What is not the post's own words, by CSS."""

    drop: str
    quotes: str
    may_hide: bool

    def within(self, root: LexborNode) -> tuple[set[int], set[int]]:
        """Give the `mem_id`s of what is left out, and of what is quoted."""
        dropped = {node.mem_id for node in root.css(_MAY_HIDE) if _is_hidden(node)} if self.may_hide else set()
        if self.drop:
            dropped.update([node.mem_id for node in root.css(self.drop)])
        return dropped, {node.mem_id for node in root.css(self.quotes)} if self.quotes else set()


@dataclass(slots=True)
class _Open:
    """What the walk is inside of: the post, a quote, or a quote's heading."""

    end: int
    """`mem_id` of its element."""
    out: list[str] = field(default_factory=list)
    author: str | None = None
    named: str | None = None
    """Who is quoted by the line before it; "" when that names nobody."""
    line_before: str = ""
    url: str | None = None
    is_heading: bool = False
    heading: str = ""
    quotes: list[Quote] = field(default_factory=list)
    children: int = 0
    """How many of `quotes` stand in it directly."""
    blank: int = 0
    """How many of `out` are known to say nothing: each is looked at once."""

    def is_blank(self) -> bool:
        """Tell whether nothing was said yet."""
        while self.blank < len(self.out) and (self.out[self.blank] in BREAKS or self.out[self.blank].isspace()):
            self.blank += 1
        return self.blank >= len(self.out)


class _Walk:
    """One pass over a post's nodes, without recursion: posts nest as deep as their writers like."""

    def __init__(self, root: LexborNode, apart: _Apart, base_url: str | None, *, keep_lines: bool) -> None:
        self.root = root
        self.apart = apart
        self.base_url = base_url
        self.verbatim = int(keep_lines)  # above 0 within <pre>
        self.dropped: set[int] = set()
        self.quoted: set[int] = set()
        self.open = [_Open(root.mem_id)]
        self.links: dict[str, None] = {}

    def read(self) -> Said:
        """Give what the post says."""
        node = self.root.first_child
        out = self.open[0].out
        is_watchful: bool | None = None  # until the first element: many a post has none that could be left out or quoted
        depth = 0
        while node is not None:
            tag = node.tag or "-"
            if tag == "-text":
                text = node.text_content or ""
                if self.verbatim:
                    out += [BREAK if piece == "\n" else piece for piece in _LINE_ENDS.split(text)]
                else:
                    out.append(text)
            elif tag == "br":
                out.append(BREAK)
            elif tag[0] != "-":  # a comment says nothing
                if is_watchful is None:
                    self.dropped, self.quoted = self.apart.within(self.root)
                    is_watchful = bool(self.dropped or self.quoted)
                child = self._enter(node, tag) if is_watchful or tag not in INLINE else node.first_child
                if child is not None:
                    node = child
                    out = self.open[-1].out
                    depth += 1
                    continue
            following = node.next
            while following is None and depth:
                node = node.parent
                assert node is not None, "what was entered has a parent"
                depth -= 1
                tag = node.tag or "-"
                if is_watchful or tag not in INLINE:
                    self._leave(node, tag)
                    out = self.open[-1].out
                following = node.next
            node = following
        own = self.open[0]
        return Said(without_expanders(lay_out(own.out)), tuple(own.quotes), tuple(self.links))

    def _enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Write what stands before an element's children; give the first child that is to be read, if any."""
        out = self.open[-1].out
        if tag in SKIPPED:
            return None
        if tag in MARK:
            out.append(MARK[tag])
        elif tag == "img":
            out.append(emoji(node))
            return None
        child = node.first_child
        if child is None or (self.dropped and node.mem_id in self.dropped):
            return None
        if tag == "pre":
            self.verbatim += 1
        if self.quoted and node.mem_id in self.quoted and len(self.open) <= _QUOTES_DEEPEST:
            self._open_quote(node)
        elif len(self.open) > 1 and self._is_heading(node, tag):
            self.open.append(_Open(node.mem_id, is_heading=True))
        return child

    def _leave(self, node: LexborNode, tag: str) -> None:
        """Write what stands after an element's children."""
        if tag == "pre":
            self.verbatim -= 1
        if len(self.open) > 1 and node.mem_id == self.open[-1].end:
            if self.open[-1].is_heading:
                self._close_heading(node)
            else:
                self._close_quote()
        if tag in MARK:
            self.open[-1].out.append(MARK[tag])
        elif tag == "a":
            if len(self.open) == 1:
                self._note_link(node.attrs.get("href") or "")
            out = self.open[-1].out
            if out and out[-1].startswith(_SHOWS_ADDRESS):
                out[-1] = _whole_address(out[-1], node)

    def _note_link(self, href: str) -> None:
        """Keep an address that leads off the site: straight, or by way of a page of the site's that carries it."""
        if len(self.links) >= _LINKS_MAX or not _LEADS_OFF.search(href) or len(href) > _LINK_CHARS:
            return
        url = canonical(href, self.base_url)
        if url and not (self.base_url and _LEADS_OFF.search(url, url.find("//") + 2) is None and host(url) == host(self.base_url)):
            self.links[url] = None

    def _open_quote(self, node: LexborNode) -> None:
        """Begin a quote; a line before it that only says who is quoted belongs to it."""
        attributes = node.attributes
        quote = _Open(node.mem_id)
        quote.author = next((clean(value) for name in _AUTHOR_ATTRIBUTES if (value := attributes.get(name))), None)
        if attributes.get("cite"):
            quote.url = self._address(attributes["cite"] or "")
        self._take_line_before(quote, node)
        self.open[-1].out.append(PARAGRAPH)
        self.open.append(quote)

    def _take_line_before(self, quote: _Open, node: LexborNode) -> None:
        """Take the line before a quote off the outer text when all it does is to say who is quoted; what it links is the quoted post."""
        outer = self.open[-1].out
        line, start = last_line(outer)
        named = quoted_author(line) if line else None
        if named is None or (named and quote.author and named != quote.author):
            return
        quote.named, quote.line_before = named, line
        del outer[start:]
        self.open[-1].blank = min(self.open[-1].blank, start)
        before = _element_before(node)
        if before is not None and quote.url is None:
            quote.url = self._source(before)

    def _close_quote(self) -> None:
        """End a quote: hand it and those within it to what it stands in."""
        quote = self.open.pop()
        outer = self.open[-1]
        text, author = _attributed(quote)
        if quote.named and author and author != quote.named:  # the line before is the outer quote's, not this one's
            outer.out += (quote.line_before, PARAGRAPH)
        author = author or quote.named or None
        inner = quote.quotes
        if text:
            inner = [Quote(text=text, author=author, url=quote.url), *inner]
        elif quote.children == 1 and inner[0].author is None:  # a frame around the quote proper
            inner = [replace(inner[0], author=author, url=inner[0].url or quote.url), *inner[1:]]
        outer.quotes += inner
        outer.children += 1 if inner else 0
        outer.out.append(PARAGRAPH)

    def _is_heading(self, node: LexborNode, tag: str) -> bool:
        """Tell whether an element in a quote says who is quoted."""
        quote = self.open[-1]
        if quote.is_heading or quote.heading:
            return False
        if tag in ("cite", "figcaption"):
            return True
        if not quote.is_blank():
            return False
        if tag in ("h3", "h4", "h5", "h6", "legend"):
            return True
        names = node.attributes.get("class") or ""
        if tag == "a":
            return "mention" in names.lower() and not _PROFILE.search(node.attributes.get("href") or "")
        return bool(names and _HEADING_CLASS.search(names))

    def _close_heading(self, node: LexborNode) -> None:
        """End a heading; one that is too long is no heading but what is quoted."""
        heading = self.open.pop()
        quote = self.open[-1]
        text = lay_out(heading.out)
        if len(text) > LINE_MAX:
            quote.out += heading.out
        else:
            quote.heading = text
            quote.url = quote.url or self._source(node)
        quote.quotes += heading.quotes
        quote.children += heading.children

    def _source(self, node: LexborNode) -> str | None:
        """Give the address of the quoted post that a heading links."""
        links = [link.attributes.get("href") or "" for link in node.css("a[href]")]
        return next((self._address(link) for link in reversed(links) if link and not _PROFILE.search(link)), None)

    def _address(self, href: str) -> str | None:
        """Give a quoted post's address, absolute, with the fragment that tells it from its page; None without a base to resolve it."""
        url = canonical(href, self.base_url)
        _, _, fragment = href.partition("#")
        return f"{url}#{fragment}" if url and fragment else url


def _attributed(quote: _Open) -> tuple[str, str | None]:
    """Give a quote's text and author as the quote itself tells: by an attribute, its heading, or its first line."""
    text = without_expanders(lay_out(quote.out))
    if quote.heading:
        if not text and quote.children == 0 and quoted_author(quote.heading) is None:
            return quote.heading, quote.author  # it only looked like a heading
        return text, quote.author or quoted_author_in_heading(quote.heading)
    first, _, rest = text.partition("\n")
    named = quoted_author(first)
    if rest and len(first) <= _MARK_MAX and quoted_author(f"{first.rstrip(':')}:") == "":  # "Quote" above "Ann wrote:"
        second, _, more = rest.strip().partition("\n")
        if more and (name := quoted_author(second)):
            named, rest = name, more
    if named is None and rest and (bare := _BARE_NAME.fullmatch(first)):
        named = bare[1]
    return (text, quote.author) if named is None else (rest.strip(), quote.author or named or None)


def _whole_address(shown: str, link: LexborNode) -> str:
    """Give the address behind a link that shows it shortened ("https://example.org/a-lon…"); anything else as it is shown."""
    start, mark, end = shown.rstrip().replace("...", "…").partition("…")
    href = (link.attributes.get("href") or "") if mark else ""
    scheme = "" if "://" in start else href.partition("://")[0] + "://"
    is_whole = href.startswith(scheme + start) and href.endswith(end) and len(href) >= len(start) + len(end)
    return href if mark and is_whole else shown


def _is_hidden(node: LexborNode) -> bool:
    """Tell whether the page hides an element from its readers; a spoiler is only folded."""
    attributes = node.attributes
    if "hidden" not in attributes and not _DISPLAY_NONE.search(attributes.get("style") or ""):
        return False
    around: LexborNode | None = node
    for _ in range(4):
        if around is None:
            break
        if "spoil" in (around.attributes.get("class") or "").lower() or _has_button_before(around):
            return False
        around = around.parent
    return True


def _has_button_before(node: LexborNode) -> bool:
    """Tell whether a button that shows it stands right before a folded element, as in the spoilers of old boards."""
    before = _element_before(node)
    return before is not None and before.css_first("input[type=button]") is not None and before.css_first(_MAY_HIDE) is None


def _element_before(node: LexborNode) -> LexborNode | None:
    """Give the element before a node, or None."""
    before = node.prev
    while before is not None and not (before.tag or "-")[0].isalpha():
        before = before.prev
    return before
