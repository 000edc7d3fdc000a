import Testing
import Web

@Suite("ContentCoding")
struct ContentCodingTests {
    @Test(
        "gzip for those who take it",
        arguments: [
            ["gzip"], ["gzip, deflate, br"], ["deflate", "gzip"], ["*"], ["gzip;q=0.1"], ["x-gzip"], ["GZIP"],
            ["identity;q=0, gzip;q=0.001"], ["*;q=0.5"], ["br;q=1.0, gzip;q=0.8, *;q=0.1"],
            ["gzip;q=0.5, identity;q=0.5"], ["gzip;q=1, identity;q=0.5"], ["br, *"], [",gzip ;q=0.5,"],
            ["gzip, *;q=0"], ["identity;q=x, gzip;q=0.1"],
        ]
    )
    func gzip(fields: [String]) {
        #expect(ContentCoding.preferred(acceptEncoding: fields) == .gzip)
    }

    @Test(
        "nothing packed for the others",
        arguments: [
            [], [""], ["identity"], ["br"], ["gzip;q=0"], ["gzip;q=0, *"], ["gzip;q=0.5, identity"], ["*;q=0"],
            ["identity;q=0"], ["identity;q=0, gzip;q=0"], ["gzip;q=2"], ["gzip x"], ["gzip;level=1"],
            ["gzip;q=0, gzip"],
            ["gzip;q=0.5, *;q=0.8"], ["x-gzip;q=0"], ["gzipped"],
        ]
    )
    func identity(fields: [String]) {
        #expect(ContentCoding.preferred(acceptEncoding: fields) == .identity)
    }
}
