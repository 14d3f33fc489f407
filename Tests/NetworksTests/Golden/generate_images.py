"""Writes torch_images.json: a small convolutional network as PyTorch computes it.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements.txt
    /tmp/golden/bin/python generate_images.py

Everything is in double precision, and all figures are printed so that they read back to the same bits.

Images of 14 x 14 go through conv1 (3 channels, 3 x 3), pooling of 2 x 2, conv2 (4 channels, 3 x 3), pooling, a
dense layer of 10, a rectifier and a dense layer of 5, whose cross entropy is the loss. In the case `rectified`,
a rectifier follows each pooling, too. Arrays have PyTorch's layout: images [batch, channels, rows, columns] and
weights [outputs, inputs, rows, columns]. `gradients` are those of the loss with respect to the parameters, the
images and both pooled ones.
"""

import json
import pathlib

import torch
from torch.nn.functional import conv2d, cross_entropy, linear, max_pool2d, relu

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
BATCH = 3


def flat(tensor):
    return [float(value) for value in tensor.detach().reshape(-1)]


def case(rectified, generator):
    def uniform(*shape):
        return ((torch.rand(*shape, generator=generator) * 2 - 1) * 0.5).requires_grad_()

    weights = {
        "conv1.weight": uniform(3, 1, 3, 3),
        "conv1.bias": uniform(3),
        "conv2.weight": uniform(4, 3, 3, 3),
        "conv2.bias": uniform(4),
        "hidden.weight": uniform(10, 16),
        "hidden.bias": uniform(10),
        "readout.weight": uniform(5, 10),
        "readout.bias": uniform(5),
    }
    images = torch.randn(BATCH, 1, 14, 14, generator=generator)
    # Equal pixels, whose windows pool to equal values.
    images[:, :, :6, :6] = 0.25
    images.requires_grad_()
    labels = torch.tensor([4, 0, 2])

    def pool(x):
        pooled = max_pool2d(x, 2)
        pooled = relu(pooled) if rectified else pooled
        pooled.retain_grad()
        return pooled

    pooled1 = pool(conv2d(images, weights["conv1.weight"], weights["conv1.bias"]))
    pooled2 = pool(conv2d(pooled1, weights["conv2.weight"], weights["conv2.bias"]))
    hidden = relu(linear(pooled2.flatten(1), weights["hidden.weight"], weights["hidden.bias"]))
    outputs = linear(hidden, weights["readout.weight"], weights["readout.bias"])
    loss = cross_entropy(outputs, labels)
    loss.backward()
    values = {"images": images, "pooled1": pooled1, "pooled2": pooled2}
    return {
        "batch": BATCH,
        "labels": labels.tolist(),
        "weights": {name: flat(weight) for name, weight in weights.items()},
        "images": flat(images),
        "pooled1": flat(pooled1),
        "pooled2": flat(pooled2),
        "outputs": flat(outputs),
        "loss": loss.item(),
        "gradients": {name: flat(value.grad) for name, value in (weights | values).items()},
    }


def main():
    generator = torch.Generator().manual_seed(1)
    parts = {"plain": case(False, generator), "rectified": case(True, generator)}
    text = f'{{"generator":"PyTorch {torch.__version__}"'
    for name, part in parts.items():
        entries = [
            f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'), allow_nan=False)}"
            for key, value in part.items()
        ]
        text += f',\n"{name}":{{\n' + ",\n".join(entries) + "\n}"
    text += "}\n"
    json.loads(text)
    path = pathlib.Path(__file__).with_name("torch_images.json")
    path.write_text(text)
    print(f"{path.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
