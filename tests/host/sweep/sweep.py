"""sweep.py DOCKET CONFIGS: docket sweep as it is typed, with tiny trainings: begun, killed, interrupted, gone on with, told and promoted."""
import importlib.util
import json
import os
import pathlib
import re
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

docket, configs = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
SEARCH = f"""pipeline = "{configs}/pipelines/receipt.toml"
[fixed]
weights = ""
input.longest_side = 160
train.crop_side = 128
train.epochs = 2
train.validate_every = 1
train.threads = 1
data.train.annotations = "synth/annotations.json"
data.train.images = "synth/images"
data.val.annotations = "synth/annotations.json"
data.val.images = "synth/images"
data.allow_leakage = true
[space]
optimizer.lr = {{ low = 1e-4, high = 1e-2, log = true }}
optimizer.use = ["adam", "sgd"]
[sampler]
use = "random"
[budget]
trials = 3
"""


class Sweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        subprocess.run([docket, "synth", "--count", "4", "--seed", "1", "--longest-side", "300", "--out", "synth", "--quiet"], cwd=cls.folder, check=True)

    def search(self, name, text=SEARCH):
        (self.folder / f"{name}.toml").write_text(text)
        return f"{name}.toml"

    def sweep(self, *words, code=0):
        done = subprocess.run([docket, "sweep", *words], capture_output=True, text=True, cwd=self.folder, timeout=200)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def rows(self, name, sql):
        with sqlite3.connect(self.folder / f"sweeps/{name}.db") as database:
            return database.execute(sql).fetchall()

    def start(self, *words):
        return subprocess.Popen([docket, "sweep", *words], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def wait_for(self, what, condition):
        for _ in range(1200):
            if condition():
                return
            time.sleep(0.05)
        self.fail("never seen: " + what)

    def test_two_agents_share_a_study_and_the_best_trial_is_promoted(self):
        out = self.sweep(self.search("two"), "--agents", "2")
        self.assertIn("study sweeps/two.db: made, 2 parameters, random, at most 3 trials\n", out)
        self.assertEqual(self.rows("two", "SELECT number, state FROM trials ORDER BY number"), [(n, "COMPLETE") for n in range(3)])
        said = self.sweep("status", "sweeps/two.db")
        self.assertEqual(len(re.findall(r"^trial \d  complete 0\.\d{4} +optimizer\.lr=\S+ optimizer\.use=\"(?:adam|sgd)\"$", said, re.M)), 3, said)
        self.assertIn("3 trials: 3 complete\nbest: trial ", said)
        best = self.sweep("best", "sweeps/two.db")
        self.assertRegex(best, r"^trial \d, val/hmean 0\.\d{4}\n  optimizer\.lr=")
        self.assertTrue((self.folder / best.splitlines()[-1] / "metrics.jsonl").is_file())
        self.assertIn("PED-ANOVA of 3 complete trials", self.sweep("importance", "sweeps/two.db"))
        drawn = subprocess.run([docket, "report", "sweeps/two.db"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        page = (self.folder / "report.html").read_text()
        for said in ("<title>sweep two.db</title>", "3 complete, 0 pruned, 0 failed", "The trials, and the best so far", "3 complete trials, a line each", "Importance (PED-ANOVA)", "The best trials, epoch by epoch", best.split()[3]):
            self.assertIn(said, page)
        promoted = self.sweep("promote", "sweeps/two.db").splitlines()
        self.assertEqual(promoted, ["written: sweeps/two_best.toml", "docket train sweeps/two_best.toml"])
        shown = subprocess.run([docket, "config", "show", "sweeps/two_best.toml"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        lr = re.search(r"optimizer\.lr=(\S+)", best).group(1)
        self.assertRegex(shown.stdout, rf"(?m)^lr = {re.escape(lr)} ")
        self.assertIn("exists already", self.sweep("promote", "sweeps/two.db", code=2))
        # Enough is enough; a larger budget goes on.
        self.assertNotIn("epoch", self.sweep("two.toml"))
        said = self.sweep("two.toml", "budget.trials=4")
        self.assertIn("4 trials: 4 complete", said)
        self.assertIn("no further trial: all 4 trials of the budget are begun\n", said)
        if importlib.util.find_spec("optuna"):
            import optuna
            optuna.logging.set_verbosity(optuna.logging.WARNING)
            study = optuna.load_study(study_name="two", storage=f"sqlite:///{self.folder}/sweeps/two.db")
            self.assertEqual([t.state.name for t in study.trials], ["COMPLETE"] * 4)
            self.assertEqual(set(study.best_trial.params), {"optimizer.lr", "optimizer.use"})
            self.assertEqual(sorted(study.trials[0].intermediate_values), [0, 1])
            study.enqueue_trial({"optimizer.lr": 0.005, "optimizer.use": "sgd"})
            self.assertIn('optimizer.lr=0.005 optimizer.use="sgd"', self.sweep("agent", "sweeps/two.db", "--count", "1"))

            def objective(trial):
                return trial.suggest_float("optimizer.lr", 1e-4, 1e-2, log=True) + len(trial.suggest_categorical("optimizer.use", ["adam", "sgd"]))
            self.sweep("two.toml", "budget.trials=9", "--count", "0")
            ours = self.start("agent", "sweeps/two.db", "--count", "1")
            study.optimize(objective, n_trials=3)
            self.assertEqual(ours.wait(timeout=200), 0)
            ours.stdout.close()
            states = self.rows("two", "SELECT number, state FROM trials ORDER BY number")
            self.assertEqual(states, [(n, "COMPLETE") for n in range(9)])
            self.assertIn("9 trials: 9 complete", self.sweep("status", "sweeps/two.db"))
            self.assertIn(f"best: trial {study.best_trial.number}, val/hmean {study.best_value:.4f}", self.sweep("status", "sweeps/two.db"))
            self.assertEqual(sum("docket:agent" in trial.user_attrs for trial in study.trials), 6)

    def test_a_killed_agents_trial_is_gone_on_with_from_its_checkpoint(self):
        # Enough epochs to be killed in the middle; few enough to end soon after.
        search = self.search("killed", SEARCH.replace("train.epochs = 2", "train.epochs = 8").replace("trials = 3", "trials = 1"))
        agent = self.start(search)
        run = self.folder / "sweeps/killed/runs/trial_0000"
        self.wait_for("an epoch", lambda: self.rows("killed", "SELECT 1 FROM trial_intermediate_values") if (self.folder / "sweeps/killed.db").exists() and run.exists() else False)
        agent.kill()
        agent.communicate(timeout=60)
        self.assertEqual(self.rows("killed", "SELECT state FROM trials"), [("RUNNING",)])
        said = ""
        for _ in range(100):  # its training ends by SIGTERM and keeps its checkpoint; until then the trial is not free
            said = self.sweep("agent", "sweeps/killed.db")
            if "gone on with" in said:
                break
            time.sleep(0.2)
        self.assertIn("trial 0: is gone on with\n", said)
        self.assertEqual(self.rows("killed", "SELECT number, state FROM trials"), [(0, "COMPLETE")])
        epochs = [json.loads(line)["epoch"] for line in (run / "metrics.jsonl").read_text().splitlines() if "epoch/loss" in line]
        # An epoch whose validation was cut off has no line of its own; none has two, and the last is there.
        self.assertEqual(epochs, sorted(set(epochs)))
        self.assertEqual((epochs[0], epochs[-1]), (0, 7))

    def test_ctrl_c_puts_the_trial_back(self):
        search = self.search("cut", SEARCH.replace("train.epochs = 2", "train.epochs = 60").replace("trials = 3", "trials = 1"))
        agent = self.start(search)
        self.wait_for("an epoch", lambda: (self.folder / "sweeps/cut/runs/trial_0000/metrics.jsonl").exists())
        agent.send_signal(signal.SIGINT)
        said = agent.communicate(timeout=60)[0]
        self.assertEqual(agent.returncode, 130, said)
        self.assertIn("trial 0: interrupted, is put back to be gone on with\n", said)
        self.assertEqual(self.rows("cut", "SELECT state FROM trials"), [("WAITING",)])
        self.assertIn("go on with: docket sweep agent ", said)

    def test_an_agent_whose_trials_fail_at_once_stops_itself(self):
        search = self.search("fails", SEARCH.replace('"synth/annotations.json"', '"nowhere.json"').replace("trials = 3", "trials = 50"))
        said = self.sweep(search, code=1)
        self.assertIn("3 trials in a row failed before their first epoch was done, so this agent stops; the last one: ", said)
        self.assertIn("nowhere.json", said)
        self.assertEqual(self.rows("fails", "SELECT state FROM trials"), [("FAIL",)] * 3)

    def test_an_agent_none_of_whose_trials_was_completed_says_so_by_its_exit_code(self):
        search = self.search("none_completed", SEARCH.replace('"synth/annotations.json"', '"nowhere.json"').replace("trials = 3", "trials = 2"))
        said = self.sweep(search, code=1)
        self.assertIn("no trial of this agent was completed, 2 trials failed; the last one: ", said)

    def test_bad_trials_are_pruned_and_hyperband_says_that_s_does_nothing(self):
        text = SEARCH.replace("[budget]", '[pruner]\nuse = "threshold"\nlower = 0.999\n[budget]').replace("trials = 3", "trials = 1").replace("train.epochs = 2", "train.epochs = 40")
        said = self.sweep(self.search("pruned", text))
        self.assertRegex(said, r"trial 0: pruned, 0\.\d{4} at epoch 0, outside \[0\.999, ")
        self.assertEqual(self.rows("pruned", "SELECT state FROM trials"), [("PRUNED",)])
        text = SEARCH.replace("[budget]", '[pruner]\nuse = "hyperband"\nmin_iter = 10\neta = 2\ns = 3\n[budget]')
        done = subprocess.run([docket, "sweep", self.search("band", text), "--count", "0"], capture_output=True, text=True, cwd=self.folder)
        self.assertIn("s = 3 has no effect once min_iter is set", done.stdout + done.stderr)

    def test_the_guides_three_searches_are_shipped(self):
        for name, parameters in {"efficientnet_b4": 10, "efficientnet_b4_focused": 6, "efficientnet_b4_lr": 4}.items():
            said = self.sweep(str(configs / f"sweeps/{name}.toml"), "--count", "0")
            self.assertIn(f"study sweeps/{name}.db: made, {parameters} parameters, tpe, pruned by hyperband, at most 15 trials\n", said)

    def test_section_6_4_and_6_11_a_key_that_nothing_reads_cannot_be_searched(self):
        for key, said in {"models.head.thresh": "no section 'models.head'; known: ", "head.thresh": "[head] has no option 'thresh'", "head.unclip_ratio": "[head] has no option 'unclip_ratio'",
                          "postprocess.polygon_unclip_ratio": "'db' of [postprocess] has no option 'polygon_unclip_ratio'; known: thresh, box_thresh"}.items():
            with self.subTest(key=key):
                error = self.sweep(self.search("dead_key", SEARCH.replace("optimizer.lr =", f"{key} =").replace("1e-4", "1").replace("1e-2", "2")), code=2)
                self.assertIn("dead_key.toml:", error)
                self.assertIn(said, error)

    def test_section_6_11_what_is_searched_is_what_is_trained(self):
        self.sweep(self.search("live_key", SEARCH.replace("optimizer.lr = {", "postprocess.unclip_ratio = [1.25]\noptimizer.lr = {")), "--count", "1")
        trained = (self.folder / "sweeps/live_key/runs/trial_0000/config.toml").read_text()
        self.assertRegex(trained, r"(?m)^unclip_ratio = 1\.25")

    def test_section_6_24_nothing_asks_on_standard_input(self):
        reader, writer = os.pipe()
        os.write(writer, b"y\n")
        for words in (("synth", "--count", "1", "--out", "synth"), ("sweep", self.search("unasked"), "--count", "0"), ("sweep", "unasked.toml", "--count", "0"), ("sweep", "stop", "sweeps/unasked.db"),
                      ("kfold", "split", "synth/annotations.json", "--out", "unasked", "--folds", "2"), ("kfold", "split", "synth/annotations.json", "--out", "unasked", "--folds", "2"),
                      ("ensemble", "synth/annotations.json", "synth/annotations.json", "--out", "voted"), ("ensemble", "synth/annotations.json", "synth/annotations.json", "--out", "voted"),
                      ("run", str(configs / "campaigns/ten_way.toml"), "--dry-run"), ("convert", "synth/annotations.json", "synth.zip", "--to", "icdar"), ("convert", "synth/annotations.json", "synth.zip", "--to", "icdar")):
            with self.subTest(words=words):
                done = subprocess.run([docket, *words], stdin=reader, capture_output=True, text=True, cwd=self.folder, timeout=100)
                self.assertIn(done.returncode, (0, 2, 4), done.stderr)
                self.assertTrue(select.select([reader], [], [], 0)[0], "standard input was read")

    def test_wrong_words_and_files(self):
        self.sweep(self.search("right"), "--count", "0")
        for text, said in {
            SEARCH.replace("optimizer.lr =", "optimizer.lrr ="): "did you mean 'lr'?",
            SEARCH.replace("high = 1e-2", "high = 1e9"): "wrong.toml:",
            SEARCH.replace('use = "random"', 'use = "radnom"'): "did you mean 'random'?",
            SEARCH.replace('use = "random"', 'use = "grid"'): "is a range without a step",
            SEARCH.replace("receipt.toml", "reciept.toml"): "but there is no file",
            SEARCH.replace("[budget]", '[pruner]\nuse = "mediam"\n[budget]'): "did you mean 'median'?",
        }.items():
            with self.subTest(said=said):
                error = self.sweep(self.search("wrong", text), code=2)
                self.assertIn(said, error)
                self.assertEqual(len(error.splitlines()), 1)
                self.assertFalse((self.folder / "sweeps/wrong.db").exists())
        self.search("right", SEARCH.replace("1e-2", "2e-2"))
        self.assertIn("was made with another 'space'", self.sweep("right.toml", "--count", "0", code=2))
        for words, code, said in [(("status", "sweeps/none.db"), 4, "there is no such study"), (("statsu", "sweeps/right.db"), 2, "did you mean 'status'?"),
                                  (("best", "sweeps/right.db"), 4, "has no complete trial yet"), (("agent", "sweeps/right.db", "--out", "x"), 2, "--out does nothing"),
                                  (("status", "right.toml"), 4, "right.toml"), ((), 2, "too few words")]:
            with self.subTest(words=words):
                self.assertIn(said, self.sweep(*words, code=code))


unittest.main(argv=sys.argv[:1])
