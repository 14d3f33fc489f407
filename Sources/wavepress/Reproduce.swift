import ArgumentParser
import Experiments
import Foundation
import Networks

struct Reproduce: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains the rows of one of the paper's tables and prints our figures beside its own.",
    discussion: """
      What is interrupted goes on where it was when the command is repeated. Rows whose result is \
      there are not run again. table1 and table2c need MNIST and table2d the Penn Treebank, by --data or \
      WAVEPRESS_DATA; figure2 draws table1's wavelet rows from the runs' folder, through gnuplot.
      """)

  @Argument(help: "table1, figure2, table2a, table2b, table2c or table2d.")
  var table: String

  @Option(help: "Rows to run, by their number in --list; all of them unless said.")
  var rows: String?

  @Flag(help: "Print the rows with their commands and run none.")
  var list = false

  @Flag(help: "Small networks or few images, to try the way; results go to the runs' folder.")
  var quick = false

  @Option(help: "Folder of the results.")
  var results = "Benchmarks/Results"

  @Option(help: "Folder of checkpoints and logs.")
  var runs = ".build/runs"

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    switch table {
    case "table1": return try reproduceImages()
    case "figure2": return try drawFigure()
    case "table2d": return try reproduceText()
    default: break
    }
    guard let named = PaperTable.all.first(where: { $0.name == self.table }) else {
      let names = ["table1", "figure2"] + PaperTable.all.map(\.name) + ["table2d"]
      throw ConfigurationError(
        "table", expected: "\(names.dropLast().joined(separator: ", ")) or \(names.last!)",
        found: "'\(self.table)'")
    }
    let table = quick ? named.quick : named
    try reproduce(table.rows) {
      let needsImages = table.rows.contains { $0.configuration.task.needsImages }
      let images = needsImages ? try MNIST(in: folder(of: .mnist)) : nil
      let (runs, results) = try folders()
      return Reproduction(
        table, images: images, results: results, runs: runs, workspace: try threads.workspace())
    }
  }

  /// Lists the chosen rows or trains those without a result, then prints the table.
  ///
  /// - Parameters:
  ///   - all: The table's rows.
  ///   - reproduction: What trains them; not asked for where they are only listed.
  func reproduce<Table: TableReproduction>(
    _ all: [Table.Row], _ reproduction: () throws -> Table
  ) throws {
    let chosen = try chosenRows(of: all.count)
    func title(_ index: Int) -> String { "\(all[index].name) (\(all[index].mode.rawValue))" }
    if list {
      for index in chosen {
        print("\(index + 1)  \(title(index)): \(all[index].configuration.command)")
      }
      return
    }
    let reproduction = try reproduction()
    for index in chosen where try !reproduction.isDone(all[index]) {
      complain("\(title(index)): \(all[index].configuration.command)")
      // A signal may have come while the row before was tested.
      guard !Interruption.isRequested,
        let record = try reproduction.run(all[index], train: { try $0.trainWithProgress() })
      else {
        complain("interrupted in \(title(index)); the same command goes on")
        throw ExitCode(130)
      }
      print(JSON.object(record.json))
    }
    // Again, as a kill may have come between a row and this, or the file may be of an older layout.
    try reproduction.results.writeMarkdown()
    print(try reproduction.results.markdown())
  }

  /// The folder of a data set. What stands in a table is of the published one.
  func folder(of set: DataSet) throws -> DataFolder {
    let folder = try data.folder()
    if !quick { try set.requirePublished(in: folder) }
    return folder
  }

  /// The folders of runs and results, which are there then.
  func folders() throws -> (runs: String, results: String) {
    let runs = quick ? "\(self.runs)/quick" : self.runs
    let results = quick ? runs : self.results
    for folder in [runs, results] { try create(folder) }
    return (runs, results)
  }

  /// Indices of the rows to run.
  func chosenRows(of count: Int) throws -> [Int] {
    guard let rows else { return Array(0..<count) }
    return try rows.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let number = Int($0), (1...count).contains(number) else {
        throw ConfigurationError("--rows", expected: "numbers in 1...\(count)", found: "'\($0)'")
      }
      return number - 1
    }
  }

  /// Makes a folder and those that it is in where they are missing. What cannot be written there is
  /// found out before hours of training.
  private func create(_ folder: String) throws(FileError) {
    var path = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      path += part
      if !path.isEmpty, mkdir(path, 0o777) != 0, errno != EEXIST {
        throw FileError(
          folder, expected: "a folder to write", found: "\"\(String(cString: strerror(errno)))\"")
      }
      path += "/"
    }
    try AtomicFile.requireFolder(of: path)
  }
}
