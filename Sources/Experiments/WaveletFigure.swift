public import Wavelets

/// A wavelet in a figure: the filters, the functions that they make and their frequency responses,
/// analysis on the left, synthesis on the right.
public struct WaveletFigure: Sendable {
  /// What gnuplot draws the figure from.
  public let script: String

  /// A figure of a wavelet of the catalogue.
  public init(_ wavelet: Wavelet) {
    let bank = FilterBank<Double>(wavelet)
    // Functions of an analysis are those of the dual's synthesis.
    let sides = [
      Side("analysis", bank.analysisLow, bank.analysisHigh, bank.dual),
      Side("synthesis", bank.synthesisLow, bank.synthesisHigh, bank),
    ]
    let largest = sides.flatMap(\.responses).map(\.y).max()!
    var script = """
      set encoding utf8
      set terminal svg size 960,1200 font "sans-serif,12" background "white"
      set multiplot layout 4,2 title "\(wavelet), \(bank.taps) taps" font ",16"
      set grid linetype 1 linecolor "#dddddd"
      set xzeroaxis linetype 1 linecolor "#888888"
      low = "#0060ad"
      high = "#dd6010"

      """
    for (name, filter) in [("low", \Side.low), ("high", \Side.high)] {
      script += """
        unset key
        set xlabel "k"
        set xtics \((bank.taps + 9) / 10)
        set xrange [-0.5:\(Double(bank.taps) - 0.5)]
        set yrange [\(Self.range(of: sides.flatMap { $0[keyPath: filter] }))]

        """
      for side in sides {
        script += """
          set title "\(side.name), \(name)-pass filter"
          \(Self.block(side[keyPath: filter].enumerated().map { (Double($0), $1) }))
          plot $points with impulses linewidth 2 linecolor rgb \(name), \
          $points with points pointtype 7 pointsize 0.5 linecolor rgb \(name)

          """
      }
    }
    script += """
      set key inside top center horizontal
      set xlabel "t"
      set xtics autofreq
      set xrange [0:\(bank.taps - 1)]

      """
    for side in sides {
      script += """
        set title "\(side.name), scaling function and wavelet"
        \(Self.block(side.scaling))
        \(Self.block(side.wavelet, name: "others"))
        set yrange [\(Self.range(of: (side.scaling + side.wavelet).map(\.y), headroom: 0.25))]
        plot $points with lines linewidth 1.5 linecolor rgb low title "φ", \
        $others with lines linewidth 1.5 linecolor rgb high title "ψ"

        """
    }
    script += """
      set xlabel "frequency, ω/π"
      set xrange [0:1]
      set yrange [0:\(1.25 * largest)]

      """
    for side in sides {
      script += """
        set title "\(side.name), frequency responses"
        \(Self.block(side.lowResponse))
        \(Self.block(side.highResponse, name: "others"))
        plot $points with lines linewidth 1.5 linecolor rgb low title "low-pass", \
        $others with lines linewidth 1.5 linecolor rgb high title "high-pass"

        """
    }
    self.script = script + "unset multiplot\n"
  }

  /// Points as a named block of lines.
  private static func block(_ points: [Point], name: String = "points") -> String {
    "$\(name) << end\n" + points.map { "\($0.x) \($0.y)\n" }.joined() + "end"
  }

  /// A range of gnuplot's about values and zero, wider than they are; the headroom holds the key.
  private static func range(of values: [Double], headroom: Double = 0.08) -> String {
    let (least, most) = (min(0, values.min()!), max(0, values.max()!))
    return "\(least - 0.08 * (most - least)):\(most + headroom * (most - least))"
  }
}

private typealias Point = (x: Double, y: Double)

/// What is drawn of analysis or of synthesis.
private struct Side {
  let name: String
  let low, high: [Double]
  let scaling, wavelet, lowResponse, highResponse: [Point]

  init(
    _ name: String, _ low: ArraySlice<Double>, _ high: ArraySlice<Double>,
    _ bank: FilterBank<Double>
  ) {
    self.name = name
    (self.low, self.high) = (Array(low), Array(high))
    // As many levels as keep the figure small, whatever the number of taps.
    let levels = (1...10).last { (bank.taps - 1) << $0 <= 4096 }!
    let functions = bank.functions(levels: levels)
    (scaling, wavelet) = (
      Self.curve(functions.scaling, functions.step), Self.curve(functions.wavelet, functions.step)
    )
    (lowResponse, highResponse) = (Self.response(of: low), Self.response(of: high))
  }

  var responses: [Point] { lowResponse + highResponse }

  /// A function's samples, and the zeros about them.
  private static func curve(_ samples: [Double], _ step: Double) -> [Point] {
    [(0, 0)] + samples.enumerated().map { (Double($0) * step, $1) }
      + [(Double(samples.count) * step, 0)]
  }

  private static func response(of filter: ArraySlice<Double>) -> [Point] {
    (0...200).map {
      let share = Double($0) / 200
      return (share, FilterBank<Double>.magnitude(of: filter, at: share * .pi))
    }
  }
}
