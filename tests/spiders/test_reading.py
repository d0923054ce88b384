"""What every answer is taken for before and after its engine has looked."""

from datetime import UTC, datetime

import pytest

from mentions.page import Answer
from mentions.site import Site
from spiders.base.reading import read_answer
from spiders.base.registry import engine_class


def outcome(title, body="<p>Nothing here.</p>", status=200, attribute=""):
    html = f"<html><head><title{attribute}>{title}</title></head><body>{body}</body></html>".encode()
    site = Site(name="made", engine="phpbb", url="https://talk.example/")
    answer = Answer(
        url="https://talk.example/x", status=status, body=html, charset="utf-8", fetched_at=datetime(2026, 1, 1, tzinfo=UTC), site=site
    )
    page = read_answer(engine_class("phpbb"), answer)
    return page.outcome, (page.error or "").partition(":")[0]


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Oops! Page not found | Talk",
        "Ошибка 404",
        "Страница не найдена",
        "Seite nicht gefunden",
        "Không tìm thấy trang",
    ],
)
def test_a_page_that_says_it_is_not_there_is_a_soft_404(title):
    assert outcome(title) == outcome(title, attribute=" data-rh='true'") == ("unreadable", "a soft 404")


@pytest.mark.parametrize("title", ["Peugeot 404 parts", "Lost and found", "Nothing found for kettle"])
def test_words_alone_are_none(title):
    assert outcome(title) == ("unreadable", "nothing that phpbb knows was found on this page")


@pytest.mark.parametrize(
    "words",
    [
        "You do not have the required permissions to view or read topics within this forum.",
        "You are either not logged in or do not have permission to view this page.",
        "Du musst dich anmelden, um dieses Forum zu sehen.",
        "Vous devez être connecté pour consulter ce forum.",
        "Debe identificarse para ver este foro.",
        "Musisz się zalogować, aby przeglądać to forum.",
        "Bu forumu görüntülemek için giriş yapmalısınız.",
        "Вы не авторизованы или не имеете прав для просмотра этой страницы.",
        "Bạn chưa đăng nhập hoặc không có quyền xem trang này.",
        "您需要登录才能查看此版块。",
    ],
)
def test_a_form_below_such_words_is_a_login_wall(words):
    assert outcome("Forum", f"<p>{words}</p><form><input name=p type=password></form>") == ("blocked", "a login wall")
    assert outcome("Forum", f"<p>{words}</p>")[0] == "unreadable"


def test_a_wall_is_told_before_it():
    assert outcome("Just a moment...", "<script src='/cdn-cgi/challenge-platform/x'></script>") == ("blocked", "a Cloudflare challenge")
    assert outcome("Sign in", "<input type=password>") == ("blocked", "a login wall")
    assert outcome("404", status=404) == ("unreadable", "the site answered with status 404")
