/// How one core of a tensor train acts on what the cores after it made of a sample.
///
/// Core k, `[r_{k−1}, m_k, n_k, r_k]`, is a matrix of `r_{k−1}·m_k` rows and `n_k·r_k` columns. What
/// it meets is `[n_1⋯n_{k−1}, n_k·r_k, m_{k+1}⋯m_d]`, what it makes of that `[n_1⋯n_{k−1},
/// r_{k−1}·m_k, m_{k+1}⋯m_d]`: the same numbers in the same order are what core k − 1 meets. With the
/// samples of a batch side by side as the last index, it is a product of matrices for each
/// combination of the first index.
struct TensorTrainStep: Sendable {
  /// The core in the parameters.
  let core: Range<Int>
  /// `r_{k−1}·m_k`.
  let rows: Int
  /// `n_k·r_k`.
  let columns: Int
  /// `n_1⋯n_{k−1}`: inputs that cores before this one take.
  let before: Int
  /// `m_{k+1}⋯m_d`: outputs that cores after this one made.
  let after: Int

  /// Numbers of one sample that the core meets.
  var inputCount: Int { before * columns * after }
  /// Numbers of one sample that it makes of them.
  var outputCount: Int { before * rows * after }
}
