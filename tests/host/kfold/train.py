"""train.py DOCKET CONFIGS: two folds of a few synthetic receipts, trained, interrupted, gone on with and scored out of fold."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

docket, configs = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
SMALL = ["--folds", "2", "input.longest_side=160", "train.crop_side=128", "train.epochs=2", "train.validate_every=1", "train.threads=1", "weights="]


def tensors_of(file):
    """Of a safetensors file, all but its metadata, which names the paths of data and run."""
    content = file.read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    del header["__metadata__"]
    return header, content[end:]


def child_of(parent, word):
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            ppid = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if ppid == parent and word.encode() in (entry / "cmdline").read_bytes():
                return int(entry.name)
        except OSError:
            pass


class Train(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.run_docket("synth", "--count", "6", "--seed", "1", "--longest-side", "300", "--out", "synth", "--quiet")

    @classmethod
    def run_docket(cls, *words):
        return subprocess.run([docket, *words], capture_output=True, text=True, cwd=cls.folder, timeout=200)

    def kfold(self, *words, code=0):
        done = self.run_docket("kfold", *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def all(self, out, *more):
        return [str(configs / "pipelines/receipt.toml"), "synth/annotations.json", "--images", "synth/images", "--out", out, *SMALL, *more]

    def test_split_train_and_score_in_one_and_once_more(self):
        out = self.kfold(*self.all("one"))
        for fold in (0, 1):
            self.assertIn(f"fold {fold}: done, best val/hmean ", out)
            self.assertEqual(len(list((self.folder / "one/predictions").glob(f"fold_{fold}_epoch=*.json"))), 1)
        truth = json.loads((self.folder / "synth/annotations.json").read_text())["images"]
        predicted = json.loads((self.folder / "one/out_of_fold.json").read_text())["images"]
        self.assertEqual(set(predicted), set(truth))
        self.assertEqual(json.loads((self.folder / "one/out_of_fold_truth.json").read_text())["images"], truth)
        self.assertIn("out of fold: 6 images, each by the model that did not see it", out)
        self.assertIn("CLEval receipt, mean", out)
        self.assertTrue((self.folder / "one/out_of_fold_score.json").is_file())
        self.kfold("predict", "one", "synth/images", "--out", "voters")
        for fold in (0, 1):
            best = max(json.loads((self.folder / f"one/runs/receipt_fold{fold}/checkpoints/scores.json").read_text()).items(), key=lambda entry: entry[1])[0]
            by_file = self.run_docket("predict", f"one/runs/receipt_fold{fold}/checkpoints/{best}", "synth/images", "--out", f"by_file{fold}", "--scores", "--no-overlays")
            self.assertEqual(by_file.returncode, 0, by_file.stderr)
            wanted = json.loads(next((self.folder / f"by_file{fold}/submissions").glob("*.json")).read_text())
            self.assertEqual(json.loads((self.folder / f"voters/fold_{fold}.json").read_text()), wanted)
            by_run = self.run_docket("predict", f"one/runs/receipt_fold{fold}", "synth/images", "--out", f"by_run{fold}", "--scores", "--no-overlays")
            self.assertEqual(by_run.returncode, 0, by_run.stderr)
            self.assertEqual(json.loads(next((self.folder / f"by_run{fold}/submissions").glob("*.json")).read_text()), wanted)
        self.assertIn("one: is a folder without a validated checkpoint", self.run_docket("evaluate", "one").stderr)
        again = self.kfold(*self.all("one"))
        self.assertIn("the folds in one are there already\n", again)
        self.assertEqual(again.count("is trained already"), 2)
        self.assertEqual(again.count("predicted already"), 2)
        self.assertNotIn("epoch 0: mean loss", again)
        tuned = self.run_docket("tune", "one", "thresh=[0.3,0.5]", "--maps", "maps", "--out", "tuned")
        self.assertEqual(tuned.returncode, 0, tuned.stdout + tuned.stderr)
        self.assertIn("2 settings on 6 images of fold 0, fold 1; the best", tuned.stdout)
        report = json.loads((self.folder / "tuned/tune.json").read_text())
        self.assertEqual(set(report["settings"][0]["sets"]), {"fold 0", "fold 1"})
        said = self.run_docket("tune", "one", "--check", "val", "thresh=[0.3]")
        self.assertIn("--check: does nothing for a folder of folds", said.stderr)

    def test_the_first_error_stops_everything_and_its_exit_code_stays(self):
        self.kfold("split", *self.all("wrong", "backbone.variant=19"))
        said = self.kfold("train", "wrong", code=2)
        self.assertIn("wrong/runs/receipt_fold0: the training of fold 0 ended with exit code 2; go on with: docket kfold train wrong", said)
        self.assertNotIn("fold 1", said)

    def test_folds_side_by_side_share_the_cores_and_become_what_they_are_alone(self):
        self.kfold("split", *self.all("alone"))
        self.kfold("train", "alone")
        self.kfold("split", *self.all("beside"))
        said = self.kfold("train", "beside", "--jobs", "2")
        begun = [said.index(f"fold {i}: 3 images to train, 3 to validate; begins as beside/runs/receipt_fold{i}, tells beside/runs/receipt_fold{i}.log\n") for i in (0, 1)]
        self.assertLess(max(begun), said.index(": done, best val/hmean"))
        self.assertNotIn("epoch 0: mean loss", said)
        for fold in (0, 1):
            self.assertIn("epoch 0: mean loss", (self.folder / f"beside/runs/receipt_fold{fold}.log").read_text())
            name = f"runs/receipt_fold{fold}/checkpoints/epoch=1-step=2.ckpt"
            self.assertEqual(*(tensors_of(self.folder / out / name) for out in ("alone", "beside")))
        self.assertEqual(self.kfold("train", "beside", "--jobs", "2").count("is trained already"), 2)

    def test_an_error_of_one_fold_ends_those_beside_it_with_a_checkpoint(self):
        self.kfold("split", *self.all("one_wrong", "train.epochs=400", "train.validate_every=400", "train.max_steps=400"))
        going = subprocess.Popen([docket, "kfold", "train", "one_wrong", "--jobs", "2"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        runs = [self.folder / f"one_wrong/runs/receipt_fold{fold}" for fold in (0, 1)]
        for _ in range(600):
            if all((run / "metrics.jsonl").exists() and (run / "metrics.jsonl").stat().st_size for run in runs):
                break
            time.sleep(0.1)
        os.kill(child_of(going.pid, "receipt_fold0"), signal.SIGKILL)
        said = going.communicate(timeout=60)[0]
        self.assertEqual(going.returncode, 1, said)
        self.assertIn("the training of fold 0 ended with exit code 137 (", said)
        self.assertIn("fold 1: is stopped, to be gone on with\n", said)
        self.assertGreaterEqual(len(list((runs[1] / "checkpoints").glob("*.ckpt"))), 1)

    def test_an_interrupted_fold_is_gone_on_with(self):
        self.kfold("split", *self.all("cut", "train.epochs=400", "train.validate_every=400", "train.max_steps=400"))
        first = self.folder / "cut/runs/receipt_fold0"
        going = subprocess.Popen([docket, "kfold", "train", "cut"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(600):
            if (first / "metrics.jsonl").exists() and (first / "metrics.jsonl").stat().st_size > 0:
                break
            time.sleep(0.1)
        going.send_signal(signal.SIGINT)
        said = going.communicate(timeout=60)[0]
        self.assertEqual(going.returncode, 130, said)
        self.assertIn("interrupted in fold 0; go on with: docket kfold train cut", said)
        self.assertEqual(len(list((first / "checkpoints").glob("*.ckpt"))), 1)
        self.assertFalse((self.folder / "cut/runs/receipt_fold1").exists())
        going = subprocess.Popen([docket, "kfold", "train", "cut"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertIn("goes on as cut/runs/receipt_fold0", going.stdout.readline())
        going.send_signal(signal.SIGINT)
        self.assertIn("interrupted in fold 0", going.communicate(timeout=60)[0])


unittest.main(argv=sys.argv[:1])
