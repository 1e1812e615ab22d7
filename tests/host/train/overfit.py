"""Twelve real receipts are learnt by heart: CLEval H-mean over 0.98 on what was trained on. Takes minutes.

    overfit.py DOCKET CONFIGS      skipped (77) unless DOCKET_DATA names a folder with tiny.json and images/
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

docket, configs = sys.argv[1:]
data = pathlib.Path(os.environ.get("DOCKET_DATA", ""))
if not os.environ.get("DOCKET_DATA") or not (data / "tiny.json").is_file():
    print("skipped: DOCKET_DATA names no folder with tiny.json")
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    words = [f"data.{split}.{key}={data / file}" for split in ("train", "val") for key, file in (("annotations", "tiny.json"), ("images", "images"))]
    command = [docket, "train", f"{configs}/pipelines/receipt.toml", "weights=", "augment=[]", "data.allow_leakage=true", *words,
               "train.epochs=200", "train.max_steps=400", "train.validate_every=1000", "optimizer.lr=4e-3", "--runs", folder, "--name", "a"]
    subprocess.run(command, check=True)
    lines = [json.loads(line) for line in pathlib.Path(folder, "a", "metrics.jsonl").read_text().splitlines()]
hmean = [line["val/hmean"] for line in lines if "val/hmean" in line][-1]
print(f"val/hmean {hmean:.4f}")
sys.exit(not hmean > 0.98)
