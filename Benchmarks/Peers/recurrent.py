"""Times training steps of a gated recurrent network in wavepress and in PyTorch, in one run.

A step is the forward pass, the loss, the backward pass and RMSprop's update. Each candidate has a
process of its own. Before anything is timed, PyTorch computes the loss and the gradients of each
wavepress network from its maps written out as matrices, and they have to agree. The candidates then
take turns for several rounds. Run through recurrent.sh, which makes the environment that this needs.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = ROOT / "Benchmarks" / "Results"

HIDDEN = 512
STEPS = 150
BATCH = 50
RATE = 1e-3
TOLERANCE = 1e-4
BASELINE = "torch.nn.GRU"

# (name in the table, our program's argument or None for PyTorch)
CANDIDATES = (
    (BASELINE, None),
    ("torch loop over cells", None),
    ("wavepress, dense", "dense"),
    ("wavepress, all wavelet (Haar, 8 levels, zero extension)", "wavelet"),
    ("wavepress, all wavelet (db3, 6 levels, periodized)", "wavelet-periodized"),
    ("wavepress, all Fastfood", "fastfood"),
    ("wavepress, state and reset wavelet", "wavelet-state-reset"),
)


def fail(message):
    sys.exit(f"recurrent: {message}")


def peak_kilobytes():
    """Linux counts this anew for each program; what getrusage gives includes the parent's."""
    try:
        for line in pathlib.Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


# The parts below, up to the driver, run in processes of their own: only they load PyTorch.


