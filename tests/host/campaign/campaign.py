"""campaign.py DOCKET CONFIGS: docket run as it is typed: gates, failures, a killed campaign, and the shipped one with still tinier settings."""
import csv
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

docket, configs = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
# Two words; the prediction finds one of them exactly and nothing else: P = 1, R = 1/2, H = 2/3 by IoU.
WORD = [[10, 10], [60, 10], [60, 30], [10, 30]]
TRUTH = {"images": {"a.jpg": {"words": {"0": {"points": WORD}, "1": {"points": [[10, 100], [60, 100], [60, 130], [10, 130]]}}}}}
FOUND = {"images": {"a.jpg": {"words": {"0": {"points": WORD}}}}}
GATED = """[settings]
enough = 0.6
[stages.score]
run = "evaluate --truth truth.json --predictions found.json --resamples 0 --json {score}/score.json"
values.hmean = "score.json:/iou/hmean"
[stages.good]
when = "score.hmean >= {enough}"
run = "convert found.json --to csv --out {good}/found.csv"
[stages.poor]
when = "score.hmean < {enough}"
run = "convert found.json --to csv --out {poor}/found.csv"
[stages.after_poor]
run = "convert {poor}/found.csv --to predictions --out {after_poor}/back.json"
[stages.after_good]
run = "convert {good}/found.csv --to predictions --out {after_good}/back.json"
"""


