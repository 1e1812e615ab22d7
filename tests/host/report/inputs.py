"""Inputs of docket report, written by hand, with names that try to break out of the page."""
import base64
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


def evaluation(file):
    score = {"hmean": 0.8125, "precision": 0.75, "recall": 0.875, "interval": {"hmean": [0.7501, 0.8502], "precision": [0.7, 0.8], "recall": [0.8, 0.9]}}
    counts = {"words": 8, "detections": 7, "matched": 6}
    file.write_text(json.dumps({"iou": {**score, **counts}, "cleval": {"profile": "receipt", "mean": score, "total": score}, "images": {HOSTILE: {**score, **counts, "cleval": {**score, "num_missed": 77}}},
                                "slices": {"height_px": [{"class": "below 8", **counts, **score}, {"class": "8 to 12", **counts, **score}]}}))
    return file


# A grey JPEG of 8 x 8 px.
JPEG = base64.b64decode("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z")


def pictures(folder):
    """docket evaluate --json scores.json --pictures worst: one picture is there, one is not."""
    (folder / "worst").mkdir()
    (folder / "worst" / "1_a.jpg").write_bytes(JPEG)
    file = evaluation(folder / "pictured.json")
    scores = json.loads(file.read_text())
    file.write_text(json.dumps({**scores, "pictures": [{"image": HOSTILE, "file": "worst/1_a.jpg"}, {"image": "b.jpg", "file": "worst/2_b.jpg"}]}))
    return file


def ensemble(folder, truth=True, difference=-0.0123):
    """docket ensemble of two members; 3 groups had one vote, 7 two."""
    path = folder / "merged"
    path.mkdir()
    score = lambda hmean: {"cleval": {"mean": {"hmean": hmean, "precision": 0.91, "recall": 0.93, "interval": {"hmean": [hmean - 0.01, hmean + 0.01]}}}, "iou": {"hmean": hmean - 0.1}}
    record = {"use": "vote", "options": {"min_votes": 2, "rule": HOSTILE}, "images": 4, "members": [{"file": "a.json", "boxes": 8}, {"file": HOSTILE, "boxes": 9}],
              "groups_by_votes": [0, 3, 7], "kept": 1234, "submission": "merged/submissions/1.csv"}
    if truth:
        for member, hmean in zip(record["members"], (0.9375, 0.9125)):
            member["scores"] = score(hmean)
        record.update({"ensemble": score(0.9252), "gain": {"cleval_mean": {"difference": difference}}, "verdict": f"the ensemble LOSES {-difference} of H to {HOSTILE}"})
    (path / "ensemble.json").write_text(json.dumps(record))
    return path


def kfold(folder):
    folds = folder / "folds"
    for fold in range(2):
        run(folds / "runs", f"mine_fold{fold}")
    (folds / "kfold.json").write_text(json.dumps({"run_stem": "mine", "folds": [{"fold": i, "train": {"images": 41}, "val": {"images": 9}} for i in range(2)]}))
    evaluation(folds / "out_of_fold_score.json")
    return folds


def tune(folder):
    settings = [{"setting": {"thresh": t, "mode": m}, "cleval_mean": {"hmean": 0.9 + t / 10, "precision": 0.9, "recall": 0.9}, "iou": {"hmean": 0.8, "hmean_sd": 0.0123}} for t in (0.2, 0.3) for m in ("plain", HOSTILE)]
    (folder / "tuned").mkdir()
    (folder / "tuned" / "tune.json").write_text(json.dumps({"metric": "CLEval H", "pipeline": "p.toml", "sets": ["val"], "settings": settings, "best": settings[:2], "winner": {"thresh": 0.3}}))
    return folder / "tuned"


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
