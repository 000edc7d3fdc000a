import Foundation
import Hummingbird
import IndieWeb
import NIOCore
import NIOHTTP1
import Publishing

/// Answers requests for pages that are kept where they arrive, on the connection's event loop: most requests of a site
/// ask for a few pages, and the way through the router costs many times what the answer itself does.
///
/// What it sends is what the router's endpoints would send. Whatever is not plainly a question for a kept page goes on to
/// them, and so does everything while one of their answers is under way, for answers keep the order of their requests.
final class KeptAnswerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Bodies up to this size are copied behind their heads, which is cheaper than two writes.
    private static let largestCopy = 65_536

    private let gate: UpgradeGate
    private let encoder: ChannelHandlerContext
    /// Requests that went on and are not answered yet.
    private var underWay = 0
    /// Whether the rest of the request that is being read belongs to an answer that was given.
    private var isAnswered = false
    private var hasWritten = false
    /// Clients repeat themselves, so the last wish is remembered with what it means.
    private var lastWish: (field: String?, coding: ContentCoding) = (nil, .identity)
    private var lastDate: (second: Int, field: String) = (0, "")

    /// A handler of a connection.
    ///
    /// - Parameters:
    ///   - gate: knows the site, once it is open.
    ///   - encoder: the place in the pipeline past which bytes go out as they are.
    init(gate: UpgradeGate, encoder: ChannelHandlerContext) {
        self.gate = gate
        self.encoder = encoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if underWay == 0, answer(head, context) {
                isAnswered = true
                return
            }
            underWay += 1
        case .body:
            if isAnswered { return }
        case .end:
            if isAnswered {
                isAnswered = false
                return
            }
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            encoder.flush()
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            // The framework's clock lags by up to a second, and nothing may have changed after the answer was sent.
            if let now = gate.pages?.site.now() { head.headers.replaceOrAdd(name: "Date", value: date(now)) }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            underWay = max(0, underWay - 1)
            context.write(data, promise: promise)
        }
    }

    /// Answers a request, if that can be done from what is kept.
    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Bool {
        guard head.method == .GET || head.method == .HEAD, head.version == .http1_1,
            let question = Question(head.headers), let pages = gate.pages
        else { return false }
        let start = ContinuousClock.now
        let now = pages.site.now()
        guard let reply = pages.kept(head.uri, in: coding(question.wish), now: now),
            let isKnown = question.isKnown(reply)
        else { return false }
        let id = RequestID().description
        send(reply, isKnown: isKnown, isHead: head.method == .HEAD, id: id, now: now, context)
        gate.record(
            RequestRecord(
                method: head.method.rawValue,
                path: head.uri.firstIndex(of: "?").map { String(head.uri[..<$0]) } ?? head.uri,
                status: isKnown ? 304 : 200,
                duration: start.duration(to: .now),
                id: id
            )
        )
        return true
    }

    private func send(
        _ reply: WireReply,
        isKnown: Bool,
        isHead: Bool,
        id: String,
        now: Date,
        _ context: ChannelHandlerContext
    ) {
        let head = isKnown ? reply.known : reply.found
        let body = isKnown || isHead ? nil : reply.body
        let isCopied = (body?.readableBytes ?? 0) <= Self.largestCopy
        let room = head.readableBytes + 128 + (isCopied ? body?.readableBytes ?? 0 : 0)
        var buffer = context.channel.allocator.buffer(capacity: room)
        buffer.writeImmutableBuffer(head)
        buffer.writeStaticString("X-Request-ID: ")
        buffer.writeString(id)
        buffer.writeStaticString("\r\nDate: ")
        buffer.writeString(date(now))
        buffer.writeStaticString("\r\n\r\n")
        if let body, isCopied { buffer.writeImmutableBuffer(body) }
        encoder.write(NIOAny(buffer), promise: nil)
        if let body, !isCopied { encoder.write(NIOAny(body), promise: nil) }
        hasWritten = true
    }

    private func coding(_ wish: String?) -> ContentCoding {
        guard let wish else { return .identity }
        if lastWish.field != wish { lastWish = (wish, ContentCoding.preferred(acceptEncoding: [wish])) }
        return lastWish.coding
    }

    private func date(_ now: Date) -> String {
        let second = Int(now.timeIntervalSince1970)
        if lastDate.second != second { lastDate = (second, HTTPDate(secondsSince1970: second).text) }
        return lastDate.field
    }
}

/// What a request asks beside its target.
private struct Question {
    /// The field `Accept-Encoding`.
    var wish: String?
    private var tags: String?
    private var time: String?

    /// Reads the header of a request; nil for one that asks more than can be told here.
    init?(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            switch name.utf8.count {
            case 8 where name.isEqual("if-match") || name.isEqual("if-range"): return nil
            case 7 where name.isEqual("upgrade"), 6 where name.isEqual("expect"): return nil
            case 10 where name.isEqual("connection"):
                guard value.isEqual("keep-alive") else { return nil }
            case 13 where name.isEqual("if-none-match"):
                guard tags == nil else { return nil }
                tags = value
            case 14 where name.isEqual("content-length"), 17 where name.isEqual("transfer-encoding"): return nil
            case 15 where name.isEqual("accept-encoding"):
                guard wish == nil else { return nil }
                wish = value
            case 17 where name.isEqual("if-modified-since"): time = value
            case 19 where name.isEqual("if-unmodified-since"): return nil
            default: continue
            }
        }
    }

    /// Whether the client has what would be sent; nil where that takes a closer look.
    func isKnown(_ reply: WireReply) -> Bool? {
        if let tags { return tags == reply.tag ? true : nil }
        guard let time, let lastModified = reply.lastModified else { return false }
        return time == lastModified ? true : nil
    }
}

extension String {
    /// Whether it is a name, given in lower case, in any case.
    fileprivate func isEqual(_ name: String) -> Bool {
        utf8.elementsEqual(name.utf8) { byte, lower in
            byte == lower || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") && byte + 0x20 == lower)
        }
    }
}
