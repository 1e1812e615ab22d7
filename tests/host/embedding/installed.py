"""An installed prefix that was moved: the program of docs/embedding.md builds against it and runs; a backbone from outside the
tree is added, and no file of host, compute core or other plugins changes.

    installed.py MESON BUILD_DIR PAGE CXX SHADE_PLUGINS BACKBONE_SOURCE
"""
import hashlib
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

meson, build, page, cxx, shade, backbone = sys.argv[1:7]
PIPELINE = """
[backbone]
use = "shade"
[decoder]
use = "shade"
[head]
use = "shade"
[postprocess]
use = "db"
thresh = 0.5
box_thresh = 0.5
[input]
longest_side = 128
"""
WORDS = [(16, 16, 64, 32), (80, 48, 112, 72)]  # left, top, right, bottom


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def hashes(folder):
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.rglob("*")) if f.is_file()}


def write_bmp(path, width=128, height=96):
    """White words on black; rows run from the bottom up."""
    rows = []
    for y in reversed(range(height)):
        rows.append(b"".join(b"\xff\xff\xff" if any(l <= x < r and t <= y < b for l, t, r, b in WORDS) else b"\0\0\0"
                             for x in range(width)))
    pixels = b"".join(rows)
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(pixels), 0, 0, 0, 0)
    path.write_bytes(b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + header + pixels)


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    run([meson, "install", "-C", build, "--no-rebuild", "--destdir", scratch / "first"])
    (scratch / "first").rename(scratch / "moved prefix")
    found = list((scratch / "moved prefix").rglob("docket.pc"))
    assert len(found) == 1, f"one docket.pc wanted, came {found}"

    program = re.search(r"```cpp\n(.*?)```", pathlib.Path(page).read_text(), re.S).group(1)
    lines = [line for line in program.splitlines() if line.strip()]
    assert len(lines) <= 22, f"the page promises about 20 lines, the program has {len(lines)}"
    (scratch / "find_words.cpp").write_text(program)
    environment = dict(os.environ, PKG_CONFIG_PATH=str(found[0].parent), DOCKET_PLUGIN_PATH=shade)
    flags = run(["pkg-config", "--cflags", "--libs", "docket"], env=environment)
    subprocess.run(f"{cxx} -std=c++20 find_words.cpp -o find_words {flags}", shell=True, check=True, cwd=scratch, env=environment)

    (scratch / "shade.toml").write_text(PIPELINE)
    write_bmp(scratch / "a.bmp")
    printed = run(["./find_words", "shade.toml", "a.bmp"], cwd=scratch, env=environment).splitlines()
    assert len(printed) == len(WORDS), printed
    for left, top, right, bottom in WORDS:
        def around(line):
            corners = [tuple(map(float, word.split(","))) for word in line.split()[2:]]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            return left - 14 < min(xs) <= left and right <= max(xs) < right + 14 and top - 14 < min(ys) <= top and bottom <= max(ys) < bottom + 14
        assert any(map(around, printed)), f"no box around {left},{top} {right},{bottom} in {printed}"

    wrong = subprocess.run(["./find_words", "missing.toml"], cwd=scratch, env=environment, capture_output=True, text=True)
    assert wrong.returncode == 2 and "missing.toml" in wrong.stderr, wrong

    before = hashes(scratch / "moved prefix")
    assert any("libdocket_kernels" in name for name in before) and any(name.endswith("backbone_resnet.so") for name in before), before
    source = pathlib.Path(backbone).read_text()
    (scratch / "outside.cpp").write_text(source.replace('"shade", "brightness', '"outside", "brightness'))
    (scratch / "mine").mkdir()
    subprocess.run(f"{cxx} -std=c++20 -O1 -shared -fPIC -fvisibility=hidden outside.cpp -o mine/outside.so {flags}", shell=True,
                   check=True, cwd=scratch, env=environment)
    docket = next((scratch / "moved prefix").rglob("bin/docket"))
    words = ["shade.toml", "a.bmp", "--plugins", "mine", "--quiet"]
    run([docket, "predict", *words, "backbone.use=outside", "--out", "outside"], cwd=scratch, env=environment)
    run([docket, "predict", *words, "--out", "inside"], cwd=scratch, env=environment)
    csv = [next((scratch / name / "submissions").glob("*.csv")).read_text() for name in ("outside", "inside")]
    assert csv[0] == csv[1] and csv[0].count("|") == len(WORDS) - 1, csv
    assert hashes(scratch / "moved prefix") == before, "adding a plugin changed an installed file"

    if shutil.which("cmake"):
        (scratch / "cmake").mkdir()
        (scratch / "cmake/CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.16)\nproject(find_words CXX)\n"
            "find_package(docket REQUIRED)\nadd_executable(find_words ../find_words.cpp)\n"
            "target_link_libraries(find_words docket::docket)\n")
        run(["cmake", "-S", scratch / "cmake", "-B", scratch / "cmake/build", f"-Ddocket_DIR={next((scratch / 'moved prefix').rglob('cmake/docket'))}"])
print("the program of docs/embedding.md finds its words; a backbone from outside changed no installed file")
