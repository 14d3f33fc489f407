import ArgumentParser

/// What is trained is told apart by its task; `train adding` is short for `train sequences adding`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a network: adding, copy-memory, sequential-mnist, mnist or penn-treebank.",
    discussion: """
      train adding, copy-memory and sequential-mnist train a recurrent network; see train sequences \
      --help. train mnist trains LeNet on images; see train mnist --help. train penn-treebank trains \
      a recurrent or convolutional network on characters; see train penn-treebank --help.
      """,
    subcommands: [TrainSequences.self, TrainImages.self, TrainText.self],
    defaultSubcommand: TrainSequences.self)
}
