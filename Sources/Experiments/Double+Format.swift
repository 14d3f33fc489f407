internal import Foundation

extension Double {
  /// The number with so many decimals, or a dash where there is none.
  func fixed(_ decimals: Int) -> String {
    isFinite ? String(format: "%.\(decimals)f", self) : "–"
  }

  /// The number with so many significant digits, or a dash where there is none.
  func significant(_ digits: Int) -> String {
    isFinite ? String(format: "%.\(digits)g", self) : "–"
  }
}
