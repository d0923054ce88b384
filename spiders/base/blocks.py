"""Block pages, login walls and challenges, recognised in general and not per engine."""

import re

from mentions.page import Answer

LONGEST_CHALLENGE = 200_000  # characters; a challenge page is small, a page of posts that talks of captchas is not one
LOGIN_WALL = "a login wall"
HEAD = 20_000  # characters in which a challenge shows itself

MARKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("a Cloudflare challenge", r"cf-chl-|challenge-platform|cf_chl_opt|<title>\s*(?:just a moment|attention required! \| cloudflare)"),
        ("an Anubis proof-of-work wall", r"within\.website|anubis_challenge|making sure you(?:'|&#39;|’)re not a bot"),
        ("a DDoS-Guard challenge", r"ddos-guard(?:\.net)?/|__ddg"),
        ("a DataDome challenge", r"captcha-delivery\.com|datadome"),
        ("a PerimeterX challenge", r"px-captcha|_pxappid|window\._pxuuid"),
        ("an Incapsula challenge", r"_incapsula_resource|incapsula incident id"),
        ("an Akamai refusal", r"<title>\s*access denied\s*</title>[\s\S]{0,600}reference\s*&?#"),
        ("an Amazon robot check", r"validatecaptcha|api-services-support@amazon"),
        ("a Yandex SmartCaptcha", r"smartcaptcha|/showcaptcha|checkcaptcha"),
        ("a Qrator refusal", r"qrator\.net|__qrator"),
        ("a captcha", r"<title>[^<]{0,80}captcha|(?:g-recaptcha|h-captcha|cf-turnstile)[\"'\s][\s\S]{0,4000}(?:robot|human|бот|ngườ)"),
        (
            "a robot check",
            (
                r"<title>[^<]{0,60}(?:are you (?:a )?(?:human|robot)|robot check|human verification|security check|bot verification|"
                r"verify(?:ing)? (?:you are|that you)|вы не робот|проверка браузера|checking your browser|"
                r"access (?:to this page )?(?:has been )?denied|"
                r"pardon our interruption|request (?:was )?blocked|you have been blocked|403 forbidden|too many requests|unusual traffic)"
            ),
        ),
        (
            "a refusal",
            (
                r"(?:your (?:ip(?: address)?|access|request) (?:has been|was|is) (?:blocked|banned|denied)|"
                r"unusual traffic from your (?:computer )?network|"
                r"sorry, you have been blocked|we(?:'|’)ve detected (?:unusual|suspicious) activity)"
            ),
        ),
    )
)
LOGIN = re.compile(
    r"<title>[^<]{0,60}(?:log ?in|sign ?in|вход|войти|авторизация|đăng nhập|anmelden|connexion|iniciar sesi[oó]n)[^<]{0,60}</title>",
    re.IGNORECASE,
)
LOGIN_TEXT = re.compile(
    r"you (?:must|need to) (?:be logged[ -]in|log ?in|sign ?in|be a registered)|"
    r"you are (?:either )?not logged in or (?:you )?do not have permission|"
    r"you do not have the required permissions|"
    r"(?:необходимо|нужно) (?:войти|авторизоваться)|вы должны (?:войти|авторизоваться|быть авторизованы)|bạn (?:phải|cần) đăng nhập|"
    r"sie müssen (?:sich anmelden|angemeldet sein)|du musst (?:dich anmelden|angemeldet|registriert)|"
    r"вы не (?:вошли|авторизованы|зарегистрированы)|(?:необхідно|потрібно) (?:увійти|авторизув)|bạn chưa đăng nhập|vui lòng đăng nhập|"
    r"vous devez (?:être (?:connecté|identifié|enregistré|inscrit)|vous (?:connecter|identifier|enregistrer))|"
    r"deb(?:e|es) (?:identificarte|identificarse|iniciar sesi[oó]n|estar (?:registrad|identificad))|"
    r"(?:precisa|deve|tem de|tem que) (?:estar (?:registad|registrad|logad|autenticad)|fazer login|iniciar (?:a )?sessão)|"
    r"dev(?:i|e) (?:effettuare (?:il login|l.accesso)|essere (?:registrat|autenticat|iscritt|loggat|collegat))|"
    r"musisz (?:się zalogować|być zalogowan)|mus[ií]te? (?:se přihlásit|být přihlášen|sa prihlásiť|byť prihlásen)|"
    r"(?:je|u) (?:moet|dient) (?:ingelogd|aangemeld|(?:je )?in(?: te )?loggen)|"
    r"du (?:måste|skal|må) (?:vara|være|logga|logge)\s?(?:in|ind)?|"
    r"giriş yapm(?:alı|anız|ış)|be kell (?:jelentkez|lépn)|(?:您|你)(?:需要|必须|必須|尚未|还没有|還沒有)(?:先)?登[录錄陆入]|"
    r"ログイン(?:する必要|が必要|してください)|로그인이? ?(?:필요|하셔야|해야)|يجب (?:عليك )?(?:أن )?(?:تسجيل|تكون مسجل)|"
    r"please (?:log ?in|sign ?in) to (?:continue|view)",
    re.IGNORECASE,
)
GONE = re.compile(
    r"<title>(?:\s*404\b|[^<]{0,60}(?:\b404\b.{0,3}(?:not found|error|page)|(?:error|ошибка|fehler|erreur|lỗi)\s*404\b|"
    r"page (?:was )?not found|(?:page|thread|topic) (?:cannot|could not|can't) be found|страница не (?:найдена|существует)|"
    r"seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada|pagina non trovata|"
    r"không tìm thấy trang|strona nie (?:została )?znalezion))",
    re.IGNORECASE,
)
SOFT_404 = "a soft 404: the page's title says that it is not there"
TITLE = re.compile(r"<title\s[^<>]*>", re.IGNORECASE)
PASSWORD = re.compile(r"<input[^>]+type=[\"']?password", re.IGNORECASE)


def says_gone(answer: Answer) -> bool:
    """Return whether the title says that the page is not there, whatever its status. Meant for pages in which nothing else was found."""
    return not answer.is_json and GONE.search(_head(answer)) is not None


def block_reason(answer: Answer) -> str | None:
    """Return what keeps us out, in words ("a Cloudflare challenge"), or None. Meant for pages in which nothing else was found."""
    text = answer.text
    if answer.is_json or len(text) > LONGEST_CHALLENGE:
        return None
    head = _head(answer)
    for reason, mark in MARKS:
        if mark.search(head):
            return reason
    if LOGIN.search(head) or (LOGIN_TEXT.search(text) and PASSWORD.search(text)):
        return LOGIN_WALL
    return None


def _head(answer: Answer) -> str:
    """Return the page's first part, its title without attributes."""
    return TITLE.sub("<title>", answer.text[:HEAD], count=1)
