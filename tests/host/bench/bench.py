"""docket bench prints one JSON line a measurement, and says what is wrong with its arguments.

    bench.py DOCKET CONFIGS
"""
import json
import pathlib
import subprocess
import sys
import tempfile

docket, configs = sys.argv[1:]
failures = []


def run(*arguments):
    done = subprocess.run([docket, "bench", *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check(condition, text):
    if not condition:
        failures.append(text)


for extra, name in (([], "docket_frozen"), (["--unfrozen"], "docket_unfrozen")):
    code, out, errors = run("forward", "--model", "resnet18", "--size", "64", "96", "--n", "2", "--threads", "1", "--parts", *extra)
    check(code == 0 and out.count("\n") == 1, f"{extra}: exit code {code}, {errors}")
    if code == 0:
        line = json.loads(out)
        check(list(line) == ["name", "n", "best_s", "median_s", "detail"], f"keys are {list(line)}")
        check(line["name"] == name and line["n"] == 2, out)
        check(0 < line["best_s"] <= line["median_s"], out)
        check(line["detail"]["unit"] == "forward" and line["detail"]["size"] == [64, 96] and line["detail"]["threads"] == 1, out)
        check(set(line["detail"]["parts_median_s"]) == {"backbone", "decoder", "head"}, out)

with tempfile.TemporaryDirectory() as folder:
    data = pathlib.Path(folder, "synth")
    subprocess.run([docket, "synth", "--count", "3", "--out", str(data), "--quiet"], check=True, capture_output=True)
    pipeline = [f"{configs}/pipelines/receipt.toml", f"data.train.annotations={data}/annotations.json", f"data.train.images={data}/images",
                "train.crop_side=64", "train.batch_size=2", "decoder.inner_channels=16", "input.longest_side=320", "--n", "2"]
    for verb, unit, more in (("train", "step", []), ("loader", "image", ["--limit", "2"]), ("targets", "image", ["--limit", "2"])):
        code, out, errors = run(verb, *pipeline, *more)
        check(code == 0 and out.count("\n") == 1, f"{verb}: exit code {code}, {errors}")
        if code == 0:
            line = json.loads(out)
            check(line["name"] == f"docket_{verb}" and line["n"] == 2 and line["detail"]["unit"] == unit, out)
            check(0 < line["best_s"] <= line["median_s"], out)
            check(line["detail"]["images"] == (2 if more else 3), out)
    code, out, errors = run("train", *pipeline, "--limit", "2")
    check(code == 2 and "--limit does nothing for 'docket bench train'" in errors, errors)

for arguments, wanted, exit_code in (
    (["forward", "--model", "resnet19"], "backbone 'resnet' has no variant '19'", 2),
    (["forward", "--model", "resmet18"], "resnet", 3),
    (["forward", "--size", "64", "65"], "must be two multiples of 32", 2),
    (["forward", "--precision", "fp8"], "must be one of auto, fp32, bf16", 2),
    (["backward"], "unknown word 'backward' behind 'docket bench'", 2),
):
    code, out, errors = run(*arguments)
    check(code == exit_code and wanted in errors and not out, f"{arguments}: exit code {code}, {errors}")

print("\n".join(failures) or "all as wanted")
sys.exit(bool(failures))
