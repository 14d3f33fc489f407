import Kernels
import NaiveReference
import Testing

@Suite("tanh and sigmoid kernels")
struct ActivationTests {
  enum Function: CaseIterable {
    case tanh, sigmoid, rectify

    func apply<Scalar: KernelScalar>(_ x: [Scalar], _ set: InstructionSet) -> [Scalar] {
      var y = x
      var span = y.mutableSpan
      expectOnly(set) {
        switch self {
        case .tanh: Elementwise.tanh(&span, instructionSet: set)
        case .sigmoid: Elementwise.sigmoid(&span, instructionSet: set)
        case .rectify: Elementwise.rectify(&span, instructionSet: set)
        }
      }
      return y
    }

    func largestError<Scalar: KernelScalar>(_ y: [Scalar], at x: [Scalar]) -> Double {
      switch self {
      case .tanh: largestTanhError(y, at: x)
      case .sigmoid: largestSigmoidError(y, at: x)
      case .rectify: zip(y, x).allSatisfy { $0 == max(0, $1) } ? 0 : .infinity
      }
    }
  }

  /// −126·ln 2 and −1022·ln 2, rounded up: below, the logistic function is no normal number.
  static func lowestNormal<Scalar: KernelScalar>(_: Scalar.Type) -> Double {
    Scalar.self == Float.self ? -0x1.5d589ep6 : -0x1.6232bdd7abcd2p9
  }

  /// The bound that the documentation states.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func errorBound(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let smallest = Double(Scalar.leastNonzeroMagnitude)
      for function in Function.allCases {
        let lowest = Self.lowestNormal(Scalar.self)
        let grids: [[Scalar]] = [
          grid(from: -1, to: 1, count: 50_001, as: Scalar.self),
          grid(from: -25, to: 25, count: 50_001, as: Scalar.self),
          grid(from: function == .tanh ? -1000 : lowest, to: 1000, count: 20_001, as: Scalar.self),
          logarithmicGrid(from: smallest, to: 87, count: 20_000, as: Scalar.self),
        ]
        for x in grids {
          let error = function.largestError(function.apply(x, set), at: x)
          #expect(error <= 3, "\(function) on \(x[0])...")
        }
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func specialValues(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let huge = Scalar.greatestFiniteMagnitude
      let tiny = Scalar.leastNonzeroMagnitude
      let x: [Scalar] = [
        0, -0.0, .infinity, -.infinity, .nan, huge, -huge, tiny, -tiny, .leastNormalMagnitude,
      ]
      let tanh = Function.tanh.apply(x, set)
      #expect(tanh[0] == 0 && tanh[0].sign == .plus)
      #expect(tanh[1] == 0 && tanh[1].sign == .minus)
      #expect(tanh[2] == 1 && tanh[3] == -1)
      #expect(tanh[4].isNaN)
      #expect(tanh[5] == 1 && tanh[6] == -1)
      #expect(tanh[7] == tiny && tanh[8] == -tiny && tanh[9] == x[9])
      let sigmoid = Function.sigmoid.apply(x, set)
      #expect(sigmoid[0] == 0.5 && sigmoid[1] == 0.5)
      #expect(sigmoid[2] == 1 && sigmoid[5] == 1)
      #expect(sigmoid[3] > 0 && sigmoid[3] < 2 * .leastNormalMagnitude)
      #expect(sigmoid[6] == sigmoid[3])
      #expect(sigmoid[4].isNaN)
      #expect(sigmoid[7] == 0.5 && sigmoid[8] == 0.5 && sigmoid[9] == 0.5)
      let rectified = Function.rectify.apply(x, set)
      #expect(rectified[4].isNaN && rectified[0] == 0 && rectified[1] == 0)
      #expect(rectified[2] == .infinity && rectified[3] == 0)
      #expect(rectified[5] == huge && rectified[6] == 0)
      #expect(rectified[7] == tiny && rectified[8] == 0 && rectified[9] == x[9])
    }
    check(precision.type)
  }

  /// With numbers of few values, so that there are zeros.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func mask(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for count in 0...40 {
        let outputs = randomNumbers(count, seed: 3).map { max(0, ($0 * 2).rounded()) }
        let gradient = randomNumbers(count, seed: 4)
        let from = GuardedMemory<Scalar>(outputs)
        let memory = GuardedMemory<Scalar>(gradient)
        expectOnly(set) {
          from.withSpan { from in
            memory.withSpan { Elementwise.mask(&$0, whereZero: from.span, instructionSet: set) }
          }
        }
        let expected = zip(gradient, outputs).map { $1 == 0 ? 0 : $0 }
        #expect(memory.numbers == expected && memory.isIntact, "\(count)")
      }
    }
    check(precision.type)
  }

  /// Whatever its place in the vector, an element has the same result, and nothing else changes.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func everyCount(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let x = randomNumbers(40, seed: 1).map { 4 * $0 }
      for function in Function.allCases {
        let whole = function.apply(converted(x, to: Scalar.self), set)
        for count in 0...40 {
          let memory = GuardedMemory<Scalar>(Array(x[..<count]))
          memory.withSpan { span in
            switch function {
            case .tanh: Elementwise.tanh(&span, instructionSet: set)
            case .sigmoid: Elementwise.sigmoid(&span, instructionSet: set)
            case .rectify: Elementwise.rectify(&span, instructionSet: set)
            }
          }
          #expect(memory.scalars == Array(whole[..<count]), "\(function) of \(count)")
          #expect(memory.isIntact, "\(function) of \(count)")
        }
      }
    }
    check(precision.type)
  }

  /// One NaN reaches no neighbour.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func nanStaysInItsPlace(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let x = converted(randomNumbers(37, seed: 2), to: Scalar.self)
      for function in Function.allCases {
        let clean = function.apply(x, set)
        for place in x.indices {
          var spoiled = x
          spoiled[place] = .nan
          var y = function.apply(spoiled, set)
          #expect(y[place].isNaN, "\(function) at \(place)")
          y[place] = clean[place]
          #expect(y == clean, "\(function) at \(place)")
        }
      }
    }
    check(precision.type)
  }
}
