"""Every public header compiles alone, and two units that include all of them link into one program.

    headers.py alone|link CXX INCLUDE_DIR SCRATCH_DIR -- FLAGS... [-- LINK_FLAGS...]

Headers that see LibTorch, or else OpenCV or nlohmann's JSON, find the headers of these libraries precompiled (20 s otherwise, or 2 s, each):
of those it is not shown that they name every such header they use, only that they name one and all else.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

mode, cxx, include, scratch = sys.argv[1:5]
rest = sys.argv[6:]
split = rest.index("--") if "--" in rest else len(rest)
flags, link_flags = rest[:split], rest[split + 1:]
include, scratch = pathlib.Path(include), pathlib.Path(scratch)
scratch.mkdir(parents=True, exist_ok=True)
compiler = [*cxx.split(), "-std=c++20", "-Wall", "-Wextra", f"-I{include}", *flags]
headers = sorted(p.relative_to(include) for p in include.glob("docket/**/*") if p.suffix in (".hpp", ".h"))
assert headers, f"no headers under {include}"


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stderr


def includes(header):
    return re.findall(r"^#include <([^>]+)>", (include / header).read_text(), re.M)


LIBTORCH = ("torch/", "ATen/", "c10/")
PRECOMPILED = {"libtorch": LIBTORCH + ("opencv2/", "nlohmann/"), "plain": ("opencv2/", "nlohmann/")}  # what each precompiled header may name


def outside_headers(header, seen):
    """The headers of LibTorch, OpenCV and JSON that this header and docket's headers below it name."""
    found = set()
    for name in includes(header):
        if name.startswith(PRECOMPILED["libtorch"]):
            found.add(name)
        elif (include / name).is_file() and name not in seen:
            seen.add(name)
            found |= outside_headers(name, seen)
    return found


def precompiled(header):
    """The precompiled header that it may be read behind, if any."""
    names = outside_headers(header, set())
    return "libtorch" if any(name.startswith(LIBTORCH) for name in names) else "plain" if names else None


def alone(header):
    source = scratch / (str(header).replace("/", "_") + ".cpp")
    source.write_text(f"#include <{header}>\n#include <{header}>\n")
    before = precompiled(header)
    code, errors = run([*compiler, "-Werror", *(["-include", str(scratch / f"{before}.hpp")] if before else []), "-fsyntax-only", str(source)])
    return header, code, errors


if mode == "alone":
    every = sorted(set().union(*(outside_headers(h, set()) for h in headers)))
    for name, prefixes in PRECOMPILED.items():
        (scratch / f"{name}.hpp").write_text("".join(f"#include <{h}>\n" for h in every if h.startswith(prefixes)))
        code, errors = run([*compiler, "-x", "c++-header", str(scratch / f"{name}.hpp"), "-o", str(scratch / f"{name}.hpp.gch")])
        assert code == 0, errors
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(alone, headers))
    for name in PRECOMPILED:
        (scratch / f"{name}.hpp.gch").unlink()
    for header, code, errors in results:
        if code:
            print(f"{header} does not compile alone:\n{errors}")
    print(f"{sum(code == 0 for _, code, _ in results)} of {len(results)} headers compile alone")
    sys.exit(any(code for _, code, _ in results))

every = "".join(f"#include <{h}>\n" for h in headers)
(scratch / "one.cpp").write_text(every + "int other();\nint main() { return other(); }\n")
(scratch / "two.cpp").write_text(every + "int other() { return 0; }\n")
objects = []
for name in ("one", "two"):
    objects.append(str(scratch / f"{name}.o"))
    code, errors = run([*compiler, "-c", str(scratch / f"{name}.cpp"), "-o", objects[-1]])
    if code:
        print(errors)
        sys.exit(1)
code, errors = run([*cxx.split(), *objects, "-o", str(scratch / "both"), *link_flags])
print(errors if code else f"two units with all {len(headers)} headers link")
sys.exit(code != 0)
