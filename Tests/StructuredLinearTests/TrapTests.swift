import Kernels
import LinearAlgebra
import StructuredLinear
import Testing
import Wavelets

/// Whether the standard error of a process that trapped holds a text.
private func expectMessage(
  _ result: ExitTest.Result?, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(message.contains(text), sourceLocation: sourceLocation)
}

/// Applies a map to memory of any counts.
private func apply(_ map: some LinearMap<Float>, inputs: Int, outputs: Int, batch: Int) {
  let x = [Float](repeating: 1, count: inputs)
  var y = [Float](repeating: 1, count: outputs)
  var output = y.mutableSpan
  map.apply(x.span, into: &output, batch: batch, workspace: Workspace(threads: 1))
}

/// Pulls gradients of any counts back through a map.
private func pullBack(
  _ map: some LinearMap<Float>, inputs: Int, outputs: Int, inputGradient: Int,
  parameterGradient: Int, batch: Int
) {
  let x = [Float](repeating: 1, count: inputs)
  let dy = [Float](repeating: 1, count: outputs)
  var dx = [Float](repeating: 1, count: inputGradient)
  var dw = [Float](repeating: 1, count: parameterGradient)
  var input = dx.mutableSpan
  var parameters = dw.mutableSpan
  map.pullback(
    x.span, outputGradient: dy.span, inputGradient: &input, parameterGradient: &parameters,
    batch: batch, workspace: Workspace(threads: 1))
}

private func tensorTrain(_ inputs: [Int], _ outputs: [Int], rank: Int) -> TensorTrainMap<Float> {
  var generator = SplitMix64(seed: 0)
  return TensorTrainMap(
    inputFactors: inputs, outputFactors: outputs, rank: rank, using: &generator)
}

