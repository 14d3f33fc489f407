extension Array where Element: BitwiseCopyable {
  /// The elements that bytes hold in this machine's order. Traps where some are left over.
  public init(bytes: some Collection<UInt8>) {
    let (count, rest) = bytes.count.quotientAndRemainder(dividingBy: MemoryLayout<Element>.size)
    guard rest == 0 else { fatalError("\(bytes.count) bytes are no whole \(Element.self)s") }
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      initialized = count
    }
  }
}
