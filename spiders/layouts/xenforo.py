"""XenForo's layouts, by its versions."""

from spiders.base.markup import Markup, Posts, Rows

XENFORO2 = Markup(
    posts=Posts(
        block="article:is(.message--post, .message--article, .js-post)",
        body=".message-body .bbWrapper, .message-userContent .bbWrapper",
        key=r"@data-content ~ ^post-(\d+)$ || @id ~ ^js-post-(\d+)$ || span[id^=post-]@id ~ ^post-(\d+)$ "
        r"|| .message-userContent@data-lb-id ~ ^post-(\d+)$ || .message-attribution a[href*='post-']@href ~ post-(\d+)",
        author="@data-author || .message-name",
        author_key=r".message-name a@data-user-id || .message-name a@href ~ \.(\d+)/?$ || .message-user@itemid ~ \.(\d+)/?$",
        date=".message-attribution-main time@datetime || .message-attribution time@datetime || meta[itemprop=datePublished]@content "
        r"|| .message-userContent@data-lb-caption-desc ~ .*·\s*(.+)$ || .message-attribution-main a || .message-header a",
        edited=".message-lastEdit time@datetime",
        url=".message-attribution a[href*='post-']@href || .message-header a[href*='post-']@href || a[href*='post-']@href",
        reply_to=r".bbCodeBlock--quote@data-source ~ ^post: (\d+)$",
        votes="meta[itemprop=userInteractionCount]@content || .contentVote-score",
        skip="article.message--deleted",
        drop=".bbCodeBlock-expandLink, .bbCodeBlock--unfurl, .bbCodeBlock--screenLimited .bbCodeBlock-title:has(+ .bbCodeCode)",
    ),
    rows=Rows(
        block="body:not([data-template=thread_view]) .structItem--thread, .message--articlePreview",
        url=".structItem-title a[data-tp-primary]@href || .structItem-title a:not(.labelLink)@href "
        "|| .articlePreview-title a:not(.labelLink)@href",
        key=r"@class ~ js-threadListItem-(\d+)",
        last=".structItem-latestDate@datetime || .structItem-cell--latest time@datetime",
        replies=".structItem-cell--meta dd",
        pinned=".structItemContainer-group--sticky, .structItem-status--sticky",
        skip=".structItem-status--redirect",
    ),
    boards=".node--forum .node-title a, a.subNodeLink--forum@href",
    next="link[rel=next]@href || a.pageNav-jump--next@href || a.pageNavSimple-el--next@href",
    prev="link[rel=prev]@href || a.pageNav-jump--prev@href",
    title="h1.p-title-value",
    empty=".template-forum_view .structItemContainer, [data-template=forum_view] .structItemContainer, .template-forum_view .blockMessage",
)
XENFORO1 = Markup(
    posts=Posts(
        block="li.message[id^=post-]",
        body=".messageText",
        key=r"@id ~ ^post-(\d+)$",
        author="@data-author || .userText .username || .username",
        author_key=r".userText a.username@href ~ \.(\d+)/?$",
        date=".datePermalink .DateTime@data-time || .datePermalink .DateTime@title || .datePermalink .DateTime "
        "|| .messageMeta .DateTime@data-time || .messageMeta .DateTime@title || .messageMeta .DateTime",
        edited=".editDate .DateTime@data-time || .editDate .DateTime@title || .editDate .DateTime",
        url="a.datePermalink@href || a.postNumber@href",
        reply_to=r"a.AttributionLink@href ~ post-(\d+)$",
        skip="li.message.deleted",
        drop=".quoteExpand, .messageTextEndMarker",
        quotes=".bbCodeQuote",
    ),
    rows=Rows(
        block="li.discussionListItem[id^=thread-]",
        url=".title a[data-previewurl]@href || .title a.PreviewTooltip@href || .title a:not(.prefixLink)@href",
        key=r"@id ~ ^thread-(\d+)$",
        last=".lastPost .DateTime@data-time || .lastPost .DateTime@title || .lastPost .DateTime",
        replies=".stats .major dd",
        pinned="li.discussionListItem.sticky",
        skip=".redirect",
    ),
    boards="li.node.forum .nodeTitle a, .subForumList .forum .nodeTitle a@href",
    next="link[rel=next]@href || .PageNav a.text:lexbor-contains('>')@href",
    prev="link[rel=prev]@href || .PageNav a.text:lexbor-contains('<')@href",
    title=".titleBar h1 .title || .titleBar h1",
    empty=".discussionList .primaryContent:not(.discussionListItem)",
)
