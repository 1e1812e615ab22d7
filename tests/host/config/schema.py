"""`docket config schema` is a schema that taplo takes, that accepts every file we ship and refuses wrong ones.

schema.py DOCKET CONFIGS    skipped (77) where there is no taplo: on PATH or as DOCKET_TAPLO
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

docket, configs = sys.argv[1:]
taplo = os.environ.get("DOCKET_TAPLO") or shutil.which("taplo")
if not taplo:
    print("no taplo: pip install taplo, or name it by DOCKET_TAPLO")
    sys.exit(77)
failed = []


def check(good, what):
    print("ok  " if good else "FAIL", what)
    if not good:
        failed.append(what)


with tempfile.TemporaryDirectory() as folder:
    schema = pathlib.Path(folder, "pipeline.schema.json")
    schema.write_bytes(subprocess.run([docket, "config", "schema"], check=True, stdout=subprocess.PIPE).stdout)

    def lint(file):
        done = subprocess.run([taplo, "lint", "--no-auto-config", "--schema", schema.as_uri(), str(file)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        return done.returncode == 0, done.stdout

    def refuses(what, text, word):
        file = pathlib.Path(folder, "wrong.toml")
        file.write_text(text)
        accepted, said = lint(file)
        check(not accepted and word in said, f"refuses {what}")

    shipped = sorted(f for part in ("pipelines", "base", "data", "postprocess", "augment") for f in pathlib.Path(configs, part).glob("*.toml"))
    check(len(shipped) >= 8, "the shipped files are found")
    for file in shipped:
        accepted, said = lint(file)
        check(accepted, f"accepts {file.parent.name}/{file.name}" + ("" if accepted else "\n" + said))
        shown = subprocess.run([docket, "config", "show", str(file)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        check(shown.returncode == 0, f"shows {file.parent.name}/{file.name}" + ("" if shown.returncode == 0 else "\n" + shown.stdout))
        resolved = pathlib.Path(folder, "resolved.toml")
        resolved.write_text(shown.stdout)
        check(lint(resolved)[0], f"accepts {file.name} resolved")

    receipt = pathlib.Path(configs, "pipelines", "receipt.toml").read_text()
    check("\nbox_thresh = 0." in receipt, "the shipped pipeline sets box_thresh")
    refuses("a misspelt key", receipt.replace("\nbox_thresh", "\nbox_tresh"), "box_tresh")
    refuses("a misspelt key without use", "[postprocess]\nbox_tresh = 0.3\n", "box_tresh")
    refuses("an out-of-range value", receipt.replace("\nbox_thresh = 0.", "\nbox_thresh = 2."), "box_thresh")
    refuses("an out-of-range value without use", "[postprocess]\nbox_thresh = 2.5\n", "2.5")
    refuses("a value of another type", "[input]\nupscale = 1\n", "boolean")
    refuses("an option of another plugin", "[backbone]\nuse = \"resnet\"\nvariant = \"b0\"\n", "b0")
    refuses("a plugin that is not there", "[backbone]\nuse = \"resnest\"\n", "resnest")
    refuses("an unknown step", "[[augment]]\nuse = \"rotat\"\n", "rotat")
    refuses("an option of another step", "[[augment]]\nuse = \"rotate\"\nalpha = 0.1\n", "alpha")
    refuses("a choice's wrong value", "[[augment]]\nuse = \"one_of\"\n[[augment.of]]\nuse = \"fog\"\nalpha = 3.5\n", "3.5")
    refuses("an unknown section", "[postproces]\nuse = \"db\"\n", "postproces")
    refuses("an unknown key outside any section", "weigths = \"\"\n", "weigths")
    refuses("a key in a list that is no file name", "extends = [1]\n", "string")

sys.exit(1 if failed else 0)
