"""vBulletin's layouts, by its versions; and its archive, which shows no ids."""

from spiders.base.markup import Markup, Posts, Rows

MEMBER = r"@href ~ (?:[?&]u=|members?/|member\.php[?/])(\d+)"
LAST_NUMBER = r" ~ (\d[\d.,]*)\D*$"
EDITED = r" ~ [;(]\s*([^();]*?\d:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\b)?)"
NEXT = "link[rel=next]@href || a[rel=next]:not([href^='javascript'])@href || "

VBULLETIN5 = Markup(
    posts=Posts(
        block="li.b-post, li.js-post",
        body=".js-post__content-text",
        key=r"a.anchor@id ~ ^post(\d+)$ || @data-node-id",
        author="[itemprop=author] [itemprop=name] || .author strong || .b-userinfo .author",
        author_key=f".author a{MEMBER}",
        date="meta[itemprop=publishDate]@content || time[itemprop=dateCreated]@datetime || .b-post__timestamp || .post-date",
        edited="meta[itemprop=dateModified]@content || .b-post__edit .time",
        url="a.b-post__count@href || a.js-show-post-link@href || meta[itemprop=url]@content",
        title=".js-post-title || .b-post__title || .post-title",
        skip=".b-post--deleted",
        drop=".bbcode_description, .post-signature, .b-post__edit",
        quotes=".bbcode_container:has(.bbcode_quote), .bbcode_quote",
    ),
    rows=Rows(
        block="tr.topic-item",
        url="a.topic-title@href || a.js-topic-title@href",
        key="@data-node-id",
        last=".cell-lastpost .post-date || .cell-lastpost time",
        replies=".posts-count || .cell-count",
        pinned="tr.sticky",
    ),
    boards="a.forum-title, a.subforum-title@href",
    next=NEXT + "a.right-arrow@href",
    title="h1.main-title || h1",
    empty=".topic-list:not(:has(.topic-item)) .no-topics",
)
VBULLETIN4 = Markup(
    posts=Posts(
        block="li.postcontainer[id^=post_], li.postbit[id^=post_], li.postbitlegacy[id^=post_]",
        body=".postcontent:not(.lastedited)",
        key=r"@id ~ ^post_(\d+)$",
        author=".userinfo .username || .username_container .username || .username",
        author_key=f"a.username{MEMBER}",
        date=".posthead .date || .postdate || .date",
        edited=f".lastedited{EDITED}",
        url="a.postcounter@href || .posthead a[href*='#post']@href",
        title=".postrow > h2 || .postbody h2",
        skip="li.postbitdeleted, li.postbitignored",
        drop=".bbcode_description, .signature, .lastedited, .attachments",
        quotes=".bbcode_container:has(.bbcode_quote), .bbcode_quote",
    ),
    rows=Rows(
        block="li.threadbit",
        url="a.title@href || a[id^=thread_title_]@href",
        key=r"@id ~ ^thread_(\d+)$ || a[id^=thread_title_]@id ~ (\d+)$",
        last=".threadlastpost dd:has(a.lastpostdate) || .threadlastpost dd:last-child",
        replies=r".threadstats a[href*='whoposted'] || .threadstats li:first-child",
        pinned="#stickies, .sticky",
        skip="li.deleted, li.moved, .threadstatus.moved",
    ),
    boards="li[id^=forum] .forumtitle a, li.subforum a@href",
    next=NEXT + ".pagination .selected + span a@href",
    title="#pagetitle .threadtitle || .threadtitle",
    total=f"#postpagestats_above{LAST_NUMBER} || #threadpagestats{LAST_NUMBER}",
    empty="#threadlist.threadlist:not(:has(.threadbit))",
)
VBULLETIN3 = Markup(
    posts=Posts(
        block="[id^=post]:not(#posts, [id^=post_]):has([id^=post_message_])",
        body="[id^=post_message_]",
        key=r"@id ~ ^post(\d+)$",
        author=".bigusername || [id^=postmenu_]:not(.vbmenu_popup)",
        author_key=f"a.bigusername{MEMBER} || a.bigusername@href ~ /(\\d+)-",
        date="[itemprop=dateCreated] || :has(> a[name^=post]) || .thead .normal:last-child || .thead",
        edited=f"[id^=td_post_] .smallfont > em{EDITED}",
        url=".thead a[href*='#post']@href || a[id^=postcount]@href",
        title="[id^=td_post_] > .smallfont > strong || [itemprop=alternativeHeadline]",
        drop=".smallfont:has(+ table), .smallfont:has(+ pre), .smallfont:has(+ div), fieldset",
        quotes="div:has(> .smallfont + table .alt2), div:has(> .smallfont:not(:has(input)) + div.alt2:not(:has(> code))), "
        "div:has(> .postquote), "
        ".bbcode_container:has(.bbcode_quote), div.quote",
    ),
    rows=Rows(
        block=":has(> [id^=td_threadtitle_])",
        url="a[id^=thread_title_]@href",
        key=r"[id^=td_threadtitle_]@id ~ (\d+)$",
        last=r"[id^=td_threadtitle_] + * .smallfont ~ ^\s*([^\n]+\n?[^\n]*\d:\d[^\n]*|[^\n]+)",
        replies="a[href*='whoposted'] || [id^=td_threadtitle_] + * + *",
        skip="img[id^=thread_statusicon_][src*=moved]",
        pinned="img[src*='sticky'], [id^=td_threadtitle_] [alt*='Sticky'], [id^=td_threadtitle_] span[class*='sticky']",
    ),
    boards="td.alt1Active[id^=f] a:has(> strong), td.alt1Active[id^=f] .smallfont a[href*='forumdisplay']@href",
    next=NEXT + ".pagenav td:has(> .smallfont > strong) + td a@href",
    title="td.navbar > strong || [itemprop=headline]",
    total=f".pagenav .smallfont:has(> strong)@title{LAST_NUMBER}",
    empty="#threadslist:not(:has([id^=td_threadtitle_]))",
)
ARCHIVE = Markup(
    posts=Posts(block=".post:has(> .posttop)", body=".posttext", author=".posttop .username", date=".posttop .date"),
    title=".largefont a",
)
