import Experiments
import Foundation
import Kernels
import Testing

@Suite(
  "Training on MNIST as published",
  .enabled(
    if: ProcessInfo.processInfo.environment[DataFolder.environmentVariable] != nil,
    "WAVEPRESS_DATA names no folder of data sets"))
struct PublishedImageTests {
  /// A sixtieth of the images are enough for four of five others.
  @Test func learns() throws {
    let folder = DataFolder(
      ProcessInfo.processInfo.environment[DataFolder.environmentVariable] ?? "")
    var settings = ImageConfiguration()
    settings.images = 1000
    settings.validation = 500
    settings.batch = 16
    settings.epochs = 2
    let run = try ImageRun(
      settings, images: MNIST(in: folder), workspace: Workspace(threads: 1))
    #expect(try run.train())
    #expect(run.accuracy(run.evaluate()) > 0.8)
  }
}
