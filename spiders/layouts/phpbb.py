"""phpBB's layouts: prosilver, its print view, and the table styles before it, subsilver2 and subSilver."""

from spiders.base.markup import Markup, Posts, Rows

NEXT = (
    "link[rel=next]@href || a[rel=next]@href || .pagination .next a@href || strong + .page-sep + a@href "
    "|| .pagination strong + a@href || .gensmall > b > strong + a@href || b > b + a[href*='start=']@href"
)
PREV = (
    "link[rel=prev]@href || a[rel=prev]@href || a:has(+ .page-sep + strong)@href "
    "|| .gensmall > b > a:not([href^='#']):has(+ strong)@href || b > a[href*='start=']:has(+ b)@href"
)
FOUND_IN = ".search-result-date + dd + dd a@href"  # what a search for posts says of their topics
TOPIC = r"a.topictitle@href ~ [?&]t=(\d+) || a.topictitle@href ~ -t(\d+)"

PROSILVER = Markup(
    posts=Posts(
        block=".post[id^=p]",
        body=".content",
        key=r"@id ~ ^p(\d+)$",
        author=".author .username, .author .username-coloured || .postprofile .username, .postprofile .username-coloured "
        "|| p.author strong || .postprofile dt a:not(:has(img))",
        author_key=r".postprofile a@href ~ [?&]u=(\d+) || p.author a@href ~ [?&]u=(\d+)",
        date=r"p.author time@datetime || p.author ~ »\s*([^»\n]+)$ || p.author",
        url="p.author a[href*='#p']@href || h3 a@href",
        reply_to="cite a[data-post-id]@data-post-id",
        title="h3 a || h3",
        drop=".signature, .notice, .attachbox, .inline-attachment, .codebox > p, .codebox > dt",
    ),
    rows=Rows(
        block="li.row:has(a.topictitle), .search.post:has(.search-result-date)",
        url=f"a.topictitle@href || {FOUND_IN} ~ ^(.+?)(?:[?&]hilit=[^&]*)?$",
        key=rf"{TOPIC} || {FOUND_IN} ~ [?&]t=(\d+) || {FOUND_IN} ~ -t(\d+)",
        last=r"dd.lastpost time@datetime || dd.lastpost ~ ([^\n]+)\s*$ || .search-result-date",
        replies="dd.posts || .search-result-date + dd + dd + dd strong",
        pinned="li.row.sticky, li.row.announce, li.row.global-announce",
        skip=".topic_moved, dl[style*=topic_moved]",
    ),
    boards="a.forumtitle, a.subforum@href",
    next=NEXT,
    prev=PREV,
    title="h2.topic-title a || #page-body h2 a || #page-body h2",
    total=r".pagination ~ ^\s*(\d[\d.,]*)",
    empty=".section-viewforum:not(:has(input[type=password])) .panel strong",
)
PRINT = Markup(
    posts=Posts(
        block=".post:has(> .date):has(> .author)",
        body=".content",
        author=".author strong",
        date=".date strong",
        title="h3",
        drop=".codebox > p, .codebox > dt",
    ),
    title="#page-header h2",
)
SUBSILVER2 = Markup(
    posts=Posts(
        block="table:has(.postauthor):not(:has(table .postauthor))",
        body=".postbody",
        key=r"a[name^=p]@name ~ ^p(\d+)$",
        author=".postauthor",
        author_key=r"a[href*='mode=viewprofile']@href ~ [?&]u=(\d+)",
        date=r".gensmall div:has(a[href*='#p']) ~ ^[^:]*:\s*(.+)$",
        url="a[href*='#p']@href",
        title=r".gensmall div:first-child ~ ^[^:]*:\s*(.+)$",
        drop=".attachtitle, .attachcontent, .codetitle",
        cut=r"^_{10,}$",
        quotes="blockquote, .quotecontent",
    ),
    rows=Rows(
        block="tr:has(> td > a.topictitle)",
        url="a.topictitle@href",
        key=TOPIC,
        last="td:last-child .topicdetails",
        replies=".topicdetails",
    ),
    boards="a.forumlink@href",
    next=NEXT,
    prev=PREV,
    title="a.titles || #pageheader h2",
)
SUBSILVER = Markup(
    posts=Posts(
        block="tr:has(> td > .name > a[name])",
        body="td:has(> .postbody)",
        key=r".name a[name]@name ~ ^p?(\d+)$",
        author=".name b || .name",
        author_key=r"a[href*='mode=viewprofile']@href ~ [?&]u=(\d+)",
        date=r"a + .postdetails ~ ^[^:]*:\s*([^\xa0\n]+)",
        url="a:has(+ .postdetails)@href",
        drop=".gensmall, tr:has(+ tr > td.code)",
        cut=r"^_{10,}$",
        quotes="td.quote",
    ),
    rows=Rows(
        block="tr:has(> td > .topictitle)",
        url="a.topictitle@href",
        key=TOPIC,
        last=r"td:last-child .postdetails ~ ^\s*([^\n]+)",
        replies=".postdetails",
    ),
    boards="a.forumlink@href",
    next=NEXT,
    prev=PREV,
    title="a.maintitle",
)
