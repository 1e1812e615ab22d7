"""The shipped pipelines resolve to the values of the reference system's presets (reference-system.md, table rows 11 to 17 and 21)."""
import pathlib
import subprocess
import sys
import tomllib

docket, configs = sys.argv[1:]
common = {"train.crop_side": 0, "train.precision": "fp32", "train.early_stop": 5, "optimizer.use": "adam", "schedule.use": "cosine",
          "checkpoint.keep": 3, "checkpoint.monitor": "val/hmean", "decoder.inner_channels": 256, "head.use": "db"}
resnet18 = {"backbone.use": "resnet", "backbone.variant": "18", "optimizer.lr": 1e-3, "optimizer.weight_decay": 1e-4, "schedule.eta_min": 1e-5}
resnet50 = {"backbone.use": "resnet", "backbone.variant": "50", "optimizer.lr": 5e-4, "optimizer.weight_decay": 1e-4, "schedule.eta_min": 1e-5,
            "train.epochs": 24, "train.batch_size": 4, "input.longest_side": 960}
b4 = {"backbone.use": "efficientnet", "backbone.variant": "b4", "decoder.expect_channels": [32, 56, 160, 448], "train.epochs": 22,
      "train.batch_size": 4, "input.longest_side": 960}


def words(thresh, box_thresh, max_candidates, mode="box"):
    return {"postprocess.thresh": thresh, "postprocess.box_thresh": box_thresh, "postprocess.max_candidates": max_candidates, "postprocess.mode": mode}


presets = {
    "example": resnet18 | words(0.30, 0.40, 300) | {"input.longest_side": 640, "train.batch_size": 16},
    "augmented_v2": resnet18 | words(0.25, 0.30, 500) | {"input.longest_side": 960, "train.batch_size": 8},
    "augmented_resnet50": resnet50 | words(0.25, 0.30, 500),
    "augmented_resnet50_aggressive": resnet50 | words(0.22, 0.25, 600),
    "augmented_resnet50_ultra_aggressive": resnet50 | words(0.20, 0.23, 700),
    "efficientnet_b4_aggressive": b4 | words(0.22, 0.25, 600) | {"optimizer.lr": 3e-4, "optimizer.weight_decay": 1e-4, "schedule.t_max": 22,
                                                               "schedule.eta_min": 1e-5},
    "efficientnet_b4_lr_optimized": b4 | words(0.24, 0.27, 500, "polygon") | {"optimizer.lr": 5.134e-4, "optimizer.weight_decay": 6.797e-5,
                                                                          "schedule.t_max": 24, "schedule.eta_min": 6.39e-6},
    "efficientnet_b3": b4 | {"backbone.variant": "b3", "decoder.expect_channels": [32, 48, 136, 384]} | words(0.22, 0.25, 600),
}
# Section 3.1, step 5: the numbers that tell the augmentations apart, and the order.
full = [("rotate", 0.6, {"limit_deg": 12}), ("shift_scale_rotate", 0.5, {"shift": 0.06, "scale": 0.12, "rotate_deg": 6}),
        ("brightness_contrast", 0.7, {}), ("color_jitter", 0.5, {}), ("one_of", 0.35, {}), ("one_of", 0.25, {}), ("sharpen", 0.4, {}),
        ("shadow", 0.3, {}), ("fog", 0.2, {"coef_min": 0.1, "coef_max": 0.3, "alpha": 0.08}), ("horizontal_flip", 0.5, {})]
v2 = [("rotate", 0.6, {"limit_deg": 10}), ("shift_scale_rotate", 0.5, {"shift": 0.05, "scale": 0.1, "rotate_deg": 5}), full[2], full[3],
      ("gauss_noise", 0.4, {"variance_min": 10, "variance_max": 30}), ("one_of", 0.3, {}), *full[6:]]
augmentations = {"example": full[-1:], "augmented_v2": v2}
missing = {p.stem for p in pathlib.Path(configs, "pipelines").glob("*.toml")} - set(presets) - {"receipt", "receipt_quick"}
assert not missing, f"no expectation for {missing}"
failures = 0
for name, values in presets.items():
    shown = subprocess.run([docket, "config", "show", f"{configs}/pipelines/{name}.toml"], check=True, capture_output=True, text=True)
    resolved = tomllib.loads(shown.stdout)
    for key, wanted in (common | values).items():
        section, _, option = key.partition(".")
        came = resolved.get(section, {}).get(option)
        if came != wanted:
            print(f"{name}: {key} is {came!r}, wanted {wanted!r}")
            failures += 1
    wanted_steps = augmentations.get(name, full)
    steps = resolved.get("augment", [])
    if [(s["use"], s["p"]) for s in steps] != [w[:2] for w in wanted_steps] or any(
            step.get(key) != value for step, (_, _, numbers) in zip(steps, wanted_steps) for key, value in numbers.items()):
        print(f"{name}: augments by {steps}")
        failures += 1
print(f"{len(presets)} presets looked at")
sys.exit(failures != 0)
