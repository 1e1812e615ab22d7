"""Every public header compiles alone, and two units that include all of them link into one program.

    headers.py alone|link CXX INCLUDE_DIR SCRATCH_DIR -- FLAGS... [-- LINK_FLAGS...]
"""
import concurrent.futures
import os
import pathlib
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


def alone(header):
    source = scratch / (str(header).replace("/", "_") + ".cpp")
    source.write_text(f"#include <{header}>\n#include <{header}>\n")
    code, errors = run([*compiler, "-Werror", "-fsyntax-only", str(source)])
    return header, code, errors


if mode == "alone":
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(alone, headers))
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
