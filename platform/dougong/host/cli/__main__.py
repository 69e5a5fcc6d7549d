"""`python -m dougong.host.cli` is `dougong`."""

from . import main

main()
