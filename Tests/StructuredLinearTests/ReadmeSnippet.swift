import StructuredLinear

let layer = WaveletMap<Float>(inputs: 1024, outputs: 1024, bias: true)
let batch = [Float](repeating: 1, count: 64 * 1024)
let output = layer(batch)
let weights = dump(layer.weightCount, name: "weights")
