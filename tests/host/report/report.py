"""report.py DOCKET: the pages of docket report by their text, and what it says to wrong input."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import inputs

docket = os.path.abspath(sys.argv[1])


class Report(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)

    def report(self, *words):
        done = subprocess.run([docket, "report", *map(str, words)], capture_output=True, text=True, cwd=self.folder, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_the_numbers_of_a_run_are_in_its_tables(self):
        inputs.run(self.folder)
        self.assertEqual(self.report("mine", "--out", "page.html")[:2], (0, "page.html\n"))
        page = (self.folder / "page.html").read_text()
        self.assertIn("<title>run mine</title>", page)
        for number in ("0.7125", "0.4321", "1.875", "1.0625", "0.000123", "1,234", "2026-01-02T03:04:05Z"):
            self.assertIn(number, page)
        self.assertRegex(page, r'<tr class="strong"><td class="n">1</td><td class="n">20</td><td class="n">1.25</td>')
        self.assertIn("Content-Security-Policy", page)

    def test_an_ensemble_that_loses_is_a_warning(self):
        for truth, difference, wanted in [(True, -0.0123, '<p class="warning">the ensemble LOSES 0.0123 of H'), (True, 0.01, "<p>the ensemble"), (False, 0, "<h3>The members</h3>")]:
            with tempfile.TemporaryDirectory() as folder:
                self.assertEqual(self.report(inputs.ensemble(pathlib.Path(folder), truth, difference))[0], 0)
            page = (self.folder / "report.html").read_text()
            self.assertIn(wanted, page)
            self.assertRegex(page, r'<td class="n">2</td><td class="n">7</td><td class="n">70</td>')  # 7 of 10 groups had two votes
            self.assertIn("min_votes 2", page)

    def test_the_worst_images_are_in_the_page_and_one_that_is_gone_is_told(self):
        self.assertEqual(self.report(inputs.pictures(self.folder))[0], 0)
        page = (self.folder / "report.html").read_text()
        self.assertIn('src="data:image/jpeg;base64,/9j/4AAQ', page)
        self.assertIn("worst/2_b.jpg is gone</p>", page)

    def test_names_are_escaped(self):
        inputs.run(self.folder, name=inputs.HOSTILE.replace("/", "_"))
        self.assertEqual(self.report(*self.folder.iterdir())[0], 0)
        page = (self.folder / "report.html").read_text()
        self.assertNotIn("<img src=x", page)
        self.assertNotIn("18</script>", page)
        self.assertIn("18&lt;/script&gt;", page)

    def test_a_cut_line_is_passed_over_and_told(self):
        inputs.run(self.folder, tail='{"step": 40, "ep')
        self.assertEqual(self.report("mine")[0], 0)
        self.assertIn("1 line that is no JSON object passed over", (self.folder / "report.html").read_text())

    def test_wrong_input_is_one_clear_line_and_leaves_the_old_page(self):
        (self.folder / "report.html").write_text("old")
        (self.folder / "empty").mkdir()
        (self.folder / "file.json").write_text("[1]")
        (inputs.run(self.folder, "bare") / "metrics.jsonl").write_text("")
        whole = inputs.evaluation(self.folder / "cut.json").read_text()
        (self.folder / "cut.json").write_text(whole[:len(whole) // 2])
        for words, code, wanted in [(["empty"], 4, "empty: is a folder that docket report does not know; it draws a run"), (["nowhere"], 4, "nowhere: is not there"),
                                    (["bare"], 4, "metrics.jsonl: holds no metrics yet"), (["file.json"], 4, "file.json: "), (["cut.json"], 4, "cut.json: is cut off"), ([], 2, "report PATH"),
                                    (["bare", "train.epochs=3"], 2, "changes nothing")]:
            got, _, said = self.report(*words)
            self.assertEqual((got, said.count("\n")), (code, 1), said)
            self.assertIn(wanted, said)
        self.assertEqual((self.folder / "report.html").read_text(), "old")
        inputs.run(self.folder)
        self.assertEqual(self.report("mine", "--out", "no/such/page.html")[0], 4)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
