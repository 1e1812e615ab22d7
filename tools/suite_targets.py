"""Prints the ninja targets that the tests of one suite need:  suite_targets.py BUILD_DIR SUITE"""
import json
import os
import subprocess
import sys

build, suite = sys.argv[1:]
tests = json.loads(subprocess.check_output(["meson", "introspect", "--tests", build]))
targets = {t["id"]: t for t in json.loads(subprocess.check_output(["meson", "introspect", "--targets", build]))}
wanted = {d for test in tests if any(s.split(":")[-1] == suite for s in test["suite"]) for d in test["depends"]}
files = [os.path.relpath(f, build) for name in sorted(wanted) if name in targets for f in targets[name]["filename"]]
print("\n".join(sorted(set(files))))
