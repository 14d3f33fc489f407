import Kernels
import Wavelets

/// What is compared.
struct Cases: Encodable {
  /// A transform of the signal of an index.
  struct Transform: Encodable {
    let signal: Int
    let levels: Int
  }

  /// All wavelets, in the catalogue's order.
  let wavelets = Wavelet.all.map(\.name)
  /// All modes, by PyWavelets' names.
  let modes = ExtensionMode.allCases.map(\.rawValue)
  /// The instruction set that transforms run on.
  let instructionSet: String
  /// Samples in each signal.
  let lengths = Array(1...40) + [64, 100, 1000]
  /// Of every wavelet.
  let singleLevel: [Transform]
  /// Of the wavelets in ``deepWavelets``.
  let multiLevel: [Transform]
  let deepWavelets = [
    "haar", "db2", "db7", "db20", "sym5", "coif3", "bior2.4", "bior4.4", "rbio3.3", "dmey",
  ]

  init(instructionSet: InstructionSet) {
    self.instructionSet = instructionSet.rawValue
    singleLevel = lengths.indices.map { Transform(signal: $0, levels: 1) }
    multiLevel = lengths.enumerated().filter { $1 >= 20 }.flatMap { signal, _ in
      [2, 3, 5].map { Transform(signal: signal, levels: $0) }
    }
  }

  /// The transforms of a wavelet in each mode, one after the other.
  func transforms(of wavelet: Wavelet) -> [Transform] {
    singleLevel + (deepWavelets.contains(wavelet.name) ? multiLevel : [])
  }
}
