"""The sample review portal: companies with paged reviews in schema.org microdata (https://schema.org/Review)."""

from typing import Any

from crawler.sample_web.reply import Query, Reply, esc, newest, number, page, plain, read_data

REVIEWS_A_PAGE = 3
ROBOTS = "User-agent: *\nDisallow: /print/\n"


class Portal:
    """The portal, read from portal.toml."""

    def __init__(self, address: str) -> None:
        data = read_data("portal")
        self.address = address
        self.name: str = data["name"]
        self.companies: dict[str, dict[str, Any]] = {company["slug"]: company for company in data["companies"]}

    def reply(self, path: str, query: Query) -> Reply | None:
        """Answer one address of the portal."""
        if path == "/robots.txt":
            return plain(ROBOTS)
        if path == "/":
            return self._home()
        company = self.companies.get(path.removeprefix("/company/")) if path.startswith("/company/") else None
        return self._company(company, number(query, "page", 1)) if company else None

    def _home(self) -> Reply:
        rows = "".join(
            f'<li><a href="/company/{company["slug"]}">{esc(company["name"])}</a> <span>{esc(company["about"])}</span></li>'
            for company in self.companies.values()
        )
        return self._html(self.name, f"<h1>{esc(self.name)}</h1><ul>{rows}</ul>", [])

    def _company(self, company: dict[str, Any], here: int) -> Reply | None:
        reviews = company["reviews"]
        last = -(-len(reviews) // REVIEWS_A_PAGE)
        if not 1 <= here <= last:
            return None
        shown = reviews[(here - 1) * REVIEWS_A_PAGE : here * REVIEWS_A_PAGE]
        kept = [review for review in reviews if not review.get("removed")]
        mean = sum(review["stars"] for review in kept) / len(kept)
        url = f"/company/{company['slug']}"
        pages = "".join(
            f"<b>{index}</b>" if index == here else f'<a href="{url}{f"?page={index}" if index > 1 else ""}">{index}</a>'
            for index in range(1, last + 1)
        )
        onward = f'<a class="next" rel="next" href="{url}?page={here + 1}">Дальше</a>' if here < last else ""
        body = f"""<div itemscope itemtype="https://schema.org/Organization" class="company">
<h1 itemprop="name">{esc(company["name"])}</h1>
<link itemprop="url" href="{self.address}{url}">
<p itemprop="description">{esc(company["about"])}</p>
<div itemprop="aggregateRating" itemscope itemtype="https://schema.org/AggregateRating">
<span itemprop="ratingValue">{mean:.1f}</span> / <span itemprop="bestRating">5</span>, <span itemprop="reviewCount">{len(kept)}</span></div>
{"".join(self._review(company, review) for review in shown)}
</div>
<nav class="pages">{pages}{onward}</nav>"""
        return self._html(company["name"], body, [review for review in shown if not review.get("removed")])

    def _review(self, company: dict[str, Any], review: dict[str, Any]) -> str:
        if review.get("removed"):
            return '\n<div class="review-removed">Отзыв удалён модератором</div>'
        language = review.get("language", company["language"])
        reply = ""
        if "reply" in review:
            reply = f"""
<div class="reply" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
<span itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">{esc(company["name"])}</b></span>
<time itemprop="dateCreated" datetime="{review["replied"].isoformat()}">{review["replied"]:%d.%m.%Y}</time>
<p itemprop="text">{esc(review["reply"])}</p></div>"""
        return f"""
<div class="review" id="review-{review["id"]}" itemprop="review" itemscope itemtype="https://schema.org/Review" lang="{language}">
<link itemprop="url" href="{self.address}/company/{company["slug"]}#review-{review["id"]}">
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">{esc(review["by"])}</b></span>
<time itemprop="datePublished" datetime="{review["at"].isoformat()}">{review["at"]:%d.%m.%Y}</time>
<span itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating"><span itemprop="ratingValue">{review["stars"]}</span> / \
<span itemprop="bestRating">5</span></span>
<p itemprop="reviewBody">{esc(review["text"])}</p>{reply}
</div>"""

    def _html(self, title: str, body: str, reviews: list[dict[str, Any]]) -> Reply:
        return page(
            f"""<!DOCTYPE html>
<html lang="ru">
<head><meta charset="utf-8"><title>{esc(title)} | {esc(self.name)}</title></head>
<body><header><a href="/">{esc(self.name)}</a></header>
<main>{body}</main>
</body>
</html>
""",
            newest(review["at"] for review in reviews),
        )
