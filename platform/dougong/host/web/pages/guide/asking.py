"""Asks the product itself for pages of the example, as one of its people and in a language."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dougong.host.access import sessions
from dougong.host.workspaces import Workspace

from .example import BASE, KEY, example, token_of


@dataclass(frozen=True, slots=True)
class Asking:
    """A reader of the example's pages."""

    request: Request
    workspace: Workspace
    language: str

    async def page(
        self, path: str, who: str = "lin", form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> str:  # fmt: skip
        """The HTML at a path of the example; `form` is sent with the session's CSRF token."""
        token = await run_in_threadpool(token_of, self.workspace, who, self.language) if who else ""
        cookies = {"dougong_language": self.language} | ({f"dougong_{KEY}": token} if who else {})
        transport = httpx.ASGITransport(self.request.app, client=("127.0.0.1", 0))
        base = f"{self.request.url.scheme}://{self.request.url.netloc}{BASE}"
        async with httpx.AsyncClient(transport=transport, base_url=base, cookies=cookies) as client:
            if form is None:
                answer = await client.get(path, headers=headers)
            else:
                data = {**form, "_csrf": await run_in_threadpool(self._csrf, token)}
                answer = await client.post(path, data=data, headers=headers)
        return answer.text

    def _csrf(self, token: str) -> str:
        with self.workspace.engine.connect() as connection:
            found = sessions.look_up(connection, token, self.workspace.clock())
        assert found is not None
        return found[0].csrf


async def asking(request: Request, language: str) -> Asking:
    """A reader in a language; the example is made where it is not there yet."""
    return Asking(request, await run_in_threadpool(example, request.app), language)
