"""many_agents.py DOCKET CONFIGS [SECONDS [EVERY [EPOCHS]]]: four agents on one study, one of them killed with -9 every EVERY seconds, by turns alone
and with its training, and another begun in its place. No trial may be lost, none completed twice, and optuna-dashboard shows the study.
The ten minutes of docs/sweep.md: many_agents.py build/docket configs 600 60 40"""
import collections
import importlib.util
import json
import os
import pathlib
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

docket, configs = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
seconds, every, epochs = (float(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((3, 24), (4, 6), (5, 6)))
SEARCH = f"""pipeline = "{configs}/pipelines/receipt.toml"
[fixed]
weights = ""
input.longest_side = 160
train.crop_side = 128
train.epochs = {int(epochs)}
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
"""


def training_of(agent):
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(entry.read_text().rpartition(")")[2].split()[1]) == agent:
                return int(entry.parent.name)
        except (OSError, ProcessLookupError):
            pass


class ManyAgents(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.run_docket("synth", "--count", "4", "--seed", "1", "--longest-side", "300", "--out", "synth", "--quiet")
        (self.folder / "many.toml").write_text(SEARCH)
        self.run_docket("sweep", "many.toml", "--count", "0")
        self.logs = []

    def run_docket(self, *words):
        done = subprocess.run([docket, *words], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def agent(self, *words):
        self.logs.append(self.folder / f"agent_{len(self.logs)}.log")
        with open(self.logs[-1], "w") as log:
            return subprocess.Popen([docket, "sweep", "agent", "sweeps/many.db", *words], cwd=self.folder, stdout=log, stderr=subprocess.STDOUT)

    def rows(self, sql):
        with sqlite3.connect(self.folder / "sweeps/many.db", timeout=30) as database:
            return database.execute(sql).fetchall()

    def kill_one(self, agents, draw, with_training):
        chosen = draw.randrange(len(agents))
        training = training_of(agents[chosen].pid) if with_training else None
        agents[chosen].kill()
        if training:
            try:
                os.kill(training, signal.SIGKILL)
            except ProcessLookupError:
                pass
        agents[chosen].wait(timeout=60)
        agents[chosen] = self.agent()

    def test_agents_die_and_no_trial_is_lost_or_completed_twice(self):
        draw, kills = random.Random(5), 0
        agents = [self.agent() for _ in range(4)]
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            time.sleep(every)
            self.kill_one(agents, draw, with_training=kills % 2 == 1)
            kills += 1
        while not self.logs[-1].stat().st_size:  # an agent that begins after the stop would not be ended by it
            time.sleep(0.1)
        self.run_docket("sweep", "stop", "sweeps/many.db")
        for agent in agents:
            self.assertEqual(agent.wait(timeout=600), 0, self.said())
        for _ in range(100):  # a killed agent's training keeps its trial until it has written its checkpoint
            left = self.rows("SELECT count(*) FROM trials WHERE state != 'COMPLETE'")[0][0]
            if left == 0:
                break
            self.assertEqual(self.agent("--count", str(left)).wait(timeout=600), 0, self.said())
        states = self.rows("SELECT number, state FROM trials ORDER BY number")
        self.assertEqual(states, [(n, "COMPLETE") for n in range(len(states))], self.said())
        said = self.said()
        completed = collections.Counter(int(number) for number in re.findall(r"^trial (\d+): complete", said, re.M))
        gone_on = len(re.findall(r"^trial \d+: is gone on with", said, re.M))
        print(f"{kills} agents killed, {gone_on} trials gone on with, {len(states)} trials, {sum(completed.values())} completions", flush=True)
        self.assertLessEqual(max(completed.values()), 1, said)
        # One may have been killed between the database's last word and its own; the study has the value all the same.
        self.assertGreaterEqual(len(completed), len(states) - kills)
        self.assertGreater(gone_on, 0)
        for number, _ in states:
            lines = (self.folder / f"sweeps/many/runs/trial_{number:04}/metrics.jsonl").read_text().splitlines()
            trained = [line["epoch"] for line in map(json.loads, lines) if "epoch/loss" in line]
            self.assertEqual(trained, list(range(int(epochs))), number)
            validated = [line["epoch"] for line in map(json.loads, lines) if "val/hmean" in line]
            self.assertEqual(validated[-1], int(epochs) - 1, number)
        self.assertEqual(self.rows("SELECT trial_id FROM trial_values GROUP BY trial_id HAVING count(*) != 1"), [])
        if importlib.util.find_spec("optuna_dashboard"):
            self.look_at_the_dashboard(len(states))

    def look_at_the_dashboard(self, trials):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([sys.executable, "-c", "from optuna_dashboard._cli import main; main()", f"sqlite:///{self.folder}/sweeps/many.db",
                                   "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)

        def get(path):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                return json.load(answer)

        for _ in range(300):
            try:
                studies = get("/api/studies")["study_summaries"]
                break
            except OSError:
                time.sleep(0.2)
        self.assertEqual([study["study_name"] for study in studies], ["many"])
        shown = get(f"/api/studies/{studies[0]['study_id']}")
        self.assertEqual([(trial["number"], trial["state"]) for trial in shown["trials"]], [(n, "Complete") for n in range(trials)])
        self.assertEqual({parameter["name"] for parameter in shown["union_search_space"]}, {"optimizer.lr", "optimizer.use"})
        self.assertEqual(len(shown["trials"][0]["intermediate_values"]), epochs)

    def said(self):
        return "".join(log.read_text() for log in self.logs)


unittest.main(argv=sys.argv[:1])
