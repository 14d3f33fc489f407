public import Kernels
public import LinearAlgebra
public import Networks

/// Errors that a command line prints as one line.
public protocol OneLineError: Error, CustomStringConvertible {}

extension ConfigurationError: OneLineError {}
extension FileError: OneLineError {}
extension LAPACKError: OneLineError {}
extension TrainingError: OneLineError {}
extension InstructionSetError: OneLineError {}
