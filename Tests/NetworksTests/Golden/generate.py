"""Writes torch.json: optimizers, losses, gradient clipping and a GRU as PyTorch computes them.

To regenerate, from this directory, in a throw-away environment:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install -r requirements.txt
    /tmp/golden/bin/python generate.py

Everything is in double precision, and all figures are printed so that they read back to the same bits.
Matrices are row-major. Pseudo-random inputs are stored, so nothing depends on a generator.

* `optimizers`: from `start`, ten steps with the rows of `gradients`; each case stores the parameters after
  every step.
* `losses`: values and gradients of mse_loss and cross_entropy with reduction "mean".
* `clipping`: clip_grad_norm_ of one vector to several maximal norms.
* `gru`: a GRU whose reset gate acts before the recurrent matrix (Wolter, Lin and Yao 2020),

      r  = sigmoid(W_r h + V_r x + b_r),  z = sigmoid(W_z h + V_z x + b_z)
      c  = tanh(W_c (r * h) + V_c x + b_c)
      h' = z * c + (1 - z) * h,           h_0 = 0,

  with a linear read-out of the state at every step and mse_loss over all of its outputs. `inputs`, `states`,
  `outputs` and `targets` are [steps, batch, features]. `gradients` are those of `loss` with respect to the
  weights and inputs; `training` holds ten losses, each before a step of RMSprop on all weights.
"""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS = 10


def flat(tensor):
    return [float(value) for value in tensor.detach().reshape(-1)]


def optimizers(generator):
    start = torch.randn(8, generator=generator)
    gradients = torch.randn(STEPS, 8, generator=generator)
    # A gradient that vanishes and one that is tiny.
    gradients[:, 2] = 0
    gradients[:, 5] *= 1e-6
    cases = [
        ("sgd", torch.optim.SGD, {"lr": 0.1}),
        ("sgd", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
        ("sgd", torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.05}),
        ("sgd", torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05}),
        ("rmsprop", torch.optim.RMSprop, {}),
        ("rmsprop", torch.optim.RMSprop, {"lr": 0.001, "alpha": 0.9, "eps": 1e-6}),
        ("rmsprop", torch.optim.RMSprop, {"momentum": 0.9}),
        ("rmsprop", torch.optim.RMSprop, {"momentum": 0.5, "weight_decay": 0.05}),
        ("adam", torch.optim.Adam, {}),
        ("adam", torch.optim.Adam, {"lr": 0.01, "betas": (0.8, 0.95), "eps": 1e-6}),
        ("adam", torch.optim.Adam, {"weight_decay": 0.05}),
        ("adadelta", torch.optim.Adadelta, {}),
        ("adadelta", torch.optim.Adadelta, {"lr": 0.5, "rho": 0.8, "eps": 1e-4}),
        ("adadelta", torch.optim.Adadelta, {"weight_decay": 0.05}),
    ]
    results = []
    for name, kind, options in cases:
        parameters = torch.nn.Parameter(start.clone())
        optimizer = kind([parameters], **options)
        steps = []
        for gradient in gradients:
            parameters.grad = gradient.clone()
            optimizer.step()
            steps.append(flat(parameters))
        options = dict(options)
        if "betas" in options:
            options["beta1"], options["beta2"] = options.pop("betas")
        results.append({"name": name, "options": options, "parameters": steps})
    return {"start": flat(start), "gradients": [flat(row) for row in gradients], "cases": results}


def losses(generator):
    output = torch.randn(5, 3, generator=generator, requires_grad=True)
    target = torch.randn(5, 3, generator=generator)
    loss = torch.nn.functional.mse_loss(output, target)
    loss.backward()
    squared = {
        "output": flat(output),
        "target": flat(target),
        "loss": loss.item(),
        "gradient": flat(output.grad),
    }
    entropies = []
    # Logits so large that their exponentials overflow, too.
    for scale in (1.0, 30.0, 1000.0):
        logits = (torch.randn(6, 4, generator=generator) * scale).requires_grad_()
        labels = torch.tensor([0, 3, 1, 1, 2, 0])
        loss = torch.nn.functional.cross_entropy(logits, labels)
        loss.backward()
        entropies.append(
            {
                "classes": 4,
                "logits": flat(logits),
                "labels": labels.tolist(),
                "loss": loss.item(),
                "gradient": flat(logits.grad),
            }
        )
    return {"mean_squared_error": squared, "cross_entropy": entropies}