@Suite("Shapes that do not fit trap with both values")
struct ShapeTrapTests {
  @Test func waveletInput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      apply(WaveletMap(inputs: 32, outputs: 16), inputs: 63, outputs: 32, batch: 2)
    }
    expectMessage(result, "63 inputs and 32 outputs for a batch of 2 and a map of 16 × 32")
  }

  @Test func waveletOutput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      apply(WaveletMap(inputs: 32, outputs: 16), inputs: 64, outputs: 31, batch: 2)
    }
    expectMessage(result, "64 inputs and 31 outputs for a batch of 2 and a map of 16 × 32")
  }

  @Test func negativeBatch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      apply(WaveletMap(inputs: 32, outputs: 16), inputs: 0, outputs: 0, batch: -1)
    }
    expectMessage(result, "0 inputs and 0 outputs for a batch of -1")
  }

  @Test func waveletParameterGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      pullBack(
        WaveletMap(inputs: 64, outputs: 64), inputs: 64, outputs: 64, inputGradient: 64,
        parameterGradient: 215, batch: 1)
    }
    expectMessage(result, "A gradient of 215 for 216 parameters")
  }

  @Test func waveletInputGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      pullBack(
        WaveletMap(inputs: 64, outputs: 64), inputs: 128, outputs: 128, inputGradient: 127,
        parameterGradient: 216, batch: 2)
    }
    expectMessage(result, "2 × 64 outputs in 127 scalars")
  }

  @Test func fastfoodOutput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      apply(FastfoodMap(inputs: 20, outputs: 30), inputs: 20, outputs: 32, batch: 1)
    }
    expectMessage(result, "20 inputs and 32 outputs for a batch of 1 and a map of 30 × 20")
  }

  @Test func fastfoodParameterGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      pullBack(
        FastfoodMap(inputs: 8, outputs: 8), inputs: 8, outputs: 8, inputGradient: 8,
        parameterGradient: 25, batch: 1)
    }
    expectMessage(result, "A gradient of 25 for 24 parameters")
  }

  @Test func denseInput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      apply(DenseMap(Matrix.identity(4)), inputs: 5, outputs: 4, batch: 1)
    }
    expectMessage(result, "5 inputs and 4 outputs for a batch of 1 and a map of 4 × 4")
  }

  @Test func denseInputGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      pullBack(
        DenseMap(Matrix.identity(4)), inputs: 4, outputs: 4, inputGradient: 3,
        parameterGradient: 16, batch: 1)
    }
    expectMessage(result, "3 inputs and 4 outputs for a batch of 1 and a map of 4 × 4")
  }

  @Test func lowRankInput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      let map = LowRankMap<Float>(inputs: 6, outputs: 4, rank: 2, using: &generator)
      apply(map, inputs: 4, outputs: 4, batch: 1)
    }
    expectMessage(result, "4 inputs and 4 outputs for a batch of 1 and a map of 4 × 6")
  }

  @Test func lowRankParameterGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      let map = LowRankMap<Float>(inputs: 6, outputs: 4, rank: 2, using: &generator)
      pullBack(map, inputs: 6, outputs: 4, inputGradient: 6, parameterGradient: 24, batch: 1)
    }
    expectMessage(result, "A gradient of 24 for 20 parameters")
  }

  @Test func tensorTrainOutput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      apply(tensorTrain([2, 3], [2, 2], rank: 2), inputs: 12, outputs: 9, batch: 2)
    }
    expectMessage(result, "12 inputs and 9 outputs for a batch of 2 and a map of 4 × 6")
  }

  @Test func tensorTrainInputGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      pullBack(
        tensorTrain([2, 3], [2, 2], rank: 2), inputs: 6, outputs: 4, inputGradient: 5,
        parameterGradient: 20, batch: 1)
    }
    expectMessage(result, "5 inputs and 4 outputs for a batch of 1 and a map of 4 × 6")
  }

  @Test func tensorTrainParameterGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      pullBack(
        tensorTrain([2, 3], [2, 2], rank: 2), inputs: 6, outputs: 4, inputGradient: 6,
        parameterGradient: 21, batch: 1)
    }
    expectMessage(result, "A gradient of 21 for 20 parameters")
  }

  @Test func tensorTrainMatrix() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var matrix = [Float](repeating: 0, count: 23)
      var span = matrix.mutableSpan
      tensorTrain([2, 3], [2, 2], rank: 2).writeMatrix(
        into: &span, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "23 scalars for a matrix of 4 × 6")
  }

  @Test func tensorTrainMatrixPullback() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let matrixGradient = [Float](repeating: 0, count: 24)
      var gradient = [Float](repeating: 0, count: 21)
      var span = gradient.mutableSpan
      tensorTrain([2, 3], [2, 2], rank: 2).matrixPullback(
        matrixGradient.span, parameterGradient: &span, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "A gradient of 21 for 20 parameters")
  }

  @Test func dropoutParameterGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var map = DropoutMap(FastfoodMap<Float>(inputs: 8, outputs: 8), rate: 0.5)
      var generator = SplitMix64(seed: 0)
      map.resample(using: &generator)
      pullBack(
        map, inputs: 8, outputs: 8, inputGradient: 8, parameterGradient: 23, batch: 1)
    }
    expectMessage(result, "A gradient of 23 for 24 parameters")
  }

  @Test func auxiliaryGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var gradient = [Float](repeating: 0, count: 20)
      var span = gradient.mutableSpan
      WaveletMap(inputs: 64, outputs: 64).accumulateAuxiliaryGradient(weight: 1, into: &span)
    }
    expectMessage(result, "A gradient of 20 for 216 parameters")
  }

  @Test func matrixColumns() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FastfoodMap<Float>(inputs: 8, outputs: 8)(Matrix.identity(7))
    }
    expectMessage(result, "A matrix of 7 columns for a map of 8 inputs")
  }

  @Test func noWholeBatch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FastfoodMap<Float>(inputs: 8, outputs: 8)([Float](repeating: 1, count: 20))
    }
    expectMessage(result, "20 scalars are no batch of 8 features")
  }
}

