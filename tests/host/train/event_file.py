"""The real TensorBoard reads the events of a run, also of one that was resumed, and finds the numbers of metrics.jsonl."""
import json
import pathlib
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

docket, configs = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)

    def run(*words):
        done = subprocess.run([docket, *map(str, words)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    run("synth", "--count", 2, "--seed", 3, "--out", place / "synth", "--quiet")
    data = [f"data.{split}.{key}={place / 'synth' / file}" for split in ("train", "val") for key, file in (("annotations", "annotations.json"), ("images", "images"))]
    run("train", pathlib.Path(configs) / "pipelines/receipt.toml", "weights=", "--runs", place, "--name", "a", *data, "data.allow_leakage=true",
        "train.crop_side=64", "train.batch_size=1", "train.log_every_s=0", "train.max_steps=2", "decoder.inner_channels=16", "train.validate_images=1",
        "input.longest_side=320")
    run("train", "--resume", place / "a", "train.max_steps=4")

    events = EventAccumulator(str(place / "a/tensorboard"), size_guidance={"scalars": 0})
    events.Reload()
    tags = set(events.Tags()["scalars"])
    lines = [json.loads(line) for line in (place / "a/metrics.jsonl").read_text().splitlines()]
    wanted = {}
    for line in lines:
        for name, value in line.items():
            if name != "step":
                wanted.setdefault(name, {})[line["step"]] = value
    assert tags == set(wanted), tags ^ set(wanted)
    assert {"train/loss", "val/hmean", "lr"} <= tags, tags
    compared = 0
    for tag in tags:
        for event in events.Scalars(tag):
            value = wanted[tag][event.step]
            assert abs(event.value - value) <= 1e-6 * max(1, abs(value)), (tag, event, value)
            compared += 1
    assert {event.step for event in events.Scalars("train/loss")} == {1, 2, 3, 4}
    print(f"{compared} scalars of {len(tags)} tags are equal")