def adding_batch(torch, generator):
    values = torch.rand(STEPS, BATCH, generator=generator)
    marks = torch.zeros(STEPS, BATCH)
    for low, high in ((0, STEPS // 2), (STEPS // 2, STEPS)):
        steps = torch.randint(low, high, (1, BATCH), generator=generator)
        marks.scatter_(0, steps, 1.0)
    return torch.stack([values, marks], dim=-1), (values * marks).sum(0).unsqueeze(-1)


def loop(torch, inputs, weights, biases, matrices):
    """The paper's cell, equations 9 to 12: the reset gate acts before the state's matrix.

    What gates get from the inputs is one product for all steps, and reset and update share theirs.
    """
    gates, state = matrices
    hidden = inputs.new_zeros(inputs.shape[1], state.shape[1])
    split = 2 * hidden.shape[1]
    for step in torch.nn.functional.linear(inputs, weights, biases).unbind(0):
        recurrent = torch.nn.functional.linear(hidden, gates)
        reset, update = torch.sigmoid(recurrent + step[:, :split]).chunk(2, dim=1)
        candidate = torch.tanh(torch.nn.functional.linear(reset * hidden, state) + step[:, split:])
        hidden = torch.lerp(hidden, candidate, update)
    return hidden


def make_network(torch, name):
    """Parameters and the function from inputs to outputs."""
    readout = torch.nn.Linear(HIDDEN, 1)
    if name == BASELINE:
        gru = torch.nn.GRU(2, HIDDEN)
        return [*gru.parameters(), *readout.parameters()], lambda x: readout(gru(x)[0][-1])
    bound = HIDDEN**-0.5
    shapes = ((3 * HIDDEN, 2), (3 * HIDDEN,), (2 * HIDDEN, HIDDEN), (HIDDEN, HIDDEN))
    own = [torch.empty(shape).uniform_(-bound, bound).requires_grad_() for shape in shapes]
    weights, biases, *matrices = own
    return (
        [*own, *readout.parameters()],
        lambda x: readout(loop(torch, x, weights, biases, matrices)),
    )


def serve_torch(name, threads):
    """Says what it is, then times steps for as many seconds as each line of input says."""
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(1)
    batches = [adding_batch(torch, generator) for _ in range(8)]
    parameters, network = make_network(torch, name)
    optimizer = torch.optim.RMSprop(parameters, lr=RATE)

    def answer(object):
        print(json.dumps(object | {"peak_kilobytes": peak_kilobytes()}), flush=True)

    answer({
        "weights": sum(p.numel() for p in parameters),
        "version": torch.__version__,
        "capability": torch.backends.cpu.get_cpu_capability(),
        "config": torch.__config__.show(),
        "parallel": torch.__config__.parallel_info(),
        "threads": torch.get_num_threads(),
    })  # fmt: skip
    taken = 0
    for line in sys.stdin:
        milliseconds = []
        end = time.perf_counter() + float(line)
        while len(milliseconds) < 3 or time.perf_counter() < end:
            inputs, targets = batches[taken % len(batches)]
            taken += 1
            start = time.perf_counter_ns()
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(network(inputs), targets)
            loss.backward()
            optimizer.step()
            loss.item()
            milliseconds.append((time.perf_counter_ns() - start) / 1e6)
        answer({"milliseconds": milliseconds})


def read_tensors(torch, path):
    data = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    types = {"F32": torch.float32, "F64": torch.float64}
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        low, high = (start + offset for offset in entry["data_offsets"])
        tensor = torch.frombuffer(bytearray(data[low:high]), dtype=types[entry["dtype"]])
        tensors[name] = tensor.reshape(entry["shape"])
    return tensors


def check(path):
    """Compares the loss and the norm of each gradient in a file with PyTorch's, in float64."""
    import torch

    tensors = {name: tensor.double() for name, tensor in read_tensors(torch, path).items()}
    own = {
        name: tensor.requires_grad_()
        for name, tensor in tensors.items()
        if name.startswith(("cell.", "readout."))
    }

    def stacked(part, *gates):
        return torch.cat([own[f"cell.{gate}.{part}"] for gate in gates])

    every = ("reset", "update", "state")
    matrices = stacked("weight", "reset", "update"), own["cell.state.weight"]
    hidden = loop(torch, tensors["inputs"], stacked("input", *every), stacked("bias", *every), matrices)
    outputs = torch.nn.functional.linear(hidden, own["readout.weight"], own["readout.bias"])
    loss = torch.nn.functional.mse_loss(outputs, tensors["targets"])
    loss.backward()

    def compare(what, ours, theirs):
        error = (ours - theirs).norm().item() / theirs.norm().item()
        if not error < TOLERANCE:
            fail(f"{what} differs by {error:.2g} of {theirs.norm().item():.6g}")
        return error

    errors = {"loss": compare("the loss", tensors["loss"], loss.detach())}
    for name, tensor in tensors.items():
        if name.startswith("gradient."):
            errors[name] = compare(name, tensor, own[name.removeprefix("gradient.")].grad)
    print(json.dumps({"loss": loss.item(), "error": max(errors.values()), "compared": len(errors)}))


# Driver.


class Candidate:
    """A process that times steps on request."""

    def __init__(self, name, command):
        self.name = name
        self.milliseconds, self.medians = [], []
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.about = self.receive()

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            fail(f"{self.name} failed")
        answer = json.loads(line)
        self.peak = answer["peak_kilobytes"]
        return answer

    def time(self, seconds, keep=True):
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        measured = self.receive()["milliseconds"]
        if keep:
            self.milliseconds += measured
            self.medians.append(statistics.median(measured))

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def start(name, argument, options, folder):
    """Checks a candidate where it is ours and starts it: the candidate and what the check found."""
    own = [sys.executable, str(pathlib.Path(__file__).resolve())]
    threads = ["--threads", str(options.threads)]
    if argument is None:
        return Candidate(name, [*own, "--serve", name, *threads]), None
    file = str(pathlib.Path(folder) / f"{argument}.safetensors")
    sizes = ["--hidden", str(HIDDEN), "--steps", str(STEPS), "--batch", str(BATCH)]
    bench = str(pathlib.Path(options.bench).resolve())
    command = [bench, argument, *threads, *sizes]
    # In a process that then ends, so that its memory does not count.
    subprocess.run(
        [*command, "--export", file], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    done = subprocess.run([*own, "--check", file], capture_output=True, text=True)
    if done.returncode:
        fail(f"{name} does not compute what PyTorch computes:\n{done.stdout}{done.stderr}")
    return Candidate(name, command), json.loads(done.stdout)


def cpu_name():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def results(candidates, checks, options):
    baseline = next(c for c in candidates if c.name == BASELINE)
    rows = []
    for candidate in candidates:
        found = checks[candidate.name]
        # Ratios within rounds, so that what disturbs a round disturbs both sides.
        ratios = [b / own for b, own in zip(baseline.medians, candidate.medians)]
        rows.append({
            "candidate": candidate.name,
            "hidden": HIDDEN,
            "steps": STEPS,
            "batch": BATCH,
            "threads": options.threads,
            "rounds": options.rounds,
            "weights": candidate.about["weights"],
            "median_ms": statistics.median(candidate.medians),
            "min_ms": min(candidate.milliseconds),
            "ratio": statistics.median(ratios),
            "min_ratio": min(baseline.milliseconds) / min(candidate.milliseconds),
            "start_peak_kb": candidate.about["peak_kilobytes"],
            "peak_kb": candidate.peak,
            "error": found and found["error"],
        })  # fmt: skip
    return rows


def settings_of(config):
    """PyTorch's own words on how it was built, the essential ones."""
    words = ("Math Kernel Library", "DNN", "OpenMP", "CPU capability")
    lines = (line.strip(" -") for line in config.splitlines())
    return "; ".join(line for line in lines if len(line) < 160 and any(word in line for word in words))


def table(rows, candidates, checks):
    ours = next(c.about for c in candidates if "isa" in c.about)
    theirs = next(c.about for c in candidates if "config" in c.about)
    error = max(found["error"] for found in checks.values() if found)
    first = rows[0]
    lines = [
        "# Training steps beside PyTorch",
        "",
        f"{cpu_name()}, {first['threads']} threads, float32: h = {HIDDEN}, {STEPS} time steps, batch {BATCH}, the adding",
        "problem. A step is the forward pass, the loss, the backward pass and RMSprop's update. Each candidate ran in a",
        f"process of its own; they took turns for {first['rounds']} rounds.",
        "",
        f"- wavepress: instruction set {ours['isa']}, OpenBLAS {ours['openblas']}.",
        f"- PyTorch {theirs['version']}, CPU capability {theirs['capability']}, {theirs['threads']} threads, Python {platform.python_version()}.",
        f"  {settings_of(theirs['config'])}.",
        "",
        "Before it was timed, PyTorch computed the loss and gradients of each wavepress network in float64, from its maps",
        f"written out as matrices; the largest relative difference was {error:.1g}.",
        "",
        "Median: of the rounds' medians. Ratio: the time of `torch.nn.GRU` over that of the candidate, the median of the",
        "ratios in each round; in brackets the ratio of the least times. Memory: the most that the process had in use, in",
        "brackets before its first timed step.",
        "",
        "| candidate | weights | median, ms | min, ms | ratio | peak memory, MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['candidate']} | {row['weights']:,} | {row['median_ms']:.1f} | {row['min_ms']:.1f} "
            f"| {row['ratio']:.2f} ({row['min_ratio']:.2f}) "
            f"| {row['peak_kb'] / 1024:.0f} ({row['start_peak_kb'] / 1024:.0f}) |"
        )
    lines += [
        "",
        "`torch.nn.GRU` has the reset gate behind the state's matrix, as cuDNN; the others have the paper's cell, with the",
        "reset gate before it. The loop over cells multiplies all inputs at once, and reset and update in one product.",
    ]
    return "\n".join(lines) + "\n"


def write(path, text):
    """As a whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bench", help="the bench-recurrent executable")
    parser.add_argument("--threads", type=int, default=2, help="of every candidate")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each candidate in each round")
    parser.add_argument("--serve", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--check", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.threads < 1:
        parser.error(f"--threads must be positive, not {options.threads}")
    if options.rounds < 1:
        parser.error(f"--rounds must be positive, not {options.rounds}")
    if not options.seconds > 0:
        parser.error(f"--seconds must be positive, not {options.seconds}")
    if options.serve:
        return serve_torch(options.serve, options.threads)
    if options.check:
        return check(options.check)
    if not options.bench:
        parser.error("--bench is needed")

    candidates, checks = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, argument in CANDIDATES:
            candidate, checks[name] = start(name, argument, options, folder)
            candidates.append(candidate)
    for candidate in candidates:  # Memory and threads that the first step makes.
        candidate.time(0.01, keep=False)
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        for candidate in candidates:
            candidate.time(options.seconds)
    for candidate in candidates:
        candidate.end()

    rows = results(candidates, checks, options)
    report = table(rows, candidates, checks)
    print(report, end="")
    RESULTS.mkdir(parents=True, exist_ok=True)
    write(RESULTS / "recurrent.md", report)
    write(RESULTS / "recurrent.jsonl", "".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
