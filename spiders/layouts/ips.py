"""Invision's layouts: Invision Community 4 and 5, which share names, IP.Board 3, and 2 with the Invision Power Board before it."""

from spiders.base.markup import Markup, Posts, Rows

ID = r"(?:/profile/|/user/|[?&]showuser=)(\d+)"
TOPIC = r"(?:/topic/|[?&]showtopic=)(\d+)"

IPS4 = Markup(
    posts=Posts(
        block="article[id^=elComment_], div.ipsComment[id^=elComment_]",
        body="[data-role=commentContent]",
        key=r"@id ~ ^elComment_(\d+)$",
        author=".ipsEntry__username a, .ipsEntry__username > span || .ipsEntry__username || aside .cAuthorPane_author strong "
        "|| .cAuthorPane_author a || .cAuthorPane_author || .ipsComment_author a.ipsType_break || .ipsComment_author strong",
        author_key=f"a[href*='profile/']@href ~ {ID}",
        date=".ipsEntry__date time@datetime || .ipsComment_meta time@datetime || time@datetime",
        edited="[data-excludequote] time@datetime || .ipsEdited time@datetime",
        url=".ipsComment_meta a[href*='findComment']@href || .cAuthorPane_content a[href*='findComment']@href",
        anchor="@id",
        reply_to="blockquote[data-ipsquote-contentcommentid]@data-ipsquote-contentcommentid",
        skip="article.ipsModerated, article.ipsHide",
        drop="[data-excludequote], .ipsEdited, .ipsItemControls, [data-role=memberSignature], .ipsEmbedded, .ipsSpoiler_header",
        quotes="blockquote.ipsQuote, blockquote[data-ipsquote], blockquote.ipsBlockquote, blockquote",
    ),
    rows=Rows(
        block="li.ipsDataItem[data-rowid], li.ipsData__item[data-rowid], li.ipsStreamItem:has(a[href*='topic'])",
        url=".ipsDataItem_title a[href*='topic']@href || .ipsData__title h4 a@href || .ipsData__title a@href || .ipsDataItem_title a@href "
        r"|| .ipsStreamItem_title a[href*='topic']@href ~ ^(.+?)(?:[?&](?:do|page)=.*)?$",
        key=f"@data-rowid || .ipsStreamItem_title a@href ~ {TOPIC}",
        title=".ipsDataItem_title a[href*='topic'] || .ipsData__title h4 || .ipsStreamItem_title a",
        last=".ipsDataItem_lastPoster time@datetime || .ipsData__last time@datetime || .ipsStreamItem_meta time@datetime",
        replies="[data-stattype=forums_comments] .ipsDataItem_stats_number || [data-stattype=forums_comments] .ipsData__stats-label "
        "|| .ipsDataItem_stats li:first-child .ipsDataItem_stats_number || .ipsData__stats li:first-child .ipsData__stats-label",
        pinned=".fa-thumb-tack, .fa-thumbtack, .ipsBadge--pinned",
    ),
    boards="[data-forumid] .ipsDataItem_title a, [data-forumid] .ipsDataItem_subList a, [data-forumid] .ipsData__title a, "
    "[data-forumid] .ipsSubList a, .cForumRow .ipsDataItem_title a@href",
    next="link[rel=next]@href || .ipsPagination_next:not(.ipsPagination_inactive) a@href "
    "|| .ipsPagination__next:not(.ipsPagination__inactive) a@href",
    prev="link[rel=prev]@href || .ipsPagination_prev:not(.ipsPagination_inactive) a@href",
    title=".ipsPageHeader__title h1 || h1.ipsType_pageTitle .ipsType_break || h1.ipsType_pageTitle || h1",
    empty="[data-pagecontroller=forums] .ipsEmptyMessage",
)
IPB3 = Markup(
    posts=Posts(
        block=".post_block[id^=post_id_]",
        body="[itemprop=commentText], .entry-content",
        key=r"@id ~ ^post_id_(\d+)$",
        author=".author [itemprop=name] || .author .fn || .author .name || .author",
        author_key=f".author a[hovercard-id]@hovercard-id || .author a@href ~ {ID}",
        date="abbr.published@title || .published@title || .posted_info ~ ^\\S*\\s*(.+)$",
        edited=r"p.edit ~ ,\s*(\d.*?)\.?$",
        url=".post_id a@href || a[rel=bookmark]@href",
        reply_to="blockquote[data-cid]@data-cid",
        skip=".post_block.moderated, .post_ignore",
        drop="p.edit, .edit, .signature, .nexusad, #attach_wrap, .ipsLikeBar, .quotetop, .spoiler_title",
        quotes="blockquote, .blockquote, .quotemain",
    ),
    rows=Rows(
        block="#forum_table tr.__topic, #forum_table tr[id^=trow_]",
        url="a.topic_title@href || .col_f_content h4 a@href",
        key=f"@data-tid || @id ~ ^trow_(\\d+)$ || a.topic_title@href ~ {TOPIC}",
        title="a.topic_title [itemprop=name] || a.topic_title",
        last=".last_post li:has(a[href*='getlastpost']) || .last_post li:last-child",
        replies="meta[itemprop=interactionCount]@content ~ (\\d+)$ || .col_f_views li:first-child || .stats li:first-child",
        pinned=".ipsBadge_green, tr.pinned",
    ),
    boards=".col_c_forum h4 a, .col_c_forum .subforums a, ol.ipsList_inline.subforums a@href",
    next="link[rel=next]@href || .pagination .next a@href",
    prev="link[rel=prev]@href || .pagination .prev a@href",
    title="h1.ipsType_pagetitle || h1[itemprop=name] || h1",
    empty="#forum_table .no_messages",
)
IPB2 = Markup(
    posts=Posts(
        block="table:has(.postcolor):not(:has(table .postcolor))",
        body=".postcolor",
        key=r".postcolor@id ~ (\d+)$ || a[name^=entry]@name ~ (\d+)$",
        author=".normalname || .unreg",
        author_key=f".normalname a@href ~ {ID}",
        date=r"td + td .postdetails ~ ^\W*(.*\d.*)$",
        edited=r".edit ~ :\s*([^:]*\d.*)$",
        anchor="a[name^=entry]@name",
        drop=".edit, .codetop, .signature",
        cut=r"^-{10,}$",
        quotes=".quotemain",
    ),
    rows=Rows(
        block="tr:has(a[id^=tid-link-])",
        url="a[id^=tid-link-]@href",
        key=r"a[id^=tid-link-]@id ~ (\d+)$",
        last=r".lastaction ~ ^\s*([^\n]+)",
        replies="a[href*='who_posted']",
        pinned="img[src*='f_pinned']",
        skip="img[src*='f_moved']",
    ),
    boards="td:has(+ td + td .lastaction) > b > a[href*='showforum='], td > b > a[href*='showforum=']@href",
    next=".pagecurrent + .pagelink a@href",
    prev=".pagelink:has(+ .pagecurrent) a@href",
    title=".maintitle b",
)
