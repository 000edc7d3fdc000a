import Foundation
import Hummingbird
import Logging

/// A ceiling for `Benchmarks/serving.py`: the framework alone, which answers every request with the bytes of one file,
/// or 304 where it is asked whether anything has changed.
///
///     BareServer PORT FILE CONTENT-TYPE
@main
struct BareServer {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 4, let port = Int(words[1]) else { return }
        let body = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: words[2])))
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
            guard request.headers[.ifNoneMatch] == nil else { return Response(status: .notModified) }
            return Response(status: .ok, headers: [.contentType: words[3]], body: ResponseBody(byteBuffer: body))
        }
        var logger = Logger(label: "bare")
        logger.logLevel = .critical
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        )
        try await application.runService()
    }
}
