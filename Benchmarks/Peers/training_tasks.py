"""What training.py measures: tasks with their sizes and candidates."""

import dataclasses

STEP = "A step is the forward pass, the loss, the backward pass and the optimizer's update."


@dataclasses.dataclass(frozen=True)
class Candidate:
    name: str
    # Of ours the program's argument, of PyTorch's the network: "gru", "dense" or "wavelet".
    argument: str
    is_ours: bool = False


def torch(name, network):
    return Candidate(name, network)


def ours(name, argument):
    return Candidate(f"wavepress, {name}", argument, is_ours=True)


@dataclasses.dataclass(frozen=True)
class Task:
    name: str
    title: str
    # What is trained, for the report.
    text: str
    # Columns of the results. Those of wavelet maps are the layer's in PyTorch.
    sizes: dict
    # The first is what the others are compared with.
    candidates: tuple
    # Steps of an epoch, where the report gives its time.
    epoch: int = 0


ADDING = Task(
    "adding",
    "Adding problem",
    "The adding problem: h = 512, 150 time steps, batch 50, mean squared error, RMSprop.",
    {"hidden": 512, "steps": 150, "batch": 50, "inputs": 2, "outputs": 1},
    (
        torch("torch.nn.GRU", "gru"),
        torch("torch loop over cells", "dense"),
        ours("dense", "adding-dense"),
        ours("all wavelet (Haar, 8 levels, zero extension)", "adding-wavelet"),
        ours("all wavelet (db3, 6 levels, periodized)", "adding-wavelet-periodized"),
        ours("all Fastfood", "adding-fastfood"),
        ours("state and reset wavelet", "adding-wavelet-state-reset"),
    ),
)

IMAGES = Task(
    "images",
    "LeNet",
    "LeNet-5 on random images of MNIST's size (28 × 28): batch 64, cross entropy, Adadelta. An epoch is 938 steps. The\n"
    "wavelet layer of 800 has Haar filters of 6 taps, 6 levels and zero extension.",
    {"batch": 64, "features": 800, "taps": 6, "levels": 6, "outputs": 10},
    (
        torch("torch, dense", "dense"),
        torch("torch, wavelet", "wavelet"),
        ours("dense", "images-dense"),
        ours("wavelet", "images-wavelet"),
    ),
    epoch=938,
)

PIXELS = Task(
    "pixels",
    "Sequential MNIST",
    "Sequences of 784 random pixels: h = 58, batch 50, cross entropy, gradients clipped at 1, RMSprop. State and reset\n"
    "wavelet maps have db6 filters of 12 taps, 8 levels and zero extension.",
    {"hidden": 58, "steps": 784, "batch": 50, "inputs": 1, "outputs": 10, "taps": 12, "levels": 8},
    (
        torch("torch.nn.GRU", "gru"),
        torch("torch loop over cells", "dense"),
        torch("torch loop, state and reset wavelet", "wavelet"),
        ours("dense", "pixels-dense"),
        ours("state and reset wavelet", "pixels-wavelet-state-reset"),
    ),
)

TEXT = Task(
    "text",
    "Penn Treebank",
    "Random characters in place of the Penn Treebank's 49: vectors of 100, h = 512, segments of 400 of which the first 80\n"
    "are not scored, batch 32, cross entropy, gradients clipped at 0.15, Adam. State and reset wavelet maps have Haar\n"
    "filters of 6 taps, 8 levels and zero extension.",
    {"hidden": 512, "steps": 400, "batch": 32, "inputs": 100, "outputs": 49, "taps": 6, "levels": 8},
    (
        torch("torch.nn.GRU", "gru"),
        torch("torch loop over cells", "dense"),
        torch("torch loop, state and reset wavelet", "wavelet"),
        ours("dense", "text-dense"),
        ours("state and reset wavelet", "text-wavelet-state-reset"),
    ),
)

TASKS = {task.name: task for task in (ADDING, IMAGES, PIXELS, TEXT)}
# Steps of a text that are not scored.
WARM_UP = 80
