"""follow.py BUILD PAGE: installs BUILD into a new folder, then runs the ```sh blocks of PAGE there, in their order, as a reader would."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

build, page = map(pathlib.Path, sys.argv[1:])
with tempfile.TemporaryDirectory(prefix="docket-page-") as folder:
    root = pathlib.Path(folder)
    subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir", root / "installed"], check=True)
    (program,) = (root / "installed").rglob("bin/docket")
    prefix = root / "moved"  # nothing in a prefix knows where it lies
    program.parent.parent.rename(prefix)
    environment = dict(os.environ, DOCKET=str(prefix), PATH=f"{prefix / 'bin'}:{os.environ['PATH']}", XDG_CACHE_HOME=str(root / "cache"))
    for name in ("DOCKET_PLUGIN_PATH", "DOCKET_PROBE"):
        environment.pop(name, None)
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", page.read_text(), re.M | re.S)
    assert len(blocks) >= 4, "the page has lost its commands"
    work = root / "work"
    work.mkdir()
    for block in blocks:
        for command in block.strip().splitlines():
            print("$", command.strip(), flush=True)
            subprocess.run(["bash", "-euc", command], cwd=work, env=environment, check=True)
    lines = (work / "my_net" / "my_net.cpp").read_text().count("\n")
    assert lines <= 40, f"my_net.cpp has {lines} lines"
    assert list((work / "out" / "submissions").glob("*.json")), "no prediction was written"
    assert list((work / "out" / "overlays").glob("*")), "no picture was written"
