import Foundation
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  let folder = TemporaryFolder()

  /// A wavelet layer's parameters in an order that is not that of their names, with odd values.
  private func parameters<Scalar: LayerScalar>(_ type: Scalar.Type) -> Parameters<Scalar> {
    var parameters = WaveletMap<Scalar>(inputs: 8, outputs: 20, levels: 2, bias: true).parameters
    var generator = SplitMix64(seed: 5)
    for i in parameters.values.indices {
      parameters.values[i] = Scalar(Double.random(in: -1...1, using: &generator))
    }
    parameters.values[0] = -0.0
    parameters.values[1] = .leastNonzeroMagnitude
    parameters.append("11.scalar", shape: [], role: .matrix, [3])
    parameters.append("2.empty", shape: [0, 4], role: .matrix, [])
    return parameters
  }

  private func checkpoint<Scalar: LayerScalar>(_ type: Scalar.Type) -> Checkpoint<Scalar> {
    let parameters = parameters(type)
    return Checkpoint(
      parameters: parameters, optimizerSteps: 7,
      optimizerVectors: [
        "mean": parameters.values.map { $0 / 3 }, "variance": parameters.values.map { $0 * $0 },
      ],
      step: 9, generators: ["data": .max, "dropout": 0],
      states: ["hidden": [0.5, -1, .infinity], "none": []],
      configuration: ["task": "adding", "rate": "0.001", "": ""])
  }

  private func roundTrip<Scalar: LayerScalar>(_ type: Scalar.Type) throws {
    let written = checkpoint(type)
    let path = folder.file("c")
    try written.write(to: path)
    let read = try Checkpoint<Scalar>(contentsOf: path)
    #expect(read == written)
    #expect(read.parameters.values[0].sign == .minus)
    var restored = parameters(type)
    for i in restored.values.indices { restored.values[i] = 0 }
    try read.restore(into: &restored)
    #expect(restored == written.parameters)
    #expect(restored.values[0].sign == .minus)
    let sameBytes = read.safetensors.bytes == written.safetensors.bytes
    #expect(sameBytes)
  }

  @Test func roundTripFloat() throws { try roundTrip(Float.self) }
  @Test func roundTripDouble() throws { try roundTrip(Double.self) }

  @Test func tensorsAreNamed() throws {
    let file = checkpoint(Float.self).safetensors
    #expect(try file.elements("model.filters", as: Float.self).count == 24)
    #expect(file["model.filters"]?.shape == [4, 6])
    let count = checkpoint(Float.self).parameters.count
    #expect(file["optimizer.mean"]?.shape == [count])
    #expect(try file.scalar("generator.data", as: UInt64.self) == .max)
    #expect(try file.elements("state.hidden", as: Float.self) == [0.5, -1, .infinity])
    #expect(try file.scalar("training.step", as: Int.self) == 9)
    #expect(file.metadata["format"] == "wavepress.checkpoint")
    #expect(file.metadata["version"] == "1")
    #expect(file.metadata["configuration.rate"] == "0.001")
  }

  // MARK: Files that are no checkpoints

  /// A small checkpoint's file.
  private func small() -> SafetensorsFile {
    var parameters = Parameters<Float>()
    parameters.append("a", shape: [2], role: .matrix, [1, 2])
    return Checkpoint(
      parameters: parameters, optimizerVectors: ["m": [0, 0]], step: 1, generators: ["g": 1]
    ).safetensors
  }

  /// The file without one tensor.
  private func without(_ name: String, _ file: SafetensorsFile) -> SafetensorsFile {
    var other = SafetensorsFile(metadata: file.metadata, path: "m")
    for tensor in file.tensors where tensor.name != name {
      switch tensor.dataType {
      case .f32:
        other.append(
          tensor.name, shape: tensor.shape, try! file.elements(tensor.name, as: Float.self))
      case .f64:
        other.append(
          tensor.name, shape: tensor.shape, try! file.elements(tensor.name, as: Double.self))
      case .i64:
        let elements = try! file.elements(tensor.name, as: Int.self)
        other.append(tensor.name, shape: tensor.shape, elements)
      case .u64:
        let elements = try! file.elements(tensor.name, as: UInt64.self)
        other.append(tensor.name, shape: tensor.shape, elements)
      }
    }
    return other
  }

  private func message(_ change: (inout SafetensorsFile) -> Void) -> String? {
    var file = without("", small())
    change(&file)
    do { _ = try Checkpoint<Float>(file) } catch { return error.description }
    return nil
  }

  @Test func metadataErrors() {
    #expect(message { _ in } == nil)
    #expect(
      message { $0.metadata["format"] = nil }
        == "m: expected a checkpoint with format \"wavepress.checkpoint\", found none")
    #expect(
      message { $0.metadata["version"] = "2" }
        == "m: expected a checkpoint with version \"1\", found \"2\"")
    #expect(
      message { $0.metadata["model.layout"] = nil }
        == "m: expected roles by name in metadata \"model.layout\", found none")
    #expect(
      message { $0.metadata["model.layout"] = "[]" }
        == "m: expected roles by name in metadata \"model.layout\", found \"[]\"")
    #expect(
      message { $0.metadata["model.layout"] = "{\"a\":\"gate\"}" }
        == "m: expected the role of parameter \"a\", found \"gate\"")
  }

  @Test func tensorErrors() {
    #expect(
      message { $0 = without("model.a", $0) }
        == "m: expected tensor \"model.a\", found none")
    #expect(
      message { $0.metadata["model.layout"] = "{}" }
        == "m: expected only a checkpoint's tensors, found tensor \"model.a\"")
    #expect(
      message { $0.append("other", shape: [1], [Float(1)]) }
        == "m: expected only a checkpoint's tensors, found tensor \"other\"")
    #expect(
      message {
        $0 = without("optimizer.m", $0)
        $0.append("optimizer.m", shape: [3], [Float](repeating: 0, count: 3))
      } == "m: expected tensor \"optimizer.m\" of shape [2], found [3]")
    #expect(
      message {
        $0 = without("generator.g", $0)
        $0.append("generator.g", shape: [], [1])
      } == "m: expected tensor \"generator.g\" of U64, found I64")
    #expect(
      message { $0 = without("training.step", $0) }
        == "m: expected tensor \"training.step\", found none")
    #expect(
      message {
        $0 = without("training.step", $0)
        $0.append("training.step", shape: [], [-1])
      } == "m: expected 0...1099511627776 in tensor \"training.step\", found -1")
  }

  /// Whatever bit of a file is turned over: it never traps, and a message is one line that names
  /// the file. In the header most of it shows; a number within a tensor has nothing to check.
  @Test(arguments: [0x01, 0x04, 0x20, 0x80] as [UInt8]) func damage(mask: UInt8) throws {
    let bytes = small().bytes
    var refused = 0
    for i in bytes.indices {
      var damaged = bytes
      damaged[i] ^= mask
      do {
        _ = try Checkpoint<Float>(SafetensorsFile(parsing: damaged, path: "m"))
      } catch {
        refused += 1
        #expect(error.description.hasPrefix("m: expected "))
        #expect(error.description.split(whereSeparator: \.isNewline).count == 1)
      }
    }
    #expect(refused > bytes.count / 2, "of \(bytes.count) bytes")
  }

  @Test func otherPrecision() throws {
    let path = folder.file("c")
    try small().write(to: path)
    let error = #expect(throws: FileError.self) { try Checkpoint<Double>(contentsOf: path) }
    #expect(error?.description == "\(path): expected tensor \"model.a\" of F64, found F32")
  }

  // MARK: Models that do not fit

  private typealias Tensors = [(name: String, shape: [Int])]

  private func ones(_ tensors: Tensors) -> Parameters<Float> {
    var parameters = Parameters<Float>()
    for tensor in tensors {
      let elements = [Float](repeating: 1, count: tensor.shape.reduce(1, *))
      parameters.append(tensor.name, shape: tensor.shape, role: .matrix, elements)
    }
    return parameters
  }

  private func message(restoring stored: Tensors, into model: Tensors) -> String? {
    var target = ones(model)
    let before = target
    let checkpoint = Checkpoint(parameters: ones(stored), step: 0)
    do { try checkpoint.restore(into: &target) } catch {
      #expect(target == before)
      return error.description
    }
    return nil
  }

  @Test func restoringErrors() {
    let model = [("a", [2, 3]), ("b", [3])]
    #expect(message(restoring: model, into: model) == nil)
    #expect(
      message(restoring: [("a", [2, 3])], into: model)
        == "checkpoint in memory: expected parameter \"b\", found none")
    #expect(
      message(restoring: [("a", [3, 2]), ("b", [3])], into: model)
        == "checkpoint in memory: expected parameter \"a\" of shape [2, 3], found [3, 2]")
    #expect(
      message(restoring: model + [("c", [1])], into: model)
        == "checkpoint in memory: expected only the model's parameters, found parameter \"c\"")
    #expect(
      message(restoring: model.reversed(), into: model)
        == "checkpoint in memory: expected parameter \"a\" in place 0, found \"b\"")
  }

  @Test func misuseTraps() async {
    let vector = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Checkpoint<Float>(
        parameters: Parameters(), optimizerVectors: ["m": [1]], step: 0)
    }
    expectStandardError(vector, holds: "Optimizer vector m: 1 values for 0 parameters")
    let step = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Checkpoint<Float>(parameters: Parameters(), step: -1)
    }
    expectStandardError(step, holds: "A checkpoint of -1 steps")
  }
}
