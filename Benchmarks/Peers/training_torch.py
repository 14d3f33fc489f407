"""The processes that training.py starts for PyTorch: one that times training steps, and one that checks.

`serve TASK NETWORK` says what it is and then times steps for as many seconds as each line of input says.
`check TASK FILE` compares the loss and the gradients that wavepress wrote with PyTorch's, in float64.
"""

import argparse
import json
import pathlib
import sys
import time

import torch

import training_tasks
from training_networks import NETWORKS, loss_of

TOLERANCE = 1e-4


# What is timed.


def uniform(shape, inputs):
    bound = inputs**-0.5
    return torch.empty(shape).uniform_(-bound, bound).requires_grad_()


def wavelet_parameters(prefix, size, taps, levels):
    count, length = 0, size
    for _ in range(levels):
        length = (length + taps - 1) // 2
        count += length
    count += length
    diagonals = (("input", size), ("coefficients", count), ("output", size))
    return {
        f"{prefix}.filters": uniform((4, taps), 2),
        f"{prefix}.permutation": torch.randperm(count),
        f"{prefix}.levels": torch.tensor(levels),
    } | {f"{prefix}.0.{name}": torch.ones(n).requires_grad_() for name, n in diagonals}


def start(task, kind):
    """Parameters of a network at its start."""
    sizes = task.sizes
    if task.name == "images":
        p = {
            "conv1.weight": uniform((20, 1, 5, 5), 25),
            "conv1.bias": uniform((20,), 25),
            "conv2.weight": uniform((50, 20, 5, 5), 500),
            "conv2.bias": uniform((50,), 500),
        }
        outputs = features = sizes["features"]
        if kind == "wavelet":
            p |= wavelet_parameters("hidden", features, sizes["taps"], sizes["levels"])
        else:
            outputs = 500
            p["hidden.weight"] = uniform((outputs, features), features)
            p["hidden.bias"] = uniform((outputs,), features)
    else:
        n, inputs = sizes["hidden"], sizes["inputs"]
        outputs = n
        p = {"cell.inputs": uniform((3 * n, inputs), n), "cell.biases": uniform((3 * n,), n)}
        if kind == "wavelet":
            for gate in ("reset", "state"):
                p |= wavelet_parameters(f"cell.{gate}", n, sizes["taps"], sizes["levels"])
            p["cell.update.weight"] = uniform((n, n), n)
        else:
            p |= {
                "cell.gates.weight": uniform((2 * n, n), n),
                "cell.state.weight": uniform((n, n), n),
            }
    if task.name == "text":
        p["embedding.weight"] = torch.randn(sizes["outputs"], inputs).requires_grad_()
    p["readout.weight"] = uniform((sizes["outputs"], outputs), outputs)
    p["readout.bias"] = uniform((sizes["outputs"],), outputs)
    return p


def gru(task):
    """`torch.nn.GRU` with the task's embedding and read-out: parameters and the network."""
    sizes = task.sizes
    unit = torch.nn.GRU(sizes["inputs"], sizes["hidden"])
    readout = torch.nn.Linear(sizes["hidden"], sizes["outputs"])
    modules = [unit, readout]
    if task.name == "text":
        embedding = torch.nn.Embedding(sizes["outputs"], sizes["inputs"])
        modules.append(embedding)

        def network(x):
            return readout(unit(embedding(x))[0][training_tasks.WARM_UP :])

    else:

        def network(x):
            return readout(unit(x)[0][-1])

    return [p for module in modules for p in module.parameters()], network