def clipping(generator):
    gradient = torch.randn(9, generator=generator)
    cases = []
    for maximum in (0.01, 1.0, float(gradient.norm()), 100.0):
        parameter = torch.nn.Parameter(torch.zeros(9))
        parameter.grad = gradient.clone()
        norm = torch.nn.utils.clip_grad_norm_([parameter], maximum)
        cases.append({"maximum": maximum, "norm": norm.item(), "clipped": flat(parameter.grad)})
    return {"gradient": flat(gradient), "cases": cases}


def gru(generator):
    hidden, inputs, outputs, batch, steps = 8, 3, 2, 4, 12
    weights = {}

    def uniform(name, *shape):
        weights[name] = ((torch.rand(*shape, generator=generator) * 2 - 1) * 0.6).requires_grad_()

    for gate in ("reset", "update", "state"):
        uniform(f"{gate}.weight", hidden, hidden)
        uniform(f"{gate}.input", hidden, inputs)
        uniform(f"{gate}.bias", hidden)
    uniform("readout.weight", outputs, hidden)
    uniform("readout.bias", outputs)
    x = torch.randn(steps, batch, inputs, generator=generator, requires_grad=True)
    targets = torch.randn(steps, batch, outputs, generator=generator)

    def run():
        h = torch.zeros(batch, hidden)
        states = []
        for step in range(steps):

            def gate(name, state):
                recurrent = state @ weights[f"{name}.weight"].T
                return recurrent + x[step] @ weights[f"{name}.input"].T + weights[f"{name}.bias"]

            r = torch.sigmoid(gate("reset", h))
            z = torch.sigmoid(gate("update", h))
            c = torch.tanh(gate("state", r * h))
            h = z * c + (1 - z) * h
            states.append(h)
        states = torch.stack(states)
        return states, states @ weights["readout.weight"].T + weights["readout.bias"]

    states, y = run()
    loss = torch.nn.functional.mse_loss(y, targets)
    loss.backward()
    result = {
        "hidden": hidden,
        "input": inputs,
        "output": outputs,
        "batch": batch,
        "steps": steps,
        "weights": {name: flat(weight) for name, weight in weights.items()},
        "inputs": flat(x),
        "targets": flat(targets),
        "states": flat(states),
        "outputs": flat(y),
        "loss": loss.item(),
        "gradients": {name: flat(weight.grad) for name, weight in weights.items()}
        | {"inputs": flat(x.grad)},
    }
    optimizer = torch.optim.RMSprop(weights.values(), lr=0.01)
    training = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(run()[1], targets)
        loss.backward()
        optimizer.step()
        training.append(loss.item())
    result["training"] = {"rate": 0.01, "losses": training}
    result["trained"] = {name: flat(weight) for name, weight in weights.items()}
    return result


def main():
    generator = torch.Generator().manual_seed(1)
    parts = {
        "optimizers": optimizers(generator),
        "losses": losses(generator),
        "clipping": clipping(generator),
        "gru": gru(generator),
    }
    text = f'{{"generator":"PyTorch {torch.__version__}"'
    for name, part in parts.items():
        entries = [
            f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'), allow_nan=False)}"
            for key, value in part.items()
        ]
        text += f',\n"{name}":{{\n' + ",\n".join(entries) + "\n}"
    text += "}\n"
    json.loads(text)
    path = pathlib.Path(__file__).with_name("torch.json")
    path.write_text(text)
    print(f"{path.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
