import Testing
import Wavelets

@Suite("Wavelets by name")
struct WaveletTests {
  @Test func names() throws {
    for name in ["haar", "db1", "db38", "sym2", "sym20", "coif17", "bior4.4", "rbio6.8", "dmey"] {
      #expect(try Wavelet(name).name == name)
      #expect(try Wavelet(name.uppercased()).description == name)
    }
    #expect(Set(Wavelet.all).count == Wavelet.all.count)
    #expect(FilterBank<Float>(try Wavelet("db3")) == .daubechies(3))
    #expect(FilterBank<Float>(try Wavelet("sym4")) == .symlet(4))
    #expect(try Wavelet("coif2").vanishingMoments == 4)
    #expect(try Wavelet("rbio2.4").vanishingMoments == 4)
    #expect(try Wavelet("dmey").vanishingMoments == nil)
  }

  @Test(arguments: [
    "", " ", "db", "db0", "db39", "db04", "sym1", "coif18", "bior2.3", "bior44", "morlet", "dB 4",
    String(repeating: "x", count: 100_000),
  ])
  func unknown(_ name: String) {
    #expect(throws: UnknownWavelet.self) { _ = try Wavelet(name) }
  }

  @Test func nearNames() {
    func near(_ name: String) -> [String] {
      do {
        return [try Wavelet(name).name]
      } catch { return error.nearNames }
    }
    #expect(near("dmy") == ["dmey"])
    #expect(near("bior4,4") == ["bior4.4"])
    #expect(near("Har") == ["haar"])
    // Others are as near.
    #expect(near("db39") == ["db3", "db9", "db19", "db29", "db30"])
    let error = #expect(throws: UnknownWavelet.self) { _ = try Wavelet("dmy") }
    #expect(error?.description == "no wavelet is called \"dmy\"; near names: dmey")
  }
}
