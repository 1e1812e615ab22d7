"""Adds up meson's test logs: doctest programs by their cases, any other test as one.  count_tests.py LOG...

The last line printed is "N passed, N failed"; the exit code is 1 when something failed or nothing ran.
"""
import json
import re
import sys

passed = failed = 0
names = []
for log in sys.argv[1:]:
    try:
        with open(log, encoding="utf-8") as lines:
            tests = [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        print(f"no test log: {error}")
        failed += 1
        continue
    for test in tests:
        cases = re.findall(r"\[doctest\] test cases:\s*(\d+) \|\s*(\d+) passed \|\s*(\d+) failed", test.get("stdout") or "")
        ok = test["result"] in ("OK", "EXPECTEDFAIL")
        if test["result"] == "SKIP":
            names.append(f"skipped: {test['name']}")
        elif cases and (ok or int(cases[-1][2]) > 0):
            passed += int(cases[-1][1])
            failed += int(cases[-1][2])
        else:
            passed += ok
            failed += not ok
        if not ok and test["result"] != "SKIP":
            names.append(f"failed: {test['name']} ({test['result']})")
print("\n".join(names))
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0 or passed == 0)
