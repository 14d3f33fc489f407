import Kernels
import NaiveReference
import Testing

@Suite("Windows and pools of images agree with their definitions")
struct ImageTests {
  /// Channels around the sizes of registers, and the shapes of LeNet.
  static let shapes =
    (Array(1...9) + [15, 16, 17, 20, 33]).map {
      PatchShape(rows: 6, columns: 5, channels: $0, size: 3)
    } + [
      PatchShape(rows: 28, columns: 28, channels: 1, size: 5),
      PatchShape(rows: 12, columns: 12, channels: 20, size: 5),
      PatchShape(rows: 3, columns: 3, channels: 2, size: 3),
      PatchShape(rows: 4, columns: 7, channels: 3, size: 1),
    ]

  /// For each scalar of the windows, its place in the images.
  private func places(_ shape: PatchShape, samples: Int) -> [Int] {
    var places: [Int] = []
    for sample in 0..<samples {
      for i in 0..<shape.outputRows {
        for j in 0..<shape.outputColumns {
          for a in 0..<shape.size {
            for b in 0..<shape.size {
              let pixel = (sample * shape.rows + i + a) * shape.columns + j + b
              places += (0..<shape.channels).map { pixel * shape.channels + $0 }
            }
          }
        }
      }
    }
    return places
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func patches(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for shape in Self.shapes {
        for samples in 0...2 {
          let places = places(shape, samples: samples)
          let numbers = randomNumbers(samples * shape.imageLength, seed: shape.channels)
          let images = GuardedMemory<Scalar>(numbers)
          let patches = GuardedMemory<Scalar>(places.count)
          images.withSpan { images in
            patches.withSpan {
              ImagePatches.gather(
                images.span, into: &$0, shape: shape, samples: samples, instructionSet: set)
            }
          }
          #expect(patches.numbers == places.map { numbers[$0] }, "\(shape)")
          #expect(patches.isIntact, "\(shape)")

          let gradient = randomNumbers(places.count, seed: 3)
          var expected = numbers
          for (place, value) in zip(places, gradient) { expected[place] += value }
          let from: [Scalar] = converted(gradient, to: Scalar.self)
          images.withSpan {
            ImagePatches.scatter(
              from.span, addingTo: &$0, shape: shape, samples: samples, instructionSet: set)
          }
          #expect(
            samples == 0 || relativeError(images.numbers, expected) <= Scalar.tolerance, "\(shape)")
          #expect(images.isIntact, "\(shape)")
        }
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func rows(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (count, length) in (1...35).map({ ($0 % 7, $0) }) + [(64, 50), (577, 20)] {
        let numbers = randomNumbers(length, seed: length)
        let row = GuardedMemory<Scalar>(numbers)
        let rows = GuardedMemory<Scalar>(count * length)
        row.withSpan { row in
          rows.withSpan { ImagePatches.fillRows(of: &$0, with: row.span, instructionSet: set) }
        }
        #expect(rows.numbers == (0..<count).flatMap { _ in numbers })
        #expect(rows.isIntact)

        let others = randomNumbers(count * length, seed: count)
        let from: [Scalar] = converted(others, to: Scalar.self)
        let expected = (0..<length).map { i in
          (0..<count).reduce(numbers[i]) { $0 + others[$1 * length + i] }
        }
        row.withSpan {
          ImagePatches.sumRows(of: from.span, addingTo: &$0, instructionSet: set)
        }
        #expect(relativeError(row.numbers, expected) <= 4 * Scalar.tolerance)
        #expect(row.isIntact)
      }
    }
    check(precision.type)
  }

  /// Numbers of few values, so that there are equal pixels: the first gets the gradient.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func pooling(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for channels in Array(1...19) + [31, 32, 33, 50] {
        for floor in [-Double.infinity, 0] {
          let (rows, columns) = (4, 6)
          let numbers = randomNumbers(rows * columns * channels, seed: channels)
            .map { ($0 * 3).rounded() }
          let gradient = randomNumbers(numbers.count / 4, seed: channels + 1)
          var pooled: [Double] = []
          var expected = numbers.map { _ in 0.0 }
          for i in 0..<rows / 2 {
            for j in 0..<columns / 2 {
              for c in 0..<channels {
                let places = [(0, 0), (0, 1), (1, 0), (1, 1)].map {
                  ((2 * i + $0) * columns + 2 * j + $1) * channels + c
                }
                let largest = places.map { numbers[$0] }.max()!
                if largest > floor {
                  expected[places.first { numbers[$0] == largest }!] = gradient[pooled.count]
                }
                pooled.append(max(largest, floor))
              }
            }
          }
          let images = GuardedMemory<Scalar>(numbers)
          let result = GuardedMemory<Scalar>(pooled.count)
          let from: [Scalar] = converted(gradient, to: Scalar.self)
          expectOnly(set) {
            images.withSpan { images in
              result.withSpan {
                ImagePooling.apply(
                  images.span, into: &$0, columns: columns, channels: channels,
                  floor: Scalar(floor), instructionSet: set)
              }
              result.withSpan {
                ImagePooling.pullback(
                  &images, pooled: $0.span, pooledGradient: from.span, columns: columns,
                  channels: channels, floor: Scalar(floor), instructionSet: set)
              }
            }
          }
          #expect(result.numbers == pooled, "\(channels)")
          #expect(images.numbers == expected, "\(channels)")
          #expect(result.isIntact && images.isIntact, "\(channels)")
        }
      }
    }
    check(precision.type)
  }

  /// At the first of four pixels; elsewhere the largest number is taken.
  @Test(arguments: InstructionSet.available, 0..<4)
  func notANumberStays(_ set: InstructionSet, at pixel: Int) {
    for channels in [1, 16, 20] {
      var images = [Float](repeating: 3, count: 4 * channels)
      for i in 0..<channels { images[pixel * channels + i] = .nan }
      var pooled = [Float](repeating: 0, count: channels)
      var span = pooled.mutableSpan
      expectOnly(set) {
        ImagePooling.apply(
          images.span, into: &span, columns: 2, channels: channels, floor: 0, instructionSet: set)
      }
      #expect(pooled.allSatisfy { pixel == 0 ? $0.isNaN : $0 == 3 })
    }
  }

  @Test func otherCountsTrap() async {
    let patches = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var patches = [Float](repeating: 0, count: 7)
      var span = patches.mutableSpan
      let images = [Float](repeating: 0, count: 9)
      ImagePatches.gather(
        images.span, into: &span, shape: PatchShape(rows: 3, columns: 3, channels: 1, size: 3),
        samples: 1)
    }
    expectMessage(patches, "9 and 7 scalars for 1 images")
    let pooling = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var pooled = [Float](repeating: 0, count: 3)
      var span = pooled.mutableSpan
      let images = [Float](repeating: 0, count: 12)
      ImagePooling.apply(images.span, into: &span, columns: 3, channels: 1)
    }
    expectMessage(pooling, "12 scalars of pixels, 3 of pooled ones", "rows of 3 × 1")
    let rows = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var sum = [Float](repeating: 0, count: 3)
      var span = sum.mutableSpan
      ImagePatches.sumRows(of: [1, 2, 3, 4].span, addingTo: &span)
    }
    expectMessage(rows, "4 scalars are no rows of 3")
  }
}
