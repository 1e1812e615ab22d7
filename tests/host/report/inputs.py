"""Inputs of docket report, written by hand, with names that try to break out of the page."""
import json

HOSTILE = "a<img src=x onerror=alert(1)>&\"'</script>"
CONFIG = """[backbone]
use = "resnet"
variant = "18</script><script>console.error('config')</script>"
[postprocess]
use = "db"
[optimizer]
lr = 3e-4
[train]
epochs = 3
"""


def run(folder, name="mine", tail=""):
    """Three epochs of a run; returns its folder."""
    path = folder / name
    path.mkdir(parents=True)
    (path / "config.toml").write_text(CONFIG)
    (path / "manifest.json").write_text(json.dumps({"begun": {"time": "2026-01-02T03:04:05Z", "docket": "0.1.0", "data": {"train": [{"image_count": 1234}], "val": []}}}))
    lines = []
    for epoch, (loss, hmean, precision, recall) in enumerate([(1.875, 0.5, 0.4321, 0.6), (1.25, 0.7125, 0.7, 0.725), (None, 0.7, 0.69, 0.71)]):
        step = 10 * (epoch + 1)
        lines.append({"step": step - 5, "epoch": epoch, "lr": 0.000123, "train/loss": 1.0625, "images_per_s": 2.5})
        lines.append({"step": step, "epoch": epoch, "epoch/loss": loss, "epoch/loss_prob": 0.25, "val/hmean": hmean, "val/precision": precision, "val/recall": recall, "val/iou_hmean": 0.3})
    (path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + tail)
    return path
