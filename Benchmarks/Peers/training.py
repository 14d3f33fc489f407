"""Times training steps of the paper's networks in wavepress and in PyTorch, in one run.

A step is the forward pass, the loss, the backward pass and the optimizer's update. Each candidate has
a process of its own. Before anything is timed, PyTorch computes the loss and the gradients of each
wavepress network from its parameters, and they have to agree. The candidates of a task then take turns
for several rounds. Run through training.sh, which makes the environment that this needs.
"""

import argparse
import json
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

import training_tasks
from results import RESULTS, write

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TORCH = [sys.executable, str(HERE / "training_torch.py")]


def fail(message):
    sys.exit(f"training: {message}")


class Process:
    """A process that times steps of a candidate on request."""

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


def check(task, candidate, command, file):
    """What PyTorch found in the loss and the gradients of one of our networks."""
    # In a process that then ends, so that its memory does not count.
    subprocess.run(
        [*command, "--export", file], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    done = subprocess.run([*TORCH, "check", task.name, file], capture_output=True, text=True)
    if done.returncode:
        fail(
            f"{task.name}, {candidate.name} does not compute what PyTorch computes:\n"
            f"{done.stdout}{done.stderr}"
        )
    return json.loads(done.stdout)


def start(task, candidate, options, folder):
    """Checks a candidate where it is ours and starts it: the process and what the check found."""
    threads = ["--threads", str(options.threads)]
    if not candidate.is_ours:
        command = [*TORCH, "serve", task.name, candidate.argument, *threads]
        return Process(candidate.name, command), None
    command = [str(pathlib.Path(options.bench).resolve()), candidate.argument, *threads]
    file = str(pathlib.Path(folder) / f"{candidate.argument}.safetensors")
    found = check(task, candidate, command, file)
    return Process(candidate.name, command), found


def measure(task, candidates, options):
    """Rows of the results, one for each candidate."""
    processes, checks = [], []
    with tempfile.TemporaryDirectory() as folder:
        for candidate in candidates:
            process, found = start(task, candidate, options, folder)
            processes.append(process)
            checks.append(found)
    for process in processes:  # Memory and threads that the first step makes.
        process.time(0.01, keep=False)
    for number in range(options.rounds):
        print(f"{task.name}: round {number + 1} of {options.rounds}", file=sys.stderr)
        for process in processes:
            process.time(options.seconds)
    for process in processes:
        process.end()
    return rows_of(task, processes, checks, options)


def cpu_name():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def settings_of(config):
    """PyTorch's own words on how it was built, the essential ones."""
    words = ("Math Kernel Library", "DNN", "OpenMP", "CPU capability")
    lines = (line.strip(" -") for line in config.splitlines())
    return "; ".join(line for line in lines if len(line) < 160 and any(word in line for word in words))


def built(about):
    """What a process says of how it was built."""
    if "isa" in about:
        return f"instruction set {about['isa']}, OpenBLAS {about['openblas']}"
    return (
        f"{about['version']}, CPU capability {about['capability']}, Python {platform.python_version()}; "
        f"{settings_of(about['config'])}"
    )


def rows_of(task, processes, checks, options):
    baseline = processes[0]
    rows = []
    for process, found in zip(processes, checks):
        # Ratios within rounds, so that what disturbs a round disturbs both sides.
        ratios = [b / own for b, own in zip(baseline.medians, process.medians)]
        sizes = {key: task.sizes.get(key) for key in ("hidden", "steps", "batch")}
        rows.append({
            "task": task.name,
            "candidate": process.name,
            **sizes,
            "threads": options.threads,
            "rounds": options.rounds,
            "seconds": options.seconds,
            "weights": process.about["weights"],
            "median_ms": statistics.median(process.medians),
            "min_ms": min(process.milliseconds),
            "ratio": statistics.median(ratios),
            "min_ratio": min(baseline.milliseconds) / min(process.milliseconds),
            "start_peak_kb": process.about["peak_kilobytes"],
            "peak_kb": process.peak,
            "error": found and found["error"],
            "cpu": cpu_name(),
            "built": built(process.about),
        })  # fmt: skip
    return rows


# The report.


def command(row):
    """What measures a row's task again."""
    settings = [f"--{name} {row[name]}" for name in ("threads", "rounds", "seconds") if name in row]
    options = [f"--tasks {row['task']}", *settings]
    return f"`make training ARGS=\"{' '.join(options)}\"`"


def table(task, rows):
    epoch = f" an epoch of {task.epoch}, s |" if task.epoch else ""
    lines = [
        f"## {task.title}",
        "",
        task.text,
        f"{rows[0]['cpu']}, {rows[0]['threads']} threads, {rows[0]['rounds']} rounds: {command(rows[0])}.",
        "",
        f"| candidate | weights | median, ms | min, ms |{epoch} ratio | peak memory, MB |",
        f"|---|--:|--:|--:|{'--:|' if task.epoch else ''}--:|--:|",
    ]
    for row in rows:
        epoch = f" {row['median_ms'] * task.epoch / 1000:.1f} |" if task.epoch else ""
        lines.append(
            f"| {row['candidate']} | {row['weights']:,} | {row['median_ms']:.1f} | {row['min_ms']:.1f} |"
            f"{epoch} {row['ratio']:.2f} ({row['min_ratio']:.2f}) "
            f"| {row['peak_kb'] / 1024:.0f} ({row['start_peak_kb'] / 1024:.0f}) |"
        )
    return [*lines, ""]


def report(rows):
    """The report on rows of whole tasks or of parts of some."""
    tasks = [task for task in training_tasks.TASKS.values() if any(r["task"] == task.name for r in rows)]
    lines = [
        "# Training steps beside PyTorch",
        "",
        f"float32. {training_tasks.STEP} Each candidate",
        "ran in a process of its own; those of a task took turns. Parameters and data are random, of seed 1.",
        "",
    ]
    for own, name in ((True, "wavepress"), (False, "PyTorch")):
        found = {row["built"]: None for row in rows if row["candidate"].startswith("wavepress") == own}
        lines += [f"- {name}: {text}." for text in found]
    errors = [row["error"] for row in rows if row["error"] is not None]
    if errors:
        lines += [
            "",
            "Before it was timed, PyTorch computed the loss and the gradients of each wavepress network in float64, from the",
            f"same parameters and data; the largest relative difference was {max(errors):.1g}. Periodized and Fastfood maps it took as",
            "matrices, wavelet maps with zero extension as the layer that is timed as PyTorch's.",
        ]
    lines += [
        "",
        "Median: of the rounds' medians. Ratio: the time of the task's first candidate over that of the candidate, the median",
        "of the ratios in each round; in brackets the ratio of the least times. Memory: the most that the process had in use,",
        "in brackets before its first timed step.",
        "",
    ]
    for task in tasks:
        lines += table(task, [row for row in rows if row["task"] == task.name])
    lines += [
        "`torch.nn.GRU` has the reset gate behind the state's matrix, as cuDNN; the others have the paper's cell, with the",
        "reset gate before it. The loop over cells multiplies all inputs at once, and dense reset and update in one product.",
        "PyTorch's wavelet layer takes each level as a convolution of stride two, as the published code does. Steps of",
        "wavepress include the wavelet loss and its gradient, those of PyTorch do not.",
    ]
    return "\n".join(lines) + "\n"


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bench", required=True, help="the bench-training executable")
    parser.add_argument(
        "--tasks", default=",".join(training_tasks.TASKS), help="which, joined by commas"
    )
    parser.add_argument("--rows", default="", help="candidates whose name contains this")
    parser.add_argument("--threads", type=int, default=2, help="of every candidate")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each candidate in each round")
    parser.add_argument("--quick", action="store_true", help="two short rounds")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 2, 0.3
    if options.threads < 1:
        parser.error(f"--threads must be positive, not {options.threads}")
    if options.rounds < 1:
        parser.error(f"--rounds must be positive, not {options.rounds}")
    if not options.seconds > 0:
        parser.error(f"--seconds must be positive, not {options.seconds}")
    for name in options.tasks.split(","):
        if name not in training_tasks.TASKS:
            parser.error(f"--tasks: {', '.join(training_tasks.TASKS)} are known, not '{name}'")
    return options


def kept_rows():
    """The rows that are kept, of all tasks."""
    path = RESULTS / "training.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [row for row in rows if row.get("task") in training_tasks.TASKS]


def keep(rows, measured):
    """Puts the rows of tasks in the place of those that are kept, and writes the report on all."""
    rows = [row for row in kept_rows() if row["task"] not in measured] + rows
    rows.sort(key=lambda row: list(training_tasks.TASKS).index(row["task"]))
    write(RESULTS / "training.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    write(RESULTS / "training.md", report(rows))


def main():
    options = parse()
    rows, measured = [], options.tasks.split(",")
    for name in measured:
        task = training_tasks.TASKS[name]
        candidates = [c for c in task.candidates if options.rows in c.name]
        if candidates:
            rows += measure(task, candidates, options)
    if not rows:
        fail(f"--rows: no candidate's name contains '{options.rows}'")
    print(report(rows), end="")
    if options.quick or options.rows:
        print("training: a quick look or some rows: results are not kept", file=sys.stderr)
    else:
        keep(rows, measured)


if __name__ == "__main__":
    main()
