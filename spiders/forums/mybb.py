"""MyBB 1.6 and 1.8.

Documentation: https://docs.mybb.com/1.8/ · address: https://community.mybb.com/thread-222085.html
Quirks: the edit note stands within the date; a recent date is relative, with the whole one in its title, but "Yesterday" has the day only;
the forum's pages are linked above a thread's own (`.pagination_breadcrumb`).
"""

from spiders.base.board import BoardSpider
from spiders.base.markup import Markup, Posts, Rows

CLOCK = r"\d:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\b)?"
WHOLE = rf"@title ~ ^(?=.*{CLOCK}).+$"
OWN_PAGES = ".pagination:not(.pagination_breadcrumb)"

BOARD = Markup(
    posts=Posts(
        block="[id^=post_]:has(.post_body[id^=pid_])",
        body=".post_body",
        key=r"@id ~ ^post_(\d+)$",
        author=".author_information .largetext || .post_author .largetext || .post_author strong",
        author_key=r".post_author a@href ~ (?:uid=|[Uu]ser-)(\d+)",
        date=rf".post_date > span{WHOLE} || .post_date ~ ^\s*([^(]+) || .tcat .smalltext ~ ^\s*([^(]+)",
        edited=rf".edited_post span{WHOLE} || .edited_post ~ :\s*(.+?{CLOCK}) || [id^=edited_by_] ~ :\s*(.+?{CLOCK})",
        url=".post_head a[href*='#pid']@href || a[href*='#pid']@href",
        title=".post_head a[href*='#pid']@title || .post_content > .smalltext > strong",
        skip=".post.deleted_post, .post[style*='display: none']",
        drop=".codeblock > .title, .quick_jump, .post_edit, .signature, .spoiler_header",
    ),
    rows=Rows(
        block="tr:has([id^=tid_])",
        url="a[id^=tid_]@href || [id^=tid_] a@href",
        key=r"[id^=tid_]@id ~ ^tid_(\d+)$",
        last=rf".lastpost span{WHOLE} || .lastpost ~ ^\s*([^\n]+) || td:last-child .smalltext ~ ^\s*([^\n]+)",
        replies="a[href*='whoposted'], a[onclick*='whoPosted'] || td:nth-child(4)",
        pinned=".forumdisplay_sticky",
        skip=".movefolder",
    ),
    boards="tr:has([id^=mark_read_]) td > strong > a, tr:has([id^=mark_read_]) .smalltext a[href*='orum']@href",
    next=f"link[rel=next]@href || {OWN_PAGES} a.pagination_next@href",
    prev=f"link[rel=prev]@href || {OWN_PAGES} a.pagination_previous@href",
    empty="table:has(a[href*='datecut'], select[name=datecut]):not(:has([id^=tid_]))",
)


class MybbSpider(BoardSpider):
    """A MyBB board: its index names the forums, each forum its threads."""

    engine = "mybb"
    proof = "page"
    docs = "https://docs.mybb.com/1.8/"
    layouts = (BOARD,)
    marks = ".post_body[id^=pid_], link[href*='cache/themes/theme'], .forum_status[id^=mark_read_], .thread_status + [id^=tid_]"
    links = "a[href*='memberlist.php'], a[href*='member.php'], a[href*='showthread.php'], a[href*='forumdisplay.php'], a[href*='misc.php']"
