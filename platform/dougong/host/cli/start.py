"""`dougong start`: the product on this machine, with sample data, in one command; `dougong serve`: only the server."""

import socket
from contextlib import suppress
from time import perf_counter
from types import FrameType

import click

from dougong.host.settings import Settings, is_loopback
from dougong.host.workspaces import DEFAULT, Workspace

from .open import opened, settings_or_refuse
from .say import Told, language, say, say_problems

_OTHER_PORTS = 20


@click.command()
@click.option("--demo/--no-demo", default=None, help="Let sample people in without a password (this machine only).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; else DOUGONG_PORT.")
@click.option("--samples/--no-samples", default=True, help="At the first start, with sample records.")
def start(demo: bool | None, port: int | None, samples: bool) -> None:
    """Prepare the workspace at the first start, then serve."""
    began = perf_counter()
    given = {} if port is None else {"port": port}
    settings = settings_or_refuse(**given)
    if demo is None:
        demo = (is_loopback(settings.host) and not settings.database_url) or settings.demo
    settings = settings_or_refuse(**given, demo=demo)
    with opened(DEFAULT, settings) as workspace:
        _first_apps(workspace, samples)
    _serve(settings, began)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; else DOUGONG_PORT.")
def serve(port: int | None) -> None:
    """Serve workspaces that have been prepared; demo mode only by DOUGONG_DEMO."""
    began = perf_counter()
    settings = settings_or_refuse(**({} if port is None else {"port": port}))
    with opened(DEFAULT, settings):
        pass
    _serve(settings, began)


def _first_apps(workspace: Workspace, samples: bool) -> None:
    """The stock apps into a workspace that has only the base; each its own transaction, so a killed start goes on."""
    from dougong.host.install import first_start

    if first_start.is_over(workspace):
        return
    from dougong.host.install import install, list_installed, stock_bundles
    from dougong.metamodel.problem import ProblemsFound

    present = {one.key for one in list_installed(workspace)}
    for bundle in stock_bundles():
        if bundle.app in present:
            continue
        told = Told(f"{'安装' if language() == 'zh-CN' else 'installing'} {bundle.app}")
        try:
            report = install(workspace, bundle, with_samples=samples, told=told)
        except ProblemsFound as found:
            told.end()
            say(f"应用“{bundle.app}”无法安装：", f'The app "{bundle.app}" cannot be installed:', err=True)
            say_problems(found.problems)
            continue
        told.end()
        rows = sum(report.rows.values())
        say(
            f"已安装 {bundle.app} {report.version},{rows} 条示例记录",
            f"installed {bundle.app} {report.version}, {rows} sample records",
        )
    first_start.finish(workspace)


def _serve(settings: Settings, began: float) -> None:
    import uvicorn

    from dougong.host.logs import configure_logs
    from dougong.host.main import create_app
    from dougong.host.memory import keep_few_heaps, settle

    listening = _listen(settings)
    address = _address(settings, listening)
    configure_logs(settings)
    keep_few_heaps()
    app = create_app(settings)
    settle()
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", server_header=False, timeout_graceful_shutdown=5,
        limit_concurrency=2000,
    )  # fmt: skip
    seconds = perf_counter() - began
    say(f"Dougong 已就绪（{seconds:.1f} 秒）：{address}", f"Dougong is ready ({seconds:.1f} s): {address}")
    if settings.demo:
        say(
            "演示模式：在登录页选一个人即可进入，不用密码",
            "Demo mode: choose a person on the sign-in page, no password",
        )
    else:
        say(
            "设置管理员密码：dougong user password admin",
            "Set the administrator's password: dougong user password admin",
        )
    say("按 Ctrl+C 停止", "Press Ctrl+C to stop")
    with suppress(KeyboardInterrupt):
        server = uvicorn.Server(config)
        ends = server.handle_exit

        def end(sig: int, frame: FrameType | None) -> None:
            app.state.ending = True  # open streams end by themselves instead of being waited for
            ends(sig, frame)

        server.handle_exit = end  # type: ignore[method-assign]
        server.run(sockets=[listening])


def _listen(settings: Settings) -> socket.socket:
    """The socket; another free port when the wanted one is taken and this machine alone uses it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    ports = (
        range(settings.port, min(settings.port + _OTHER_PORTS, 65536))
        if is_loopback(settings.host)
        else [settings.port]
    )
    for port in ports:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host.strip("[]"), port))
        except OSError:
            listening.close()
            continue
        if port != settings.port:
            say(
                f"端口 {settings.port} 已被占用，改用 {port}（可设 DOUGONG_PORT）",
                f"Port {settings.port} is taken, using {port} (set DOUGONG_PORT to choose)",
            )
        listening.listen(1024)  # whoever calls before the server is up waits instead of being refused
        return listening
    say(
        f"无法监听 {settings.host}:{settings.port}。请停掉占用它的程序，或设 DOUGONG_PORT 换一个端口",
        f"Cannot listen on {settings.host}:{settings.port}. Stop what uses it, or choose another with DOUGONG_PORT",
        err=True,
    )
    raise SystemExit(1)


def _address(settings: Settings, listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
