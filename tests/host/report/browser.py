"""browser.py DOCKET: pages of docket report opened in a headless Chromium that reaches no network. 77: there is none."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import inputs

docket = os.path.abspath(sys.argv[1])
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)

    def browse(self, *flags):
        """The page's elements after its scripts ran. No script may have complained."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        done = subprocess.run([chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", f"--user-data-dir={home}",
                               "--virtual-time-budget=5000", *flags, (self.folder / "report.html").as_uri()],
                              capture_output=True, text=True, timeout=120, env={**os.environ, "HOME": str(home)})
        self.assertEqual([line for line in done.stderr.splitlines() if "CONSOLE" in line], [])
        return done.stdout

    def check(self, paths, kinds):
        done = subprocess.run([docket, "report", *map(str, paths)], capture_output=True, text=True, cwd=self.folder, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        for scheme in ("0", "1"):  # dark, light
            page = self.browse("--dump-dom", f"--blink-settings=preferredColorScheme={scheme}")
            charts = re.findall(r'<div class="chart" data-kind="(\w+)"[^>]*>(.*?)<script type="application/json">', page, re.S)
            self.assertEqual([kind for kind, _ in charts], kinds)
            for kind, drawing in charts:
                self.assertIn("<svg", drawing, kind)
                self.assertGreater(drawing.count("<path"), 3, kind)
            self.assertNotIn("<img src=\"x\"", page)
        return page

    def test_a_run_is_drawn(self):
        page = self.check([inputs.run(self.folder)], ["lines", "lines", "lines"])
        self.assertIn(">mean of the epoch</text>", page)

    def test_runs_are_compared_whatever_their_names(self):
        one = inputs.run(self.folder, inputs.HOSTILE.replace("/", "_"))
        self.check([one, inputs.run(self.folder, "two")], ["lines"] * 7)

    def test_folds_tune_and_scores_are_drawn(self):
        paths = [inputs.kfold(self.folder), inputs.tune(self.folder), inputs.evaluation(self.folder / "scores.json")]
        page = self.check(paths, ["bars", "lines", "intervals", "heat", "parallel", "intervals", "bars"])
        for number in ("0.7501", "0.8502", "0.9300", "0.0123", ">41<", ">77<", "0.7125"):
            self.assertIn(number, page)

    def test_an_ensemble_and_the_worst_images_are_drawn(self):
        page = self.check([inputs.ensemble(self.folder), inputs.pictures(self.folder)], ["bars", "intervals", "intervals", "bars"])
        for number in (">0.9375<", ">0.9252<", ">1234<", "70"):
            self.assertIn(number, page)
        self.assertEqual(page.count("<img alt="), 1)

    def test_it_prints(self):
        subprocess.run([docket, "report", str(inputs.run(self.folder))], cwd=self.folder, check=True, capture_output=True, timeout=60)
        self.browse(f"--print-to-pdf={self.folder / 'page.pdf'}")
        self.assertGreater((self.folder / "page.pdf").stat().st_size, 10_000)


if __name__ == "__main__":
    if chromium is None:
        print("no Chromium here (tools/setup --tests installs it)")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