def batch(task):
    """Inputs and answers of a step."""
    sizes = task.sizes
    count = sizes["batch"]
    if task.name == "images":
        return torch.rand(count, 1, 28, 28) * 2 - 1, torch.randint(10, (count,))
    steps = sizes["steps"]
    if task.name == "pixels":
        return torch.rand(steps, count, 1) * 2 - 1, torch.randint(10, (count,))
    if task.name == "text":
        scored = (steps - training_tasks.WARM_UP) * count
        return torch.randint(49, (steps, count)), torch.randint(49, (scored,))
    values = torch.rand(steps, count)
    marks = torch.zeros(steps, count)
    for low, high in ((0, steps // 2), (steps // 2, steps)):
        marks.scatter_(0, torch.randint(low, high, (1, count)), 1.0)
    return torch.stack([values, marks], dim=-1), (values * marks).sum(0).unsqueeze(-1)


def optimizer(task, parameters):
    """The task's, and the largest norm of its gradients or None. The fast forms where there are some."""
    if task.name == "images":
        return torch.optim.Adadelta(parameters, lr=1.0, foreach=True), None
    if task.name == "text":
        return torch.optim.Adam(parameters, lr=5e-3, fused=True), 0.15
    return torch.optim.RMSprop(parameters, lr=1e-3), 1.0 if task.name == "pixels" else None


def training(task, kind):
    """The number of weights, and a function that takes a step."""
    torch.manual_seed(1)
    batches = [batch(task) for _ in range(8)]
    if kind == "gru":
        parameters, network = gru(task)
    else:
        named = start(task, kind)
        parameters = [p for p in named.values() if p.requires_grad]

        def network(inputs):
            return NETWORKS[task.name](named, inputs)

    update, norm = optimizer(task, parameters)
    taken = 0

    def step():
        nonlocal taken
        inputs, answers = batches[taken % len(batches)]
        taken += 1
        update.zero_grad()
        loss = loss_of(task, network(inputs), answers)
        loss.backward()
        if norm is not None:
            torch.nn.utils.clip_grad_norm_(parameters, norm)
        update.step()
        loss.item()

    return sum(p.numel() for p in parameters), step


def peak_kilobytes():
    """Linux counts this anew for each program; what getrusage gives includes the parent's."""
    try:
        for line in pathlib.Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def serve(task, kind, threads):
    torch.set_num_threads(threads)
    weights, step = training(task, kind)

    def answer(object):
        print(json.dumps(object | {"peak_kilobytes": peak_kilobytes()}), flush=True)

    answer({
        "weights": weights,
        "version": torch.__version__,
        "capability": torch.backends.cpu.get_cpu_capability(),
        "config": torch.__config__.show(),
        "threads": torch.get_num_threads(),
    })  # fmt: skip
    for line in sys.stdin:
        milliseconds = []
        end = time.perf_counter() + float(line)
        while not milliseconds or time.perf_counter() < end:
            start = time.perf_counter_ns()
            step()
            milliseconds.append((time.perf_counter_ns() - start) / 1e6)
        answer({"milliseconds": milliseconds})


# What is checked.


def read_tensors(path):
    data = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    types = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        low, high = (start + offset for offset in entry["data_offsets"])
        tensor = torch.frombuffer(bytearray(data[low:high]), dtype=types[entry["dtype"]])
        if tensor.dtype == torch.float32:
            tensor = tensor.double()
        tensors[name.replace("recurrent.", "")] = tensor.reshape(entry["shape"])
    return tensors


def channels_first(name, tensor):
    return tensor.permute(0, 3, 1, 2) if name.startswith("conv") and tensor.dim() == 4 else tensor


def check(task, path):
    tensors = read_tensors(path)
    inputs = tensors.pop("inputs")
    answers = tensors.pop("targets") if "targets" in tensors else tensors.pop("labels")
    loss = tensors.pop("loss")
    gradients = {
        name.removeprefix("gradient."): tensors.pop(name)
        for name in list(tensors)
        if name.startswith("gradient.")
    }
    own = {name: channels_first(name, tensor).clone() for name, tensor in tensors.items()}
    for name in gradients:
        own[name].requires_grad_()
    theirs = loss_of(task, NETWORKS[task.name](own, inputs), answers)
    theirs.backward()

    def compare(what, ours, theirs):
        error = (ours - theirs).norm().item() / theirs.norm().item()
        if not error < TOLERANCE:
            sys.exit(f"{what} differs by {error:.2g} of {theirs.norm().item():.6g}")
        return error

    errors = [compare("the loss", loss, theirs.detach())]
    for name, gradient in gradients.items():
        errors.append(compare(f"the gradient of {name}", channels_first(name, gradient), own[name].grad))
    print(json.dumps({"loss": theirs.item(), "error": max(errors), "compared": len(errors)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("action", choices=("serve", "check"))
    parser.add_argument("task", choices=training_tasks.TASKS)
    parser.add_argument("subject", help="the network, or the file to check")
    parser.add_argument("--threads", type=int, default=2, help="of what is timed")
    options = parser.parse_args()
    task = training_tasks.TASKS[options.task]
    if options.action == "serve":
        serve(task, options.subject, options.threads)
    else:
        check(task, options.subject)


if __name__ == "__main__":
    main()
