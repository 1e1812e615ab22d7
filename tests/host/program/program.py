"""program.py DOCKET LIBRARIES: the thin program's words, exit codes, completion and speed."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

docket, libraries = sys.argv[1:]
cache = tempfile.TemporaryDirectory()
environment = dict(os.environ, XDG_CACHE_HOME=cache.name, DOCKET_PLUGIN_PATH=f"{libraries}/toys")
failed = 0


def run(*words, folder=None):
    return subprocess.run([docket, *words], capture_output=True, text=True, env=environment, cwd=folder)


def check(name, good, shown=""):
    global failed
    failed += not good
    print("ok  " if good else "FAIL", name, shown if not good else "", flush=True)


def complete(line):
    """What bash offers behind `line`."""
    words = line.split(" ")
    script = ('source <("$1" completion bash); shift; COMP_LINE=$1; COMP_POINT=${#1}; shift; COMP_WORDS=("$@"); '
              'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _docket; printf "%s\\n" "${COMPREPLY[@]}"')
    words[0] = docket
    answer = subprocess.run(["bash", "-c", script, "bash", docket, line, *words], capture_output=True, text=True, env=environment)
    return answer.stdout.split()


best = min(timed for timed in [(lambda start: (run("--version"), time.perf_counter() - start)[1])(time.perf_counter()) for _ in range(20)])
print(f"docket --version: {best * 1000:.1f} ms")
check("--version is quick", best < 0.1, best)
check("--version says which", run("--version").stdout.startswith("docket 0."))

overview = run("--help")
check("--help lists every command", overview.returncode == 0 and all(f"  {name} " in overview.stdout for name in ("plugins", "doctor", "completion")))
for line in overview.stdout.splitlines():
    if line.startswith("  "):
        name = line.split()[0]
        answer = run(name, "--help")
        check(f"{name} --help", answer.returncode == 0 and answer.stdout.startswith(f"usage: docket {name}") and "--help" in answer.stdout, answer.stderr)

wrong = run("plgins")
check("an unknown command", wrong.returncode == 2 and wrong.stderr == "docket: error: command line: unknown command 'plgins'; did you mean 'plugins'?\n", wrong.stderr)
wrong = run("plugins", "list", "--plugin", "x")
check("an unknown flag", wrong.returncode == 2 and "did you mean '--plugins'?" in wrong.stderr, wrong.stderr)
wrong = run("plugins", "show")
check("too few words", wrong.returncode == 2 and "usage: docket plugins" in wrong.stderr, wrong.stderr)
wrong = run("plugins", "show", "toi")
check("an unknown plugin", wrong.returncode == 3 and "did you mean 'toy'?" in wrong.stderr, wrong.stderr)

shown = run("plugins", "show", "toy").stdout
check("show tells the options", "mean" not in shown and "what the one detection gets" in shown and "none | make | error | std | int" in shown, shown)
good = run("plugins", "check", f"{libraries}/toys/toy_ensembler.so")
check("check of a good file", good.returncode == 0 and good.stdout.endswith("used as the ensembler 'toy'\n"), good.stdout)
bad = run("plugins", "check", f"{libraries}/wrong/crashing.so")
check("check of a bad file", bad.returncode == 3 and "crashes (Segmentation fault)" in bad.stdout, bad.stdout)
check("why of a good file", run("plugins", "why", f"{libraries}/toys/toy_ensembler.so").returncode == 0)

check("completion of commands", "plugins" in complete("docket pl"), complete("docket pl"))
check("completion of verbs", {"list", "show", "new"} <= set(complete("docket plugins ")), complete("docket plugins "))
check("completion of flags", complete("docket plugins list --pl") == ["--plugins"], complete("docket plugins list --pl"))
check("completion of plugin names", "toy" in complete("docket plugins show t"), complete("docket plugins show t"))
check("completion after use=", complete("docket predict backbone.use=t") == ["toy"], complete("docket predict backbone.use=t"))

# 20 plugins: copies of one with other names of the same length.
with tempfile.TemporaryDirectory() as folder:
    data = pathlib.Path(f"{libraries}/toys/toy_backbone.so").read_bytes()
    for i in range(20):
        (pathlib.Path(folder) / f"toy{i:02}.so").write_bytes(data.replace(b'"name":"toy"', b'"name":"%c%02d"' % (ord("t"), i)))
    environment["DOCKET_PLUGIN_PATH"] = folder
    for name, limit_s in (("cold", 1.0), ("warm", 0.1)):
        start = time.perf_counter()
        listed = run("plugins", "list", "--plugins", folder)
        took_s = time.perf_counter() - start
        print(f"docket plugins list, 20 plugins, {name}: {took_s * 1000:.0f} ms")
        check(f"list of 20, {name}", listed.stdout.count("gives the image back") == 20, listed.stdout)
        check(f"list of 20 is quick, {name}", took_s < 5 * limit_s, took_s)  # five times the aim: tests run beside builds
        time.sleep(0.1)

sys.exit(failed > 0)
