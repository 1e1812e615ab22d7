"""timm's names of ResNet18 on a plain torch module, where there is no timm."""
from torch import nn


class _Block(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside)
        self.conv2, self.bn2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False), nn.BatchNorm2d(outside)
        if stride > 1:
            self.downsample = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))


def create_model(name, features_only=False, out_indices=(0, 1, 2, 3, 4), pretrained=False):
    assert name == "resnet18" and not pretrained, (name, pretrained)
    model = nn.Module()
    model.conv1, model.bn1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64)
    widths = [64, 64, 128, 256, 512]
    for stage in range(1, max(out_indices) + 1):
        inside, outside = widths[stage - 1], widths[stage]
        setattr(model, f"layer{stage}", nn.Sequential(_Block(inside, outside, 1 if stage == 1 else 2), _Block(outside, outside, 1)))
    if not features_only:
        model.fc = nn.Linear(512, 1000)
    return model
