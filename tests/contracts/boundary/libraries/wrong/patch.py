"""patch.py IN OUT PATTERN NEW: IN with the text that matches PATTERN saying NEW, of the same length."""
import pathlib
import re
import sys

source, output, pattern, new = sys.argv[1:]
data = pathlib.Path(source).read_bytes()
found = set(re.findall(pattern.encode(), data))  # AddressSanitizer keeps a second copy of a constant
assert len(found) == 1 and len(found.copy().pop()) == len(new), (pattern, found)
pathlib.Path(output).write_bytes(re.sub(pattern.encode(), new.encode(), data))
