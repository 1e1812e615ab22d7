"""runs.py DOCKET: what docket kfold train and score think of runs that are there, written by hand; nothing is trained."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

docket = os.path.abspath(sys.argv[1])
PIPELINE = """[backbone]
use = "resnet"
variant = "18"
[train]
epochs = 2
[data.train]
annotations = "train.json"
images = "pictures"
"""


class Runs(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "pictures").mkdir()
        names = [f"{i}.jpg" for i in range(10)]
        for name in names:
            (self.folder / "pictures" / name).write_text(name)
        (self.folder / "train.json").write_text(json.dumps({"images": {name: {"words": {}} for name in names}}))
        (self.folder / "small.toml").write_text(PIPELINE)
        self.kfold("split", "small.toml", "--out", "folds", "--folds", "2")

    def kfold(self, *words, code=0):
        done = subprocess.run([docket, "kfold", *words], capture_output=True, text=True, cwd=self.folder, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def finished_run(self, fold, hmeans, data_of=None):
        """A run of one validation an epoch, that read the data of `data_of`."""
        run = self.folder / f"folds/runs/small_fold{fold}"
        (run / "checkpoints").mkdir(parents=True)
        (run / "config.toml").write_text(PIPELINE)
        plan = json.loads((self.folder / "folds/kfold.json").read_text())["folds"][fold if data_of is None else data_of]
        data = {part: [{"sha256": plan[part]["sha256"], "image_count": plan[part]["images"]}] for part in ("train", "val")}
        (run / "manifest.json").write_text(json.dumps({"begun": {"data": data}}))
        lines = [{"step": 5 * (i + 1), "epoch": i, "epoch/loss": 1, "val/hmean": h, "val/precision": h, "val/recall": h} for i, h in enumerate(hmeans)]
        (run / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        for line in lines:
            (run / "checkpoints" / f"epoch={line['epoch']}-step={line['step']}.ckpt").write_text("")
        return run

    def test_section_6_13_the_best_checkpoint_counts_and_not_the_newest(self):
        self.finished_run(0, [0.97, 0.95])
        self.finished_run(1, [0.90, 0.93])
        out = self.kfold("train", "folds")
        self.assertIn("fold 0: is trained already, best val/hmean 0.9700 (epoch 0): folds/runs/small_fold0/checkpoints/epoch=0-step=5.ckpt\n", out)
        self.assertIn("fold 1: is trained already, best val/hmean 0.9300 (epoch 1): ", out)
        self.assertIn("mean of 2 folds 0.9500, standard deviation 0.0283\n", out)
        self.assertTrue(out.endswith("next: docket kfold score folds\n"))

    def test_section_6_1_a_run_that_read_other_data_is_no_fold(self):
        self.finished_run(0, [0.97, 0.95])
        run = self.finished_run(1, [0.97, 0.95], data_of=0)
        said = self.kfold("train", "folds", code=2)
        self.assertIn("folds/runs/small_fold1: its data.train was not folds/fold_1/train.json", said)
        manifest = json.loads((run.parent / "small_fold0/manifest.json").read_text())
        manifest["begun"]["data"]["train"][0]["image_count"] = 3
        (run.parent / "small_fold0/manifest.json").write_text(json.dumps(manifest))
        self.assertIn("read 3 of the 5 images of folds/fold_0/train.json", self.kfold("train", "folds", code=4))

    def test_section_6_1_a_preset_of_another_fold_is_refused(self):
        shutil.copy(self.folder / "folds/fold_0.toml", self.folder / "folds/fold_1.toml")
        said = self.kfold("train", "folds", code=2)
        self.assertIn("folds/fold_1.toml:", said)
        self.assertIn("data.train.annotations names 'folds/fold_0/train.json', and the fold's file is 'folds/fold_1/train.json'", said)

    def test_changed_files_are_noticed(self):
        val = self.folder / "folds/fold_1/val.json"
        val.write_text(val.read_text() + "\n")
        self.assertIn("folds/fold_1/val.json: is not as the split made it", self.kfold("train", "folds", code=2))
        val.unlink()
        self.assertIn("folds/fold_1/val.json: is missing", self.kfold("score", "folds", code=2))
        (self.folder / "folds/kfold.json").write_text("{}")
        self.assertIn("folds/kfold.json: ", self.kfold("train", "folds", code=2))

    def test_another_working_folder_is_told(self):
        done = subprocess.run([docket, "kfold", "train", "folds"], capture_output=True, text=True, cwd=self.folder, timeout=60)
        moved = self.folder / "elsewhere"
        moved.mkdir()
        done = subprocess.run([docket, "kfold", "train", "../folds"], capture_output=True, text=True, cwd=moved, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("call docket there", done.stderr)

    def test_what_is_not_trained_has_no_score(self):
        self.finished_run(0, [0.97, 0.95])
        self.assertIn("folds/runs/small_fold1: fold 1 is not trained yet; docket kfold train folds", self.kfold("score", "folds", code=2))

    def test_all_at_once_goes_on_with_its_own_folds_alone(self):
        said = self.kfold("small.toml", "--out", "folds", "--folds", "2", "--seed", "7", code=2)
        self.assertIn("folds: was made with another 'seed': 42, now 7", said)

    def test_wrong_words(self):
        self.kfold("split", "train.json", "--out", "bare")
        for words, said in {
            ("train", "bare"): "was made without a pipeline",
            ("train", "pictures"): "holds no folds (no kfold.json in it)",
            ("score", "nowhere"): "holds no folds",
            ("train", "folds", "train.epochs=3"): "comes too late",
            ("score", "folds", "train.epochs=3"): "changes nothing",
            ("train", "folds", "--seed", "3"): "--seed does nothing for 'docket kfold train'",
            ("train",): "too few words",
            ("trian", "folds"): "did you mean 'train'?",
        }.items():
            with self.subTest(words=words):
                self.assertIn(said, self.kfold(*words, code=2))


unittest.main(argv=sys.argv[:1])
