import Kernels
import NaiveReference
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("The element-wise part of a gated recurrent unit agrees with its equations")
struct GatedUnitTests {
  static let widths = Array(1...20) + [31, 32, 33, 40]
  static let samples = 3

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func forward(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for width in Self.widths {
        let count = Self.samples * width
        let a = (0..<5).map { randomNumbers(count, seed: 10 * width + $0) }
        let inputs = randomNumbers(3 * count, seed: 10 * width + 6)
        let (reset, update, hidden) = (
          GuardedMemory<Scalar>(a[0]), GuardedMemory<Scalar>(a[1]), GuardedMemory<Scalar>(a[2])
        )
        let product = GuardedMemory<Scalar>(count)
        let state = GuardedMemory<Scalar>(a[3])
        let both = GuardedMemory<Scalar>(a[2] + a[4])
        let x: [Scalar] = converted(inputs, to: Scalar.self)
        expectOnly(set) {
          reset.withSpan { r in
            update.withSpan { z in
              product.withSpan { p in
                hidden.withSpan { h in
                  GatedUnit.gates(
                    reset: &r, update: &z, inputs: x.span, hidden: h.span,
                    product: &p, width: width, instructionSet: set)
                }
              }
              state.withSpan { c in
                both.withSpan { h in
                  GatedUnit.state(
                    &c, inputs: x.span, update: z.span, hidden: &h, width: width,
                    instructionSet: set)
                }
              }
            }
          }
        }
        func sum(_ own: [Double], _ gate: Int, _ i: Int) -> Double {
          let (sample, j) = (i / width, i % width)
          return own[i] + inputs[(3 * sample + gate) * width + j]
        }
        let r = (0..<count).map { sigmoid(sum(a[0], 0, $0)) }
        let z = (0..<count).map { sigmoid(sum(a[1], 1, $0)) }
        let c = (0..<count).map { tanh(sum(a[3], 2, $0)) }
        let next = (0..<count).map { z[$0] * c[$0] + (1 - z[$0]) * a[2][$0] }
        for (memory, expected) in [
          (reset, r), (update, z), (product, zip(r, a[2]).map(*)), (state, c),
          (both, a[2] + next),
        ] {
          #expect(relativeError(memory.numbers, expected) <= Scalar.tolerance, "width \(width)")
          #expect(memory.isIntact, "width \(width)")
        }
      }
    }
    check(precision.type)
  }

  /// The derivatives, from the values that the forward pass leaves.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func pullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for count in Self.widths {
        let a = (0..<4).map { randomNumbers(count, seed: 10 * count + $0) }
        let r = randomNumbers(count, seed: 10 * count + 5).map { sigmoid($0) }
        let z = randomNumbers(count, seed: 10 * count + 6).map { sigmoid($0) }
        let c = randomNumbers(count, seed: 10 * count + 7).map { tanh($0) }
        let (dh, h, dp) = (a[0], a[1], a[2])
        let (gradient, hidden) = (GuardedMemory<Scalar>(dh), GuardedMemory<Scalar>(h))
        let (state, update) = (GuardedMemory<Scalar>(c), GuardedMemory<Scalar>(z))
        let reset = GuardedMemory<Scalar>(r)
        let product: [Scalar] = converted(dp, to: Scalar.self)
        expectOnly(set) {
          gradient.withSpan { g in
            hidden.withSpan { h in
              state.withSpan { c in
                update.withSpan { z in
                  GatedUnit.statePullback(
                    gradient: &g, state: &c, update: &z, hidden: h.span, instructionSet: set)
                }
              }
              reset.withSpan { r in
                GatedUnit.gatesPullback(
                  productGradient: product.span, reset: &r, hidden: h.span, gradient: &g,
                  instructionSet: set)
              }
            }
          }
        }
        let every = 0..<count
        for (memory, expected) in [
          (state, every.map { dh[$0] * z[$0] * (1 - c[$0] * c[$0]) }),
          (update, every.map { dh[$0] * (c[$0] - h[$0]) * z[$0] * (1 - z[$0]) }),
          (reset, every.map { dp[$0] * h[$0] * r[$0] * (1 - r[$0]) }),
          (gradient, every.map { dh[$0] * (1 - z[$0]) + dp[$0] * r[$0] }),
        ] {
          #expect(relativeError(memory.numbers, expected) <= Scalar.tolerance, "\(count)")
          #expect(memory.isIntact, "\(count)")
        }
      }
    }
    check(precision.type)
  }
}
