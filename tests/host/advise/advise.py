"""advise.py DOCKET: what docket advise prints for a run folder written by hand, and what it says to a wrong one."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

docket = os.path.abspath(sys.argv[1])
CONFIG = """[backbone]
use = "resnet"
variant = "18"
[postprocess]
use = "db"
[optimizer]
lr = 3e-4
[train]
epochs = {epochs}
[data.val]
annotations = "val.json"
images = "val"
"""


class Advise(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)

    def run_folder(self, name, scores, epochs=None, tail=""):
        """One validation an epoch: (loss, hmean, precision, recall)."""
        run = self.folder / "runs" / name
        (run / "checkpoints").mkdir(parents=True)
        (run / "config.toml").write_text(CONFIG.format(epochs=epochs or len(scores)))
        lines = []
        for epoch, (loss, hmean, precision, recall) in enumerate(scores):
            step = 10 * (epoch + 1)
            lines.append({"step": step, "epoch": epoch, "epoch/loss": loss, "val/hmean": hmean, "val/precision": precision, "val/recall": recall})
            (run / "checkpoints" / f"epoch={epoch}-step={step}.ckpt").write_text("")
        (run / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + tail)
        return run

    def advise(self, *words):
        done = subprocess.run([docket, "advise", *words], capture_output=True, text=True, cwd=self.folder, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_good_bad_and_next_come_with_commands(self):
        self.run_folder("mine", [(2 - 0.1 * i, 0.967, 0.980, 0.955) for i in range(12)])
        code, out, said = self.advise("runs/mine", "--json", "advice.json")
        self.assertEqual((code, said), (0, ""))
        self.assertRegex(out, r"^runs/mine: resnet 18, adam 0.0003, 12 of 12 epochs, 120 steps, 12 validations\nbest val/hmean 0.9670 ")
        self.assertLess(out.index("\ngood\n"), out.index("\nbad\n"))
        self.assertLess(out.index("\nbad\n"), out.index("\nnext\n"))
        self.assertIn("$ docket evaluate runs/mine/checkpoints/epoch=0-step=10.ckpt postprocess.thresh=0.26 postprocess.box_thresh=0.34\n", out)
        advice = json.loads((self.folder / "advice.json").read_text())
        names = {finding["name"]: finding for finding in advice["findings"]}
        self.assertEqual(names["precision-recall-gap"]["level"], "warning")
        self.assertAlmostEqual(names["precision-recall-gap"]["numbers"]["gap"], 0.025)
        self.assertEqual(names["next-phase"]["level"], "do")
        self.assertTrue(advice["finished"])
        self.assertLess(max(map(len, (line for line in out.splitlines() if "$" not in line))), 120)

    def test_the_run_may_be_given_as_the_current_folder(self):
        run = self.run_folder("mine", [(1, 0.97, 0.97, 0.97)] * 12)
        done = subprocess.run([docket, "advise", "."], capture_output=True, text=True, cwd=run, timeout=60)
        self.assertIn(f"$ docket kfold {run}/config.toml --out {run}-folds", done.stdout)

    def test_a_cut_last_line_is_passed_over(self):
        self.run_folder("mine", [(2, 0.5, 0.5, 0.5), (1, 0.6, 0.6, 0.6)], epochs=9, tail='{"step": 30, "ep')
        code, out, said = self.advise("runs/mine")
        self.assertEqual(code, 0)
        self.assertEqual(said, "docket: warning: runs/mine/metrics.jsonl:3: the last line is cut off and was passed over\n")
        self.assertIn("2 of 9 epochs", out)

    def test_a_wrong_folder_is_refused(self):
        self.run_folder("mine", [(2, 0.5, 0.5, 0.5)])
        def refused(words, code, message):
            self.assertEqual(self.advise(*words), (code, "", f"docket: error: {message}\n"))
        refused(["runs"], 2, "runs: holds no run (no config.toml in it); there are: runs/mine")
        refused(["mine"], 2, "mine: there is no such folder; did you mean 'runs/mine'?")
        refused(["runs/mine/config.toml"], 2, "runs/mine/config.toml: is a file; wanted the folder of a run that 'docket train' made")
        refused([], 2, "command line: too few words; usage: docket advise RUN")
        refused(["runs/mine", "train.epochs=3"], 2, "command line: 'train.epochs=3' changes nothing: docket advise reads what the run was trained with")
        (self.folder / "runs/mine/metrics.jsonl").write_text("")
        refused(["runs/mine"], 4, "runs/mine/metrics.jsonl: holds no metrics yet; wait for the first progress line")
        (self.folder / "runs/mine/metrics.jsonl").unlink()
        refused(["runs/mine"], 4, "runs/mine/metrics.jsonl: cannot be read; 'docket train' writes it with its first progress line")

    def test_an_output_that_cannot_be_written_is_told(self):
        self.run_folder("mine", [(2, 0.5, 0.5, 0.5)])
        code, _, said = self.advise("runs/mine", "--json", "no/such/folder/advice.json")
        self.assertNotEqual(code, 0)
        self.assertIn("no/such/folder/advice.json", said)


unittest.main(argv=sys.argv[:1])
