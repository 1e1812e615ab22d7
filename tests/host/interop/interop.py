"""The programs of docs/interop.md, run against a checkpoint of docket, a timm model and a checkpoint with the reference system's names:
every tensor arrives bit for bit.

    interop.py DOCKET PAGE LIBTORCH      skipped (77) where Python has no torch or no safetensors
"""
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

docket, page, libtorch = sys.argv[1:]
page = pathlib.Path(page).resolve()
docket = os.path.abspath(docket)

from python_with_torch import find_timm, find_torch  # noqa: E402

find_torch(libtorch, page.parent.parent)
find_timm()
import torch  # noqa: E402
import timm  # noqa: E402
from torch import nn  # noqa: E402

BLOCKS = re.findall(r"```python\n(.*?)```", page.read_text(), re.S)
PIPELINE = """
[backbone]
use = "resnet"
variant = "18"
[decoder]
use = "unet"
inner_channels = 16
output_channels = 4
[head]
use = "db"
[postprocess]
use = "db"
[data.train]
annotations = "words.json"
images = "."
[train]
batch_size = 2
crop_side = 64
threads = 1
max_steps = 1
[optimizer]
use = "sgd"
momentum = 0.0
"""


def run(*words):
    done = subprocess.run([docket, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"docket {' '.join(words)}\nended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def tensors_of(path):
    """Name -> bytes, read by hand."""
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    return {name: data[8 + length + at["data_offsets"][0]:8 + length + at["data_offsets"][1]] for name, at in header.items()}


def bytes_of(tensor):
    return tensor.detach().contiguous().numpy().tobytes()


def expect_same(what, wanted, found):
    """Both name -> bytes."""
    assert wanted and wanted.keys() == found.keys(), f"{what}: names differ: {sorted(wanted.keys() ^ found.keys())[:8]}"
    differing = [name for name in wanted if wanted[name] != found[name]]
    assert not differing, f"{what}: {len(differing)} tensors differ: {differing[:8]}"
    print(f"{what}: {len(wanted)} tensors equal", flush=True)


def run_block(word, **replaced):
    """The one program of the page that contains `word`; `replaced`: what a file or a word on the page is here."""
    (text,) = [block for block in BLOCKS if word in block]
    for old, new in replaced.values():
        assert old in text, f"the page no longer says {old}"
        text = text.replace(old, new)
    names = {}
    exec(compile(text, page.name, "exec"), names)
    return names


def write_pictures():
    """Two white words on black, as bitmaps."""
    images = {}
    for name, top in (("a.bmp", 16), ("b.bmp", 24)):
        rows = [b"".join(b"\xff\xff\xff" if 12 <= x < 52 and top <= y < top + 16 else b"\0\0\0" for x in range(64)) for y in reversed(range(64))]
        header = struct.pack("<IiiHHIIiiII", 40, 64, 64, 1, 24, 0, 64 * 64 * 3, 0, 0, 0, 0)
        pathlib.Path(name).write_bytes(b"BM" + struct.pack("<IHHI", 54 + 64 * 64 * 3, 0, 0, 54) + header + b"".join(rows))
        images[name] = {"words": {"0001": {"points": [[12, top], [52, top], [52, top + 16], [12, top + 16]]}}}
    pathlib.Path("words.json").write_text(json.dumps({"images": images}))


def train(name, *words):
    run("train", "small.toml", "--runs", "runs", "--name", name, *words)
    return f"runs/{name}/checkpoints/epoch=0-step=1.ckpt"


class Lightning(nn.Module):
    """The reference system's names; ResNet18, 16 and 4 channels."""
    def __init__(self):
        super().__init__()
        def branch():
            return nn.Sequential(nn.Conv2d(16, 4, 3, 1, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.ConvTranspose2d(4, 4, 2, 2),
                                 nn.BatchNorm2d(4), nn.ReLU(), nn.ConvTranspose2d(4, 1, 2, 2), nn.Sigmoid())
        def outer():
            return nn.Conv2d(16, 4, 3, 1, 1, bias=False)
        self.model = nn.ModuleDict({
            "encoder": nn.ModuleDict({"model": timm.create_model("resnet18", features_only=True, out_indices=(1, 2, 3, 4))}),
            "decoder": nn.ModuleDict({
                "inners": nn.ModuleList([nn.Conv2d(width, 16, 1, bias=False) for width in (64, 128, 256, 512)]),
                "outers": nn.ModuleList([nn.Sequential(outer(), nn.Upsample(scale_factor=s)) for s in (8, 4, 2)] + [outer()])}),
            "head": nn.ModuleDict({"binarize": branch(), "thresh": branch()})})
        self.register_buffer("metric", torch.zeros(1))


def from_docket_to_timm():
    checkpoint = train("mine", "train.ema_decay=0.5", "optimizer.lr=0.01")
    names = run_block("def docket_weights", file=('"runs/mine/checkpoints/epoch=21-step=17996.ckpt"', repr(checkpoint)))
    stored = tensors_of(checkpoint)
    wanted = {name.removeprefix("ema.backbone."): data for name, data in stored.items() if name.startswith("ema.backbone.")}
    expect_same("averaged backbone in timm", wanted, {name: bytes_of(tensor) for name, tensor in names["model"].state_dict().items()})
    assert any(data != stored["backbone." + name] for name, data in wanted.items()), "the average is no other than the weights: a weak test"
    parts = {name for name in stored if name.startswith(("backbone.", "decoder.", "head."))}
    expect_same("whole network", {name: stored["ema." + name] for name in parts}, {name: bytes_of(t) for name, t in names["weights"].items()})
    assert 'variant = "18"' in names["pipeline"], names["pipeline"]

    plain = train("plain")  # without an average
    weights, _ = names["docket_weights"](plain)
    expect_same("network without average", {name: data for name, data in tensors_of(plain).items() if name in parts},
                {name: bytes_of(tensor) for name, tensor in weights.items()})


def from_timm_to_docket():
    names = run_block('pretrained=True', model=("pretrained=True", "pretrained=False"))
    checkpoint = train("trunk", "backbone.weights=resnet18.safetensors", 'train.freeze=["backbone."]')
    expect_same("timm model in docket", {name: bytes_of(tensor) for name, tensor in names["model"].state_dict().items() if not name.startswith("fc.")},
                {name.removeprefix("backbone."): data for name, data in tensors_of(checkpoint).items() if name.startswith("backbone.")})


def from_lightning_to_docket():
    module = Lightning()
    with torch.no_grad():
        for tensor in module.state_dict().values():
            tensor.copy_(tensor * (1 + 0.1 * torch.rand(tensor.shape)) + 0.01 if tensor.is_floating_point() else torch.tensor(7))
    torch.save({"state_dict": module.state_dict(), "epoch": 15}, "lightning.ckpt")
    run_block("def from_lightning", file=('"epoch=15-step=13088.ckpt"', '"lightning.ckpt"'))
    checkpoint = train("whole", "weights=reference.safetensors", 'train.freeze=["backbone.", "decoder.", "head.thresh."]', "optimizer.lr=0")
    # Written out, not computed as the page does. Statistics of the part that is trained move even where its rate is 0.
    wanted = {}
    for name, tensor in module.model.encoder.model.state_dict().items():
        wanted["backbone." + name] = bytes_of(tensor)
    for level in range(4):
        wanted[f"decoder.inner.{level}.weight"] = bytes_of(module.model.decoder.inners[level].weight)
    outers = module.model.decoder.outers
    wanted["decoder.outer.3.weight"] = bytes_of(outers[0][0].weight)  # the coarsest
    wanted["decoder.outer.2.weight"] = bytes_of(outers[1][0].weight)
    wanted["decoder.outer.1.weight"] = bytes_of(outers[2][0].weight)
    wanted["decoder.outer.0.weight"] = bytes_of(outers[3].weight)
    for part, branch in (("prob", "binarize"), ("thresh", "thresh")):
        for name, tensor in module.model.head[branch].state_dict().items():
            wanted[f"head.{part}.{name}"] = bytes_of(tensor)
    def moves(name):
        return name.startswith("head.prob.") and re.search(r"running_|num_batches", name)
    found = {name: data for name, data in tensors_of(checkpoint).items() if name.startswith(("backbone.", "decoder.", "head."))}
    assert wanted.keys() == found.keys(), sorted(wanted.keys() ^ found.keys())[:8]
    expect_same("Lightning checkpoint in docket", {n: d for n, d in wanted.items() if not moves(n)}, {n: d for n, d in found.items() if not moves(n)})


with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    write_pictures()
    pathlib.Path("small.toml").write_text(PIPELINE)
    from_docket_to_timm()
    from_timm_to_docket()
    from_lightning_to_docket()
    os.chdir(page.parent)
