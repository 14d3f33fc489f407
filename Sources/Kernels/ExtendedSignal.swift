/// What the rows of an extended signal are made of.
struct ExtendedSignal {
  /// A row of the signal, or the difference of two, and its factor.
  ///
  /// Differences are taken before they are weighted: the neighbours of a smooth signal are nearly
  /// equal, so that their difference is nearly exact, while weighted rows would leave the rounding of
  /// large numbers behind.
  struct Term {
    let row: Int
    var minus: Int?
    var weight = 1
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
    if (0..<length).contains(index) { return [Term(row: index)] }
    let last = length - 1
    let nearest = min(max(index, 0), last)
    switch mode {
    case .zero: return []
    case .constant: return [Term(row: nearest)]
    case .periodic: return [Term(row: remainder(index, length))]
    case .periodization: return [Term(row: min(remainder(index, period), last))]
    case .symmetric, .antisymmetric:
      let place = remainder(index, 2 * length)
      if place < length { return [Term(row: place)] }
      return [Term(row: 2 * length - 1 - place, weight: mode == .symmetric ? 1 : -1)]
    case .smooth, .reflect, .antireflect:
      if length == 1 { return [Term(row: 0)] }
      if mode == .smooth {
        let inner = nearest == 0 ? 1 : last - 1
        return [Term(row: nearest), Term(row: nearest, minus: inner, weight: abs(index - nearest))]
      }
      // Two mirrors or rotations shift by 2·last, which leads to a row or to its image beyond the end
      // that is near.
      let start = index < 0 ? -last : 0
      let place = start + remainder(index - start, 2 * last)
      let end = place < 0 ? 0 : last
      let isInside = (0..<length).contains(place)
      if mode == .reflect { return [Term(row: isInside ? place : 2 * end - place)] }
      var terms =
        isInside ? [Term(row: place)] : [Term(row: end), Term(row: end, minus: 2 * end - place)]
      // Each two rotations add 2·(x[last] − x[0]).
      if index != place {
        terms.append(Term(row: last, minus: 0, weight: (index - place) / last))
      }
      return terms
    }
  }

  /// What the adjoint of a synthesis finds at `index`: synthesis drops the row that follows an odd
  /// signal, so that its adjoint has nothing there.
  func adjointTerms(_ index: Int) -> [Term] {
    let row = mode == .periodization ? remainder(index, period) : index
    return (0..<length).contains(row) ? [Term(row: row)] : []
  }

  private func remainder(_ index: Int, _ period: Int) -> Int {
    let remainder = index % period
    return remainder < 0 ? remainder + period : remainder
  }
}
