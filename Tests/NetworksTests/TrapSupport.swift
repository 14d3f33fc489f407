import Testing

/// Whether the standard error of a process that trapped holds a text.
func expectMessage(
  _ result: ExitTest.Result?, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(message.contains(text), sourceLocation: sourceLocation)
}
