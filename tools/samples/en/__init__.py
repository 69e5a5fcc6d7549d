"""English words the samples are made of: the same business in another country, with its own people, firms and amounts."""

from .goods_and_money import *  # noqa: F403  (a tongue is all of its words)
from .own_company import *  # noqa: F403  (a tongue is all of its words)
from .people_and_firms import *  # noqa: F403  (a tongue is all of its words)
from .service_and_projects import *  # noqa: F403  (a tongue is all of its words)
