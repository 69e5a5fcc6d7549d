"""What every request passes on its way in and every answer on its way out; `MIDDLEWARE` is the order, outermost first."""

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from dougong.host.settings import Settings

from .cookies import Cookies
from .failures import Failures
from .headers import SecurityHeaders
from .kept import KeptAnswers
from .limits import BodyLimit
from .moved_on import MovedOn
from .rate import RateLimit
from .request import Requests
from .tenancy import Tenancy


def middleware(settings: Settings) -> list[Middleware]:
    """Outermost first."""
    hosts = list(settings.allowed_hosts)
    return [
        Middleware(Requests),
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        Middleware(Tenancy),
        Middleware(RateLimit, per_minute=settings.api_rate_limit),
        Middleware(KeptAnswers),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(Cookies),
        Middleware(Failures),
        Middleware(MovedOn),
        Middleware(BodyLimit, limit=settings.upload_limit + (1 << 20)),
    ]
