import Kernels
import LinearAlgebra
import Testing
import Wavelets

@Suite("Listings: filter banks")
struct FilterBanksListings {
  @Test func analysisIsItsEquation() {
    let bank = FilterBank<Double>.daubechies(2)
    let transform = WaveletTransform(bank, length: 8, levels: 1)
    let signal: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]

    var coefficients = [Double](repeating: 0, count: transform.coefficientCount)
    var output = coefficients.mutableSpan
    transform.analysis(signal.span, into: &output, batch: 1, workspace: Workspace())
    let (low, high) = (coefficients[0..<4], coefficients[4..<8])

    let (h0, h1) = (Array(bank.analysisLow), Array(bank.analysisHigh))
    for k in 0..<4 {
      var sums = (low: 0.0, high: 0.0)
      for j in 0..<bank.taps {
        let index = (2 * k + bank.taps / 2 - j + 8) % 8
        sums.low += h0[j] * signal[index]
        sums.high += h1[j] * signal[index]
      }
      #expect(abs(low[k] - sums.low) < 1e-14 && abs(high[4 + k] - sums.high) < 1e-14)
    }
  }

  @Test func matrixHasShiftedRows() {
    let transform = WaveletTransform(FilterBank<Double>.daubechies(2), length: 8, levels: 1)
    let basis = Matrix<Double>.identity(8)
    var images = Matrix<Double>(rows: 8, columns: 8, repeating: 0)
    var output = images.elements.mutableSpan
    transform.analysis(basis.elements.span, into: &output, batch: 8, workspace: Workspace())
    let a = images.transposed()

    let h0 = Array(transform.bank.analysisLow)
    for k in 0..<4 {
      for i in 0..<8 {
        let tap = (2 * k + 2 - i + 8) % 8
        #expect(abs(a[k, i] - (tap < 4 ? h0[tap] : 0)) < 1e-15)
      }
    }
    #expect((a * a.transposed()).maximumAbsoluteDifference(from: .identity(8)) < 1e-15)
  }

  @Test func polyphaseFormIsTheSame() throws {
    let bank = FilterBank<Double>(try Wavelet("bior2.4"))
    let transform = WaveletTransform(bank, length: 20, levels: 1, mode: .zero)
    let signal = (0..<20).map { Double($0 * $0 % 7) }
    var coefficients = [Double](repeating: 0, count: transform.coefficientCount)
    var output = coefficients.mutableSpan
    transform.analysis(signal.span, into: &output, batch: 1, workspace: Workspace())

    func phase(_ values: [Double], _ offset: Int) -> [Double] {
      stride(from: offset, to: values.count, by: 2).map { values[$0] }
    }
    let h0 = Array(bank.analysisLow)
    let low = zip(
      convolution(phase(h0, 0), phase(signal, 1)), convolution(phase(h0, 1), phase(signal, 0))
    ).map { $0 + $1 }

    #expect(low.count == transform.coefficientCount / 2)
    for (k, value) in low.enumerated() { #expect(abs(value - coefficients[k]) < 1e-14) }
  }
}
