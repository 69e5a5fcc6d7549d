"""What is photographed: who is signed in, which page, how wide. The same table in both languages."""

from dataclasses import dataclass

SMALL, WIDE = (390, 844), (1440, 900)


@dataclass(frozen=True)
class Shot:
    """`person` and `words` are (Chinese, English); `words` may stand in the address as {}; `click` opens the first record
    of the list, `then` is what follows its address; `ready` must be seen before the picture is taken."""

    name: str
    person: tuple[str, str]
    address: str
    ready: str
    words: tuple[str, str] = ("", "")
    click: bool = False
    then: str = ""
    size: tuple[int, int] = WIDE
    dark: bool = False


DIRECTOR, SELLER = ("林知夏", "Olivia Hart"), ("陈牧野", "Ethan Cole")
COMPANY = ("常州博远", "Northgate")
SHOTS = (
    Shot("workbench", DIRECTOR, "/", "#tile-ranking.is-ready"),
    Shot("list", DIRECTOR, "/opportunity?view=opportunity_open", "#rows tr[data-id]"),
    Shot("list_dark", DIRECTOR, "/account?view=account_key", "#rows tr[data-id]", dark=True),
    Shot("kanban", DIRECTOR, "/opportunity?view=opportunity_pipeline", ".kc"),
    Shot("record", DIRECTOR, "/account?view=account_all&q={}", "#stream", COMPANY, click=True),
    Shot("form", DIRECTOR, "/sales_order?view=sales_order_open", ".lines", click=True, then="/edit"),
    Shot("phone_workbench", SELLER, "/", "#tile-target.is-ready", size=SMALL),
    Shot("phone_list", DIRECTOR, "/opportunity?view=opportunity_open", ".rc", size=SMALL),
    Shot("phone_record", DIRECTOR, "/account?view=account_all&q={}", "#stream", COMPANY, click=True, size=SMALL),
)
