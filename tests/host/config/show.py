"""`docket config show` prints what a pipeline comes to, and refuses a wrong one with exit code 2 and one line.

show.py DOCKET CONFIGS
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

docket, configs = map(os.path.abspath, sys.argv[1:3])
os.chdir(os.path.dirname(configs))
receipt = "configs/pipelines/receipt.toml"


def show(*words):
    done = subprocess.run([docket, "config", "show", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


class Show(unittest.TestCase):
    def refused(self, words, message):
        code, out, said = show(receipt, *words)
        self.assertEqual((code, out, said), (2, "", f"docket: error: {message}\n"))

    def test_values_come_with_their_origin(self):
        code, out, _ = show(receipt, "postprocess.thresh=0.25")
        self.assertEqual(code, 0)
        self.assertRegex(out, r'(?m)^thresh = 0\.25 +# command line$')
        self.assertRegex(out, r'(?m)^box_thresh = \S+ +# configs/(base/dbnet|pipelines/receipt)\.toml:\d+:\d+$')

    def test_what_it_prints_comes_to_the_same(self):
        _, out, _ = show(receipt, "data.train.images=a = 'b' ü", "backbone.variant=34")
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "again.toml")
            file.write_text(out)
            _, again, _ = show(str(file))
        values = [[line.rsplit("#", 1)[0].strip() for line in text.splitlines() if line and line[0] != "#"] for text in (out, again)]
        self.assertEqual(*values)
        self.assertIn("images = \"a = 'b' ü\"", values[0])

    def test_another_backbone_runs_without_the_weights_of_the_former(self):
        for words in (["backbone.use=efficientnet", "backbone.variant=b0"], ["backbone.use=resnet", "backbone.variant=50"]):
            code, out, _ = show(receipt, *words)
            self.assertEqual(code, 0)
            self.assertRegex(out, r"(?m)^# command line: backbone\.\w+=\w+: 'backbone\.\w+' is now .*; dropped weights = ")
            self.assertRegex(out, r'(?m)^variant = "(50|b0)" +# command line$')
            self.assertNotRegex(out, r"(?m)^weights = ")

    def test_a_wrong_word_is_refused(self):
        self.refused(["postprocess.thresh=2"], "command line: postprocess.thresh=2: 'thresh' is 2, must be in [0, 1]")
        self.refused(["postprocess.tresh=1"], "command line: postprocess.tresh=1: unknown option 'tresh' of [postprocess] "
                                              "with use = \"db\"; did you mean 'thresh'?")
        self.refused(["postproces.thresh=1"],
                     "command line: postproces.thresh=1: unknown section 'postproces'; did you mean 'postprocess'?")
        self.refused(["train.epochs=many"], "command line: train.epochs=many: 'epochs' is \"many\", must be a whole number")
        self.refused(["input.pad=round"], "command line: input.pad=round: 'pad' is \"round\", must be \"stride\" or \"square\"")

    def test_a_wrong_file_is_refused_with_its_line(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "wrong.toml")
            file.write_text("[postprocess]\nuse = \"db\"\nbox_thresh = 2.5\n")
            code, _, said = show(str(file))
        self.assertEqual((code, said), (2, f"docket: error: {file}:3:14: 'box_thresh' is 2.5, must be in [0, 1]\n"))


unittest.main(argv=sys.argv[:1])