class Campaign(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "truth.json").write_text(json.dumps(TRUTH))
        (self.folder / "found.json").write_text(json.dumps(FOUND))

    def file(self, text, name="c.toml"):
        (self.folder / name).write_text(text)
        return name

    def run_docket(self, *words, code=0):
        done = subprocess.run([docket, *map(str, words)], capture_output=True, text=True, cwd=self.folder, timeout=600)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stdout + done.stderr

    def states(self, name="c"):
        return {stage["stage"]: stage["state"] for stage in json.loads((self.folder / f"campaigns/{name}/campaign.json").read_text())["stages"]}

    def test_a_gate_decides_by_what_was_measured_and_finished_stages_are_not_done_again(self):
        self.file(GATED)
        plan = self.run_docket("run", "c.toml", "--dry-run")
        self.assertIn("good: runs if score.hmean >= 0.6, after score; time unknown\n", plan)
        self.assertFalse((self.folder / "campaigns").exists())
        out = self.run_docket("run", "c.toml")
        self.assertRegex(out, r"score: finished in \d+ s, hmean 0.666667\n")
        self.assertIn("poor: skipped: score.hmean is 0.6667, wanted score.hmean < 0.6\n", out)
        self.assertIn("after_poor: skipped: needs poor, which was skipped\n", out)
        self.assertIn("3 stages finished, 2 skipped, 0 failed: campaigns/c\n", out)
        self.assertTrue((self.folder / "campaigns/c/after_good/back.json").is_file())
        again = self.run_docket("run", "c.toml")
        self.assertEqual(again.count("finished before"), 3)
        self.assertNotIn("begins", again)
        # The other branch, with the measured value in the plan already.
        plan = self.run_docket("run", "c.toml", "enough=0.7", "--dry-run")
        self.assertIn("good: will be skipped: score.hmean is 0.6667, wanted score.hmean >= 0.7\n", plan)
        # Four digits would say that this gate passes.
        self.assertRegex(self.run_docket("run", "c.toml", "enough=0.66667", "--dry-run"), r"good: will be skipped: score.hmean is 0.66666\d+, wanted score.hmean >= 0.66667\n")
        self.run_docket("run", "c.toml", "enough=0.7")
        self.assertEqual(self.states(), {"score": "finished", "good": "skipped", "poor": "finished", "after_poor": "finished", "after_good": "skipped"})
        # A changed input is another result; the old one stays and counts again when the input is back.
        (self.folder / "found.json").write_text(json.dumps(TRUTH))
        self.assertRegex(self.run_docket("run", "c.toml"), r"score: finished in \d+ s, hmean 1\n")
        (self.folder / "found.json").write_text(json.dumps(FOUND))
        self.assertEqual(self.run_docket("run", "c.toml").count("finished before"), 3)
        self.run_docket("report", "campaigns/c", "--out", "r.html")
        page = (self.folder / "r.html").read_text()
        for said in ("after_poor", "skipped", "needs poor, which was skipped", "score.hmean &gt;= 0.6", "hmean 0.6667"):
            self.assertIn(said, page)

    def test_a_failing_stage_stops_only_what_needs_it(self):
        self.file(GATED.replace("convert found.json --to csv --out {good}", "convert nowhere.json --to csv --out {good}") +
                  '[stages.alone]\nrun = "convert truth.json --to csv --out {alone}/truth.csv"\n')
        out = self.run_docket("run", "c.toml", code=4)
        self.assertIn("good: failed, exit code 4\n", out)
        self.assertIn("after_good: skipped: needs good, which failed\n", out)
        self.assertIn("go on with: docket run c.toml\n", out)
        out = self.run_docket("run", "c.toml", "out=other place", code=4)
        self.assertIn("go on with: docket run c.toml 'out=other place'\n", out)
        self.assertEqual(self.states(), {"score": "finished", "good": "failed", "poor": "skipped", "after_poor": "skipped", "after_good": "skipped", "alone": "finished"})
        (self.folder / "nowhere.json").write_text(json.dumps(FOUND))
        out = self.run_docket("run", "c.toml")
        self.assertEqual(self.states()["after_good"], "finished")
        self.assertIn("alone: finished before", out)

    def test_a_value_that_is_not_there_fails_the_stage(self):
        self.file(GATED.replace("/iou/hmean", "/iou/hmaen"))
        self.assertIn("has no number at /iou/hmaen ('hmean')", self.run_docket("run", "c.toml", code=4))

    def test_a_campaign_killed_with_its_training_goes_on_from_the_checkpoint(self):
        self.run_docket("synth", "--count", 4, "--longest-side", 300, "--out", "synth", "--quiet")
        self.file(f"""[stages.single]
run = '''train {configs}/pipelines/receipt.toml weights= --runs {{single}}/runs --name a --resume input.longest_side=160 train.crop_side=128 train.threads=1
  train.epochs=30 train.validate_every=100 data.train.annotations=synth/annotations.json data.train.images=synth/images
  data.val.annotations=synth/annotations.json data.val.images=synth/images data.allow_leakage=true'''
resumes = true
""")
        going = subprocess.Popen([docket, "run", "c.toml"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        metrics = self.folder / "campaigns/c/single/runs/a/metrics.jsonl"
        for _ in range(1200):
            if metrics.exists() and metrics.read_text().count("epoch/loss") > 1:
                break
            time.sleep(0.05)
        going.send_signal(signal.SIGKILL)
        going.communicate(timeout=60)
        self.assertEqual(self.states(), {"single": "running"})
        self.assertEqual(json.loads(metrics.read_text().splitlines()[-1])["epoch"] < 29, True)
        out = self.run_docket("run", "c.toml")  # waits until the killed one's training has written its checkpoint
        self.assertIn("single: finished in", out)
        epochs = [json.loads(line)["epoch"] for line in metrics.read_text().splitlines() if "epoch/loss" in line]
        # An epoch that was cut off at its very end has no line of its own; none has two, and the last is there.
        self.assertEqual(epochs, sorted(set(epochs)))
        self.assertEqual((epochs[0], epochs[-1]), (0, 29))

    def test_the_shipped_one_with_still_tinier_settings(self):
        words = ["run", configs / "campaigns/ten_way_small.toml", "receipts=4", "held_out=2", "steps=2", "steps_b0=2", "sweep_steps=1", "trials=1", "folds=2", "votes=2", "enough=0",
                 "network=input.longest_side=160", "small=train.crop_side=128"]
        out = self.run_docket(*words)
        self.assertEqual(set(self.states("ten_way_small").values()), {"finished"}, out)
        ten_way = self.folder / "campaigns/ten_way_small/ten_way/submissions"
        with open(next(ten_way.glob("*.csv")), newline="") as file:
            self.assertEqual(len(list(csv.DictReader(file))), 2)
        members = list((self.folder / "campaigns/ten_way_small/voters").glob("*/fold_*.json"))
        self.assertEqual(len(members), 4)
        again = self.run_docket(*[word if word != "votes=2" else "votes=1" for word in words])
        self.assertEqual(re.findall(r"^(\w+): begins", again, re.M), ["ten_way"])
        self.run_docket("report", "campaigns/ten_way_small", "--out", "r.html")

    def test_the_guides_decision_tree(self):
        self.file("x", "train.json")
        plan = self.run_docket("run", configs / "campaigns/ten_way.toml", "--dry-run")
        for said in ("folds_efficientnet_b4: runs if score.hmean >= 0.965, after score; about 17 h 30 min", "resnet50: runs if score.hmean >= 0.963 and score.hmean < 0.965, after score",
                     "search: runs if score.hmean < 0.965, after score", "ten_way: runs if what it needs does, after voters", "--name efficientnet_b4 --resume data.train.annotations=data/receipts/jsons/train.json"):
            self.assertIn(said, plan)

    def test_wrong_words_and_files(self):
        for text, said in {
            GATED.replace("--predictions", "--prediction"): "unknown flag '--prediction'",
            GATED.replace("convert found.json", "convrt found.json"): "'convrt' is no docket command; did you mean 'convert'?",
            GATED.replace("{good}/found.csv --to pre", "{god}/found.csv --to pre"): "{god} is no stage and no setting; did you mean 'good'?",
            GATED.replace("convert found.json", "run other.toml #"): "a campaign cannot run a campaign",
        }.items():
            with self.subTest(said=said):
                error = self.run_docket("run", self.file(text, "wrong.toml"), code=2)
                self.assertIn(said, error)
                self.assertIn("wrong.toml:", error)
                self.assertEqual(len(error.splitlines()), 1)
                self.assertFalse((self.folder / "campaigns").exists())
        self.file(GATED)
        self.assertIn("has no setting 'enuogh'; did you mean 'enough'?", self.run_docket("run", "c.toml", "enuogh=1", code=2))
        self.assertIn("nowhere.toml", self.run_docket("run", "nowhere.toml", code=2))
        self.assertIn("too few words", self.run_docket("run", code=2))


unittest.main(argv=sys.argv[:1])
