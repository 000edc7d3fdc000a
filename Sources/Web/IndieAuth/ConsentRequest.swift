import Hummingbird
import IndieWeb
import Publishing

/// A request of an application to be allowed something, checked as far as it can be (IndieAuth, section 5.2).
struct ConsentRequest {
    /// What is asked.
    let request: AuthorizationRequest
    /// What the application says about itself.
    let document: ClientDocument
    /// The way back to it.
    let way: AuthorizationResponse

    /// The owner's part of the checks: from here on, errors go to the application.
    ///
    /// - Parameters:
    ///   - form: the parameters of the request.
    ///   - clients: who knows applications.
    ///   - issuer: this server.
    /// - Throws: ``AuthorizationRefusal``.
    init(_ form: FormURLEncoded, clients: ClientDocuments, issuer: String) async throws {
        let target = try Self.target(form)
        document = await clients.document(of: target.clientID)
        guard document.metadata.permits(target.redirectURI, for: target.clientID) else {
            throw AuthorizationRefusal(error: .invalidRequest(Self.foreign(target, document)))
        }
        way = AuthorizationResponse(to: target, issuer: issuer)
        do {
            request = try AuthorizationRequest(form, target: target)
        } catch {
            throw AuthorizationRefusal(error: error, way: way)
        }
    }

    /// The first look, for a stranger's browser: nobody is asked about the application, and nobody is sent anywhere, as
    /// the owner may not be there at all (RFC 9700, section 4.11.2).
    ///
    /// - Throws: ``AuthorizationRefusal``.
    static func check(_ form: FormURLEncoded) throws {
        let target = try target(form)
        do {
            _ = try AuthorizationRequest(form, target: target)
        } catch {
            throw AuthorizationRefusal(error: error)
        }
    }

    private static func target(_ form: FormURLEncoded) throws -> AuthorizationTarget {
        do {
            return try AuthorizationTarget(form)
        } catch {
            throw AuthorizationRefusal(error: error)
        }
    }

    private static func foreign(_ target: AuthorizationTarget, _ document: ClientDocument) -> String {
        let sentence = "The redirect_uri \(target.redirectURI) is not one of \(target.clientID)."
        guard case .unavailable(let reason) = document else { return sentence }
        return "\(sentence) Its document could not be had. \(reason)"
    }
}
