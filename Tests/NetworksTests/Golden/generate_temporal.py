"""Writes torch_temporal.json: residual blocks and a small temporal convolutional network as PyTorch computes them.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements.txt
    /tmp/golden/bin/python generate_temporal.py

Everything is in double precision, and all figures are printed so that they read back to the same bits.

A block (Bai, Kolter and Koltun 2018) is two causal convolutions with weight normalisation, each followed by a
rectifier, past which the input is added, through a convolution of one tap where the channels differ in number;
a rectifier follows. `blocks` holds blocks with their input, output and the gradients of <output, weighting>.
`network` embeds symbols, sends them through two blocks, the second dilated by 2, and reads out each step by the
embedding and an offset; its loss is the cross entropy of all steps but the first ones.

Sequences are [batch, steps, channels], and weights have PyTorch's layout, [outputs, inputs, taps]. `scale` is the
length of each output's weights and `direction` what they are normalised from.
"""

import json
import pathlib

import torch
from torch.nn.functional import cross_entropy, embedding, linear
from torch.nn.utils.parametrizations import weight_norm

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def flat(tensor):
    return [float(value) for value in tensor.detach().reshape(-1)]


class Block(torch.nn.Module):
    def __init__(self, inputs, outputs, taps, dilation):
        super().__init__()
        self.sizes = {"inputs": inputs, "outputs": outputs, "taps": taps, "dilation": dilation}
        self.cut = (taps - 1) * dilation

        def convolution(inputs):
            layer = torch.nn.Conv1d(inputs, outputs, taps, padding=self.cut, dilation=dilation)
            return weight_norm(layer, dim=0)

        self.conv1 = convolution(inputs)
        self.conv2 = convolution(outputs)
        self.shortcut = torch.nn.Conv1d(inputs, outputs, 1) if inputs != outputs else None

    def causal(self, layer, x):
        # Padding on both sides, of which what lies behind the end is cut off.
        y = layer(x)
        return y[:, :, : y.shape[2] - self.cut]

    def forward(self, x):
        y = torch.relu(self.causal(self.conv1, x))
        y = torch.relu(self.causal(self.conv2, y))
        return torch.relu(y + (x if self.shortcut is None else self.shortcut(x)))

    def named(self):
        names = {
            "parametrizations.weight.original0": "scale",
            "parametrizations.weight.original1": "direction",
        }
        for name, parameter in self.named_parameters():
            part, _, rest = name.partition(".")
            yield f"{part}.{names.get(rest, rest)}", parameter


def randomise(module, generator):
    with torch.no_grad():
        for name, parameter in module.named():
            parameter.copy_(torch.rand(parameter.shape, generator=generator) * 2 - 1)
            if name.endswith("scale"):
                parameter.add_(1.5)


def block_case(inputs, outputs, taps, dilation, generator):
    block = Block(inputs, outputs, taps, dilation)
    randomise(block, generator)
    batch, steps = 2, 9
    x = torch.randn(batch, steps, inputs, generator=generator).requires_grad_()
    y = block(x.transpose(1, 2)).transpose(1, 2)
    weighting = torch.randn(y.shape, generator=generator)
    (y * weighting).sum().backward()
    return block.sizes | {
        "batch": batch,
        "steps": steps,
        "weights": {name: flat(p) for name, p in block.named()},
        "input": flat(x),
        "output": flat(y),
        "weighting": flat(weighting),
        "gradients": {name: flat(p.grad) for name, p in block.named()} | {"input": flat(x.grad)},
    }


class Network(torch.nn.Module):
    def __init__(self, symbols, width, hidden, taps):
        super().__init__()
        self.vectors = torch.nn.Parameter(torch.empty(symbols, width))
        self.bias = torch.nn.Parameter(torch.empty(symbols))
        self.blocks = torch.nn.ModuleList([Block(width, hidden, taps, 1), Block(hidden, width, taps, 2)])

    def forward(self, symbols):
        x = embedding(symbols, self.vectors).transpose(1, 2)
        for block in self.blocks:
            x = block(x)
        return linear(x.transpose(1, 2), self.vectors, self.bias)

    def named(self):
        yield "embedding.weight", self.vectors
        for index, block in enumerate(self.blocks):
            for name, parameter in block.named():
                yield f"block{index}.{name}", parameter
        yield "readout.bias", self.bias


def network_case(generator):
    symbols, width, hidden, taps, batch, steps, unscored = 6, 3, 4, 2, 3, 8, 2
    network = Network(symbols, width, hidden, taps)
    randomise(network, generator)
    text = torch.randint(symbols, (batch, steps + 1), generator=generator)
    outputs = network(text[:, :-1])
    loss = cross_entropy(outputs[:, unscored:].reshape(-1, symbols), text[:, 1 + unscored :].reshape(-1))
    loss.backward()
    return {
        "symbols": symbols,
        "width": width,
        "hidden": hidden,
        "taps": taps,
        "batch": batch,
        "steps": steps,
        "unscored": unscored,
        "text": text.tolist(),
        "weights": {name: flat(p) for name, p in network.named()},
        "outputs": flat(outputs),
        "loss": loss.item(),
        "gradients": {name: flat(p.grad) for name, p in network.named()},
    }


def main():
    generator = torch.Generator().manual_seed(1)
    shapes = [(2, 3, 3, 1), (3, 3, 2, 4), (4, 2, 3, 2), (2, 2, 1, 1), (2, 3, 3, 6)]
    parts = {
        "blocks": [block_case(*shape, generator) for shape in shapes],
        "network": network_case(generator),
    }
    text = json.dumps({"generator": f"PyTorch {torch.__version__}"} | parts, separators=(",", ":"), allow_nan=False)
    path = pathlib.Path(__file__).with_name("torch_temporal.json")
    path.write_text(text.replace(',"', ',\n"') + "\n")
    print(f"{path.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
