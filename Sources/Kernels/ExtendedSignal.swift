/// What the rows of an extended signal are made of.
struct ExtendedSignal {
  /// A row of the signal and its factor.
  struct Term {
    let row: Int
    let weight: Int
  }

  private let length: Int
  private let mode: ExtensionMode
  /// The period of periodization: the length made even; else 0.
  let period: Int

  init(length: Int, mode: ExtensionMode) {
    self.length = length
    self.mode = mode
    period = mode == .periodization ? length + length % 2 : 0
  }

  /// A band, which has no row to repeat and which synthesis extends by zeros, except for
  /// periodization.
  init(bandOfLength length: Int, mode: ExtensionMode) {
    self.length = length
    self.mode = mode == .periodization ? .periodization : .zero
    period = mode == .periodization ? length : 0
  }

  /// Whether rows beyond the ends differ from zero and are no rows of a period, so that an adjoint
  /// has to add them back.
  var reachesBeyondEnds: Bool { mode != .zero && mode != .periodization }

  /// What an analysis finds at `index`; none is zero.
  func terms(_ index: Int) -> [Term] {
    if (0..<length).contains(index) { return [Term(row: index, weight: 1)] }
    let last = length - 1
    let nearest = min(max(index, 0), last)
    switch mode {
    case .zero: return []
    case .constant: return [Term(row: nearest, weight: 1)]
    case .periodic: return [Term(row: remainder(index, length), weight: 1)]
    case .periodization: return [Term(row: min(remainder(index, period), last), weight: 1)]
    case .symmetric, .antisymmetric:
      let place = remainder(index, 2 * length)
      if place < length { return [Term(row: place, weight: 1)] }
      return [Term(row: 2 * length - 1 - place, weight: mode == .symmetric ? 1 : -1)]
    case .smooth, .reflect, .antireflect:
      if length == 1 { return [Term(row: 0, weight: 1)] }
      if mode == .smooth {
        let steps = abs(index - nearest)
        return [
          Term(row: nearest, weight: 1 + steps),
          Term(row: nearest == 0 ? 1 : last - 1, weight: -steps),
        ]
      }
      let place = remainder(index, 2 * last)
      if mode == .reflect {
        return [Term(row: place < length ? place : 2 * last - place, weight: 1)]
      }
      // Two rotations shift by 2·last and add 2·(x[last] − x[0]).
      let drift = 2 * ((index - place) / (2 * last))
      let rise = [Term(row: last, weight: drift), Term(row: 0, weight: -drift)]
      if place < length { return merged([Term(row: place, weight: 1)] + rise) }
      return merged(
        [Term(row: 2 * last - place, weight: -1), Term(row: last, weight: 2)] + rise)
    }
  }

  /// What the adjoint of a synthesis finds at `index`: synthesis drops the row that follows an odd
  /// signal, so that its adjoint has nothing there.
  func adjointTerms(_ index: Int) -> [Term] {
    let row = mode == .periodization ? remainder(index, period) : index
    return (0..<length).contains(row) ? [Term(row: row, weight: 1)] : []
  }

  private func remainder(_ index: Int, _ period: Int) -> Int {
    let remainder = index % period
    return remainder < 0 ? remainder + period : remainder
  }

  /// One term for each row, none of weight zero.
  private func merged(_ terms: [Term]) -> [Term] {
    var result: [Term] = []
    for row in terms.map(\.row) where !result.contains(where: { $0.row == row }) {
      let weight = terms.reduce(0) { $0 + ($1.row == row ? $1.weight : 0) }
      if weight != 0 { result.append(Term(row: row, weight: weight)) }
    }
    return result
  }
}
