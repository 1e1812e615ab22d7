"""split.py DOCKET: docket kfold split as it is typed, with the faults of the reference system's folds, and wrong input."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import unittest

docket = os.path.abspath(sys.argv[1])
PIPELINE = """weights = ""
[backbone]
use = "resnet"
variant = "18"
[data.train]
annotations = "train.json"
images = "pictures/train"
[data.val]
annotations = "val.json"
images = "pictures/val"
"""


class Split(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.annotations("train.json", "train", [f"shop{i % 7}_{i:02}.jpg" for i in range(23)])
        self.annotations("val.json", "val", [f"held_{i}.jpg" for i in range(6)])
        (self.folder / "receipt.toml").write_text(PIPELINE)

    def annotations(self, file, part, names):
        images = {name: {"words": {f"{w:04}": {"points": [[w, 1.50], [9, 1], [9, 9], [1, 9]]} for w in range(i % 5)}} for i, name in enumerate(names)}
        (self.folder / file).write_text(json.dumps({"images": images}))
        (self.folder / "pictures" / part).mkdir(parents=True, exist_ok=True)
        for name in names:
            (self.folder / "pictures" / part / name).write_text(name)

    def split(self, *words, code=0):
        done = subprocess.run([docket, "kfold", "split", *words], capture_output=True, text=True, cwd=self.folder, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def images(self, path):
        return json.loads((self.folder / path).read_text())["images"]

    def expect_partition(self, pairs, inputs):
        whole = {}
        for file in inputs:
            whole.update(self.images(file))
        held_out = []
        for train, val in pairs:
            train, val = self.images(train), self.images(val)
            self.assertEqual({**train, **val}, whole)
            self.assertEqual(len(train) + len(val), len(whole))
            held_out += val
        self.assertEqual(sorted(held_out), sorted(whole))

    def test_section_6_1_folds_are_folds_and_a_key_that_nothing_reads_is_an_error(self):
        out = self.split("receipt.toml", "--out", "folds", "--folds", "4", "optimizer.lr=1e-3", "backbone.variant=34")
        self.assertIn("23 images, 43 words\nfold 0: train 18 images, ", out)
        self.assertIn("; val 5 images, ", out)
        self.expect_partition([(f"folds/fold_{i}/train.json", f"folds/fold_{i}/val.json") for i in range(4)], ["train.json"])
        for i in range(4):
            preset = tomllib.loads((self.folder / f"folds/fold_{i}.toml").read_text())
            self.assertEqual(preset, {"extends": "../receipt.toml", "backbone": {"variant": "34"}, "optimizer": {"lr": 1e-3},
                                      "data": {part: {"annotations": f"folds/fold_{i}/{part}.json", "images": "pictures/train"} for part in ("train", "val")}})
        self.assertIn("the folds set data.train and data.val", self.split("receipt.toml", "--out", "x", "data.train_json_path=fold2.json", code=2))
        self.assertIn("unknown option 'epoch' of [train]; did you mean 'epochs'?", self.split("receipt.toml", "--out", "x", "train.epoch=3", code=2))
        self.assertFalse((self.folder / "x").exists())

    def test_section_6_7_validation_images_stay_out_of_the_folds_unless_they_are_named(self):
        self.split("receipt.toml", "--out", "folds")
        self.assertFalse(any("held" in name for i in range(5) for name in self.images(f"folds/fold_{i}/train.json")))
        self.split("receipt.toml", "train.json", "val.json", "--out", "merged")
        self.expect_partition([(f"merged/fold_{i}/train.json", f"merged/fold_{i}/val.json") for i in range(5)], ["train.json", "val.json"])

    def test_weights_that_may_have_seen_everything_are_told(self):
        words = [docket, "kfold", "split", "receipt.toml"]
        seen = subprocess.run([*words, "--out", "a", "weights=seen.safetensors"], capture_output=True, text=True, cwd=self.folder, timeout=60)
        self.assertIn("every fold begins with the weights of seen.safetensors; if they have seen images of the folds", seen.stderr)
        anew = subprocess.run([*words, "--out", "b"], capture_output=True, text=True, cwd=self.folder, timeout=60)
        self.assertEqual((anew.returncode, anew.stderr), (0, ""))

    def test_section_6_8_a_missing_picture_is_an_error_and_not_skipped(self):
        (self.folder / "pictures/train/shop3_03.jpg").unlink()
        said = self.split("receipt.toml", "--out", "folds", code=4)
        self.assertIn("1 of 23 pictures is not there: pictures/train/shop3_03.jpg", said)

    def test_section_6_15_each_layout_is_written_where_it_is_read_and_no_fold_validates_on_the_whole_val(self):
        files = {"kfold_results_v2": "fold_{}/{}.json", "kfold_results": "fold_{}/{}.json", "jsons_kfold": "fold{}_{}.json", "kfold_splits": "{1}_fold_{0}.json"}
        for layout, name in files.items():
            self.split("train.json", "val.json", "--out", layout, "--layout", layout)
            self.expect_partition([(f"{layout}/" + name.format(i, "train"), f"{layout}/" + name.format(i, "val")) for i in range(5)], ["train.json", "val.json"])
        self.assertEqual(len(json.loads((self.folder / "kfold_splits/fold_mapping.json").read_text())), 29)
        self.assertEqual([fold["val_images"] for fold in json.loads((self.folder / "jsons_kfold/fold_info.json").read_text())["folds"]], [5, 5, 5, 5, 9])

    def test_merged_sets_of_two_picture_folders_get_one_pool(self):
        self.split("receipt.toml", "train.json", "val.json", "--out", "deep/folds")
        for name in [*self.images("train.json"), *self.images("val.json")]:
            self.assertEqual((self.folder / "deep/folds/images" / name).read_text(), name)
        self.assertIn('images = "deep/folds/images"', (self.folder / "deep/folds/fold_0.toml").read_text())

    def test_one_picture_under_two_names_in_two_folds(self):
        (self.folder / "pictures/train/shop1_01.jpg").write_text("shop0_00.jpg")
        said = self.split("receipt.toml", "--out", "folds", "--split-by", "sklearn", "--no-shuffle", "--folds", "23", code=4)
        self.assertIn("1 picture stands in two folds under two names: shop1_01.jpg is shop0_00.jpg", said)
        self.split("receipt.toml", "--out", "folds", "--split-by", "sklearn", "--no-shuffle", "--folds", "23", "data.allow_leakage=true")

    def test_groups_stay_together(self):
        out = self.split("train.json", "--out", "folds", "--group-by", "name:^(shop.)")
        self.assertIn("7 groups by name:^(shop.); the largest is 'shop0' with 4 images\n", out)
        seen = {}
        for i in range(5):
            for name in self.images(f"folds/fold_{i}/val.json"):
                self.assertEqual(seen.setdefault(name[:5], i), i)
        self.assertIn("8 are wanted of 7 groups", self.split("train.json", "--out", "x", "--group-by", "name:^(shop.)", "--folds", "8", code=2))

    def test_the_same_command_makes_the_same_bytes(self):
        for out in ("a", "b"):
            self.split("train.json", "--out", out, "--split-by", "density")
        files = sorted(path.relative_to(self.folder / "a") for path in (self.folder / "a").rglob("*.json"))
        self.assertEqual(len(files), 11)
        for file in files:
            self.assertEqual((self.folder / "a" / file).read_bytes(), (self.folder / "b" / file).read_bytes())

    def test_what_is_there_stays(self):
        (self.folder / "folds").mkdir()
        self.split("train.json", "--out", "folds")
        before = (self.folder / "folds/kfold.json").read_bytes()
        self.assertIn("folds: exists already", self.split("train.json", "--out", "folds", "--seed", "1", code=2))
        self.assertEqual((self.folder / "folds/kfold.json").read_bytes(), before)
        self.assertFalse([path for path in self.folder.iterdir() if path.name.startswith(".")])

    def test_wrong_words(self):
        for words, said in {
            ("train.json", "train.json", "--out", "x"): "image names come twice",
            ("train.json", "--out", "x", "--folds", "30"): "30 are wanted of 23 images",
            ("train.json", "--out", "x", "--folds", "1"): "--folds is '1'",
            ("train.json", "--out", "x", "--split-by", "groups"): "did you mean 'group'?",
            ("train.json", "--out", "x", "--split-by", "group"): "needs --group-by",
            ("train.json", "--out", "x", "--split-by", "density", "--group-by", "tags"): "--group-by does nothing",
            ("train.json", "--out", "x", "--group-by", "tags"): "fits none of 23 images",
            ("train.json", "--out", "x", "--no-shuffle"): "--no-shuffle does nothing",
            ("train.json", "--out", "x", "--layout", "kfold_split"): "did you mean 'kfold_splits'?",
            ("train.json", "--out", "x", "train.epochs=3"): "no pipeline (.toml) is named",
            ("train.json",): "--out is missing",
            (): "nothing to split",
            ("receipt.toml", "receipt.toml", "--out", "x"): "is a second pipeline",
            ("none.json", "--out", "x"): "none.json: cannot be opened: No such file",
            ("receipt.toml", "other.json", "--out", "x"): "names no folder of pictures for it; add --images",
            ("train.json", "--out", "x", "--images", "nowhere"): "is no folder",
        }.items():
            with self.subTest(words=words):
                done = subprocess.run([docket, "kfold", "split", *words], capture_output=True, text=True, cwd=self.folder, timeout=60)
                self.assertIn(done.returncode, (2, 4))
                self.assertIn(said, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                self.assertFalse((self.folder / "x").exists())


unittest.main(argv=sys.argv[:1])
