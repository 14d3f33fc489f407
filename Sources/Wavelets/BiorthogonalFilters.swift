/// The low-pass filters of symmetric biorthogonal wavelets (Cohen, Daubechies and Feauveau 1992).
///
/// Both filters together have the roots of a product filter with N + M of them at −1. In bior*N.M*
/// with N up to 3, synthesis is a spline, with roots at −1 alone; in the others, each filter has its
/// part of the other roots, so that lengths are more alike.
struct BiorthogonalFilters {
  let analysisLow: [Double]
  let synthesisLow: [Double]

  init(_ order: Int, _ dualOrder: Int) {
    let product = SpectralFactorisation(moments: (order + dualOrder) / 2)
    let synthesisGroups = order <= 3 ? [] : [1]
    let analysisGroups = product.groups.indices.filter { !synthesisGroups.contains($0) }
    // The filters that are published as bior5.5 have 6 and 4 roots at −1.
    let shift = order == 5 ? 1 : 0
    let synthesis = product.symmetric(zeros: order + shift, groups: synthesisGroups)
    let analysis = product.symmetric(zeros: dualOrder - shift, groups: analysisGroups)
    let longest = max(analysis.count, synthesis.count)
    let length = longest + longest % 2
    // Centres have to meet: of an odd number of zeros, the extra one is in front in analysis and at
    // the end in synthesis.
    analysisLow = Self.padded(analysis, to: length, before: (length - analysis.count + 1) / 2)
    synthesisLow = Self.padded(synthesis, to: length, before: (length - synthesis.count) / 2)
  }

  private static func padded(_ filter: [Double], to length: Int, before: Int) -> [Double] {
    let after = length - filter.count - before
    return [Double](repeating: 0, count: before) + filter + [Double](repeating: 0, count: after)
  }
}
