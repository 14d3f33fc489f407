import Foundation

extension TemporaryFolder {
  /// Puts three files under the Penn Treebank's names: words of four letters that follow each other in
  /// the alphabet, of which the first is a, b or c, at random. A letter has 0.4 bits on average.
  package func writeTexts(train: Int, valid: Int, test: Int) {
    let letters = Array("abcdef")
    var state: UInt64 = 1
    for (name, count) in [("train", train), ("valid", valid), ("test", test)] {
      var text = ""
      var first = 0
      for index in 0..<count {
        if index % 4 == 0 {
          // Knuth's MMIX.
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          first = Int(state >> 33) % 3
        }
        text.append(letters[first + index % 4])
      }
      try! Data(text.utf8).write(to: URL(fileURLWithPath: file("ptb.\(name).txt")))
    }
  }
}
