import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("NaN and infinity go where arithmetic brings them")
struct NonFiniteTests {
  static let cases = [1, 2, 3, 5, 13, 15, 32, 33, 100].flatMap(TransformCase.all)

  /// The coefficients that one bad number reaches are those that it reaches by definition; other
  /// samples keep their bits, and so does the next call.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func oneBadNumber(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in Self.cases {
        let transform = one.transform(Scalar.self)
        for map in Map.allCases {
          let x = map.isFromSignals ? one.signals() : one.coefficients()
          let input = converted(x, to: Scalar.self)
          let clean = map.apply(transform, input, batch: one.batch, workspace)
          let count = clean.count / one.batch
          for (bad, place) in [(Double.nan, x.count / 2), (.infinity, x.count - 1), (.nan, 0)] {
            var spoiled = x
            spoiled[place] = bad
            let y = map.apply(
              transform, converted(spoiled, to: Scalar.self), batch: one.batch, workspace)
            #expect(
              finiteMask(doubles(y)) == finiteMask(map.naive(one.naive, spoiled)),
              "\(map) of \(one) with \(bad) at \(place)")
            let s = place / (x.count / one.batch)
            var others = y
            others.replaceSubrange(
              s * count..<(s + 1) * count, with: clean[s * count..<(s + 1) * count])
            #expect(others == clean, "\(map) of \(one) with \(bad) at \(place)")
          }
          let again = map.apply(transform, input, batch: one.batch, workspace)
          #expect(again == clean, "\(map) of \(one) afterwards")
        }
      }
    }
    check(precision.type)
  }
}
