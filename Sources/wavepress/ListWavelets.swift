import ArgumentParser
import Wavelets

struct ListWavelets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wavelets", abstract: "Lists the wavelets of the catalogue, a family a line.")

  func run() throws {
    for family in Wavelet.Family.allCases {
      let names = Wavelet.all.filter { $0.family == family }.map(\.name)
      print(names.joined(separator: " "))
    }
  }
}
