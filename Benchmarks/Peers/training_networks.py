"""The networks of training_tasks.py in PyTorch, as functions of named parameters.

The names are those of wavepress, so that one function serves both: its own random parameters when it
is timed, and those that wavepress wrote when it checks what wavepress computed.
"""

import torch
from torch.nn import functional

import training_tasks


class WaveletLayer:
    """D·W⁻¹·G·Π·W·B with an extension by zeros, its transforms convolutions of stride two.

    What does not depend on the input is computed once for all calls.
    """

    def __init__(self, parameters, prefix):
        def get(name):
            return parameters[f"{prefix}.{name}"]

        filters = get("filters")
        self.taps = filters.shape[1]
        self.levels = int(get("levels"))
        self.analysis = filters[:2].flip(-1).unsqueeze(1)
        self.synthesis = filters[2:].unsqueeze(1)
        self.permutation = get("permutation")
        self.diagonals = [get(f"0.{name}") for name in ("input", "coefficients", "output")]

    def __call__(self, x):
        padding = self.taps - 2
        before, between, behind = self.diagonals
        low, bands, lengths = (x * before).unsqueeze(1), [], []
        for _ in range(self.levels):
            lengths.append(low.shape[-1])
            if lengths[-1] % 2:
                low = functional.pad(low, (0, 1))
            both = functional.conv1d(low, self.analysis, stride=2, padding=padding)
            low = both[:, :1]
            bands.append(both[:, 1])
        flat = torch.cat([low[:, 0], *reversed(bands)], dim=1)
        sizes = [bands[-1].shape[-1], *(band.shape[-1] for band in reversed(bands))]
        low, *bands = (flat[:, self.permutation] * between).split(sizes, dim=1)
        for band, length in zip(bands, reversed(lengths)):
            both = torch.stack([low, band], dim=1)
            low = functional.conv_transpose1d(both, self.synthesis, stride=2, padding=padding)
            low = low[:, 0, :length]
        return low * behind


def map_of(parameters, prefix):
    """The map from rows to rows that the parameters behind a prefix stand for."""
    if f"{prefix}.filters" in parameters and f"{prefix}.permutation" in parameters:
        return WaveletLayer(parameters, prefix)
    weight, bias = parameters[f"{prefix}.weight"], parameters.get(f"{prefix}.bias")
    return lambda x: functional.linear(x, weight, bias)


def lenet(parameters, images):
    x = images
    for name in ("conv1", "conv2"):
        x = functional.conv2d(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"])
        x = functional.max_pool2d(x, 2)
    x = functional.relu(map_of(parameters, "hidden")(x.flatten(1)))
    return map_of(parameters, "readout")(x)


GATES = ("reset", "update", "state")


def stack(parameters):
    """Puts input weights and offsets of the gates one below the other, and the matrices of reset and update."""
    if "cell.inputs" in parameters:
        return parameters
    # A gate's offset is none of its map's.
    biases = {f"cell.{gate}.bias" for gate in GATES}
    stacked = {name: value for name, value in parameters.items() if name not in biases}
    stacked["cell.inputs"] = torch.cat([parameters[f"cell.{gate}.input"] for gate in GATES])
    stacked["cell.biases"] = torch.cat([parameters[f"cell.{gate}.bias"] for gate in GATES])
    if "cell.reset.weight" in parameters and "cell.update.weight" in parameters:
        matrices = [parameters[f"cell.{gate}.weight"] for gate in ("reset", "update")]
        stacked["cell.gates.weight"] = torch.cat(matrices)
    return stacked


def loop(parameters, inputs):
    """The paper's cell, equations 9 to 12: the reset gate acts before the state's matrix.

    What gates get from the inputs is one product for all steps, and dense reset and update gates
    share theirs. The hidden states after each step.
    """
    state_map = map_of(parameters, "cell.state")
    if "cell.gates.weight" in parameters:
        gate_map = map_of(parameters, "cell.gates")
    else:
        reset_map, update_map = map_of(parameters, "cell.reset"), map_of(parameters, "cell.update")

        def gate_map(hidden):
            return torch.cat([reset_map(hidden), update_map(hidden)], dim=1)

    size = parameters["cell.inputs"].shape[0] // 3
    hidden = inputs.new_zeros(inputs.shape[1], size)
    states = []
    sums = functional.linear(inputs, parameters["cell.inputs"], parameters["cell.biases"])
    for step in sums.unbind(0):
        gates = torch.sigmoid(gate_map(hidden) + step[:, : 2 * size])
        reset, update = gates.chunk(2, dim=1)
        candidate = torch.tanh(state_map(reset * hidden) + step[:, 2 * size :])
        hidden = torch.lerp(hidden, candidate, update)
        states.append(hidden)
    return states


def recurrent(parameters, inputs, warm_up=None):
    """The read-out of the last state, or of those behind the warm-up."""
    states = loop(stack(parameters), inputs)
    read = states[-1] if warm_up is None else torch.stack(states[warm_up:])
    return map_of(parameters, "readout")(read)


def text(parameters, symbols):
    vectors = functional.embedding(symbols, parameters["embedding.weight"])
    return recurrent(parameters, vectors, training_tasks.WARM_UP)


NETWORKS = {"adding": recurrent, "images": lenet, "pixels": recurrent, "text": text}


def loss_of(task, outputs, answers):
    if task.name == "adding":
        return functional.mse_loss(outputs, answers)
    return functional.cross_entropy(outputs.flatten(0, -2), answers)
