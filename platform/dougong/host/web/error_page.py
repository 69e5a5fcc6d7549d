"""The page of an error: whole in itself, so that it can be shown whatever else is broken."""

from markupsafe import Markup, escape
from starlette.requests import Request

from dougong.metamodel.text import text

from .errors import Refused, title_of

_HOME = text("回到首页", "To the start page")
_NUMBER = text("请求编号", "Request")
_PAGE = Markup(
    """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style nonce="{nonce}">
:root {{ color-scheme: light dark; font: 14px/1.6 system-ui, "PingFang SC", "Noto Sans SC", sans-serif }}
body {{ display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 24px; text-align: center }}
b {{ font-size: 40px; font-weight: 600; opacity: .35 }} h1 {{ font-size: 20px; margin: 8px 0 }}
small {{ opacity: .6 }} a {{ color: inherit }}
</style></head><body><main><b>{status}</b><h1>{title}</h1>{lines}<p><a href="{home}">{home_label}</a></p>
<small>{number} {request_id}</small></main></body></html>"""
)


def error_page(request: Request, refused: Refused, language: str) -> str:
    """HTML in the reader's language; what went wrong inside is not told."""
    said = [refused.detail.in_(language)] if refused.detail else []
    for problem in refused.problems:
        said += [problem.message.in_(language), *([problem.fix.in_(language)] if problem.fix else [])]
    return _PAGE.format(
        language=language,
        title=title_of(refused.status).in_(language),
        nonce=getattr(request.state, "nonce", ""),
        status=refused.status,
        lines=Markup("").join(Markup("<p>{}</p>").format(line) for line in said),
        home=escape(request.scope.get("root_path", "") + "/"),
        home_label=_HOME.in_(language),
        number=_NUMBER.in_(language),
        request_id=getattr(request.state, "request_id", ""),
    )
