import ArgumentParser
import Experiments
import Foundation

struct CheckData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Reads data sets and prints sizes and checksums.",
    discussion: """
      Files may be packed with gzip, and stand in a folder of the set's name or beside each other. \
      Checksums are SHA-256 of the files, unpacked.
      """)

  @OptionGroup var options: DataOptions

  @Argument(help: "mnist, ptb; both by default.")
  var sets: [DataSet] = DataSet.allCases

  func run() throws {
    let folder = try options.folder()
    for set in sets {
      let summary = try summary(of: set, in: folder)
      for file in try set.files(in: folder) {
        let origin = file.isPublished ? "as published" : "not the published one"
        print("\(file.path)  \(file.size) bytes  \(file.checksum)  \(origin)")
      }
      print(summary)
    }
  }

  private func summary(of set: DataSet, in folder: DataFolder) throws -> String {
    switch set {
    case .mnist:
      let images = try MNIST(in: folder)
      let (mean, deviation) = images.train.statistics
      return "mnist  \(images.train.count) training and \(images.test.count) test images of "
        + "\(images.train.rows) × \(images.train.columns)"
        + String(format: ", training mean %.4f, standard deviation %.4f", mean, deviation)
    case .pennTreebank:
      let texts = try PennTreebank(in: folder)
      return "ptb    \(texts.train.count) training, \(texts.valid.count) validation and "
        + "\(texts.test.count) test characters out of \(texts.alphabet.count)"
    }
  }
}

/// Where data sets are.
struct DataOptions: ParsableArguments {
  @Option(help: "Folder of the data sets; by default what WAVEPRESS_DATA names.")
  var data: String?

  func folder() throws -> DataFolder { try DataFolder(option: data) }
}

extension DataSet: ExpressibleByArgument {}