@Suite("Impossible maps trap with both values")
struct ConstructionTrapTests {
  @Test func waveletWithoutInputs() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletMap<Float>(inputs: 0, outputs: 4)
    }
    expectMessage(result, "0 inputs and 4 outputs")
  }

  @Test func fastfoodWithoutOutputs() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FastfoodMap<Float>(inputs: 4, outputs: 0)
    }
    expectMessage(result, "4 inputs and 0 outputs")
  }

  @Test func denseWithoutInputs() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = DenseMap<Float>(inputs: -1, outputs: 4, using: &generator)
    }
    expectMessage(result, "-1 inputs and 4 outputs")
  }

  @Test func rankZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 0)
      _ = LowRankMap<Float>(inputs: 6, outputs: 4, rank: 0, using: &generator)
    }
    expectMessage(result, "6 inputs and 4 outputs takes a rank in 1...4, not 0")
  }

  @Test func rankBeyondTheMatrix() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try LowRankMap(Matrix<Float>.identity(3), rank: 4)
    }
    expectMessage(result, "3 inputs and 3 outputs takes a rank in 1...3, not 4")
  }

  @Test func factorsOfDifferentCounts() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = tensorTrain([2, 3], [4], rank: 2)
    }
    expectMessage(result, "as many input factors as output factors, not [2, 3] and [4]")
  }

  @Test func noFactors() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = tensorTrain([], [], rank: 2)
    }
    expectMessage(result, "as many input factors as output factors, not [] and []")
  }

  @Test func factorOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = tensorTrain([2, 3], [4, 0], rank: 2)
    }
    expectMessage(result, "Factors have to be at least 1, not [2, 3] and [4, 0]")
  }

  @Test func tensorTrainOfRankZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = tensorTrain([2, 3], [4, 1], rank: 0)
    }
    expectMessage(result, "a rank of at least 1, not 0")
  }

  @Test func factorsOfNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TensorTrainMap<Float>.factors(of: 0, count: 3)
    }
    expectMessage(result, "3 factors of 0")
  }

  @Test func noLevels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletMap<Float>(inputs: 8, outputs: 8, levels: 0)
    }
    expectMessage(result, "1...30 levels, not 0")
  }

  @Test func noPermutation() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletMap<Float>(inputs: 8, outputs: 8, levels: 1, terms: 0)
    }
    expectMessage(result, "1...65536 permutations, not 0")
  }

  @Test func tooManyLevels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletMap<Float>(inputs: 8, outputs: 8, levels: 31)
    }
    expectMessage(result, "1...30 levels, not 31")
  }

  @Test func oddTaps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletMap<Float>(inputs: 8, outputs: 8, bank: .haar(paddedTo: 5), levels: 1)
    }
    expectMessage(result, "an even number of taps, at least 2, not 5")
  }

  @Test func dropoutOfEverything() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DropoutMap(FastfoodMap<Float>(inputs: 8, outputs: 8), rate: 1)
    }
    expectMessage(result, "A dropout rate has to be in 0..<1, not 1.0")
  }

  @Test func dropoutOfLessThanNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DropoutMap(FastfoodMap<Float>(inputs: 8, outputs: 8), rate: -0.5)
    }
    expectMessage(result, "A dropout rate has to be in 0..<1, not -0.5")
  }

  @Test func dropoutOfNoNumber() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = DropoutMap(FastfoodMap<Float>(inputs: 8, outputs: 8), rate: .nan)
    }
    expectMessage(result, "A dropout rate has to be in 0..<1, not nan")
  }

  @Test func nameTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters = Parameters<Float>()
      parameters.append("weight", shape: [1], role: .matrix, [1])
      parameters.append("weight", shape: [1], role: .matrix, [1])
    }
    expectMessage(result, "Parameter weight is there already")
  }

  @Test func shapeOfOtherCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters = Parameters<Float>()
      parameters.append("weight", shape: [2, 3], role: .matrix, [1])
    }
    expectMessage(result, "Parameter weight: shape [2, 3] for 1 values")
  }
}
