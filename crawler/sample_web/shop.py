"""The sample shop: product pages whose reviews stand in JSON-LD (https://schema.org/Product), paged."""

import json
from typing import Any

from crawler.sample_web.reply import Query, Reply, esc, newest, number, page, plain, read_data

REVIEWS_A_PAGE = 2
ROBOTS = "User-agent: *\nDisallow: /gio-hang\n"


class Shop:
    """The shop, read from shop.toml."""

    def __init__(self, address: str) -> None:
        data = read_data("shop")
        self.address = address
        self.name: str = data["name"]
        self.products: dict[str, dict[str, Any]] = {product["slug"]: product for product in data["products"]}

    def reply(self, path: str, query: Query) -> Reply | None:
        """Answer one address of the shop."""
        if path == "/robots.txt":
            return plain(ROBOTS)
        if path == "/":
            return self._home()
        product = self.products.get(path.removeprefix("/p/")) if path.startswith("/p/") else None
        return self._product(product, number(query, "trang", 1)) if product else None

    def _home(self) -> Reply:
        rows = "".join(
            f'<li class="product"><a href="/p/{product["slug"]}">{esc(product["name"])}</a> '
            f'<span class="price">{product["price"]}₫</span></li>'
            for product in self.products.values()
        )
        return self._html(self.name, f'<h1>{esc(self.name)}</h1><ul class="products">{rows}</ul>', "", [])

    def _product(self, product: dict[str, Any], here: int) -> Reply | None:
        reviews = product["reviews"]
        last = -(-len(reviews) // REVIEWS_A_PAGE)
        if not 1 <= here <= last:
            return None
        shown = reviews[(here - 1) * REVIEWS_A_PAGE : here * REVIEWS_A_PAGE]
        url = f"{self.address}/p/{product['slug']}"
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "@id": url,
            "name": product["name"],
            "sku": product["slug"],
            "brand": {"@type": "Brand", "name": product["brand"]},
            "offers": {"@type": "Offer", "price": product["price"], "priceCurrency": "VND"},
            "aggregateRating": {
                "@type": "AggregateRating",
                "ratingValue": f"{sum(review['stars'] for review in reviews) / len(reviews):.1f}",
                "bestRating": "5",
                "reviewCount": len(reviews),
            },
            "review": [self._review(product, review) for review in shown],
        }
        onward = f'<a rel="next" href="{url}?trang={here + 1}">Xem thêm đánh giá</a>' if here < last else ""
        cards = "".join(_card(review) for review in shown)
        body = f'<h1>{esc(product["name"])}</h1><p class="price">{product["price"]}₫</p><section>{cards}</section>{onward}'
        return self._html(product["name"], body, json.dumps(data, ensure_ascii=False).replace("</", "<\\/"), shown)

    def _review(self, product: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {
            "@type": "Review",
            "@id": f"{self.address}/p/{product['slug']}#danh-gia-{review['id']}",
            "author": {"@type": "Person", "name": review["by"]},
            "datePublished": review["at"].isoformat(),
            "reviewRating": {"@type": "Rating", "ratingValue": str(review["stars"]), "bestRating": "5"},
            "reviewBody": review["text"],
        }
        if "reply" in review:
            row["comment"] = {
                "@type": "Comment",
                "author": {"@type": "Organization", "name": self.name},
                "dateCreated": review["replied"].isoformat(),
                "text": review["reply"],
            }
        return row

    def _html(self, title: str, body: str, data: str, reviews: list[dict[str, Any]]) -> Reply:
        script = f'<script type="application/ld+json">{data}</script>' if data else ""
        return page(
            f"""<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{esc(title)} | {esc(self.name)}</title>{script}</head>
<body><header><a href="/">{esc(self.name)}</a> <a href="/gio-hang">Giỏ hàng</a></header>
<main>{body}</main>
</body>
</html>
""",
            newest(review["at"] for review in reviews),
        )


def _card(review: dict[str, Any]) -> str:
    """One review as a visitor sees it."""
    bought = '<em class="verified">Đã mua hàng</em> ' if review.get("bought") else ""
    reply = f'<blockquote class="shop-reply">{esc(review["reply"])}</blockquote>' if "reply" in review else ""
    return f"""
<article class="review" id="danh-gia-{review["id"]}"><b>{esc(review["by"])}</b> {bought}<time>{review["at"]:%d/%m/%Y}</time>
<p>{esc(review["text"])}</p>{reply}</article>"""
