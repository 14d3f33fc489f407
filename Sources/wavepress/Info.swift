import ArgumentParser
import Experiments
import Kernels

struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the CPU, the instruction set, OpenBLAS's core and the threads.")

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    print(Machine(try threads.workspace()).description)
  }
}
