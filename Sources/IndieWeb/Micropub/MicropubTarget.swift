/// Something a post can be sent to: a place for copies, a site or a channel.
package struct MicropubTarget: Sendable, Equatable {
    /// A service or account behind a target, for people (Micropub, section 3.7.3).
    package struct Party: Sendable, Equatable {
        /// Its name.
        package var name: String
        /// Its address.
        package var url: String?
        /// The address of its picture.
        package var photo: String?

        /// A service or account.
        package init(name: String, url: String? = nil, photo: String? = nil) {
            (self.name, self.url, self.photo) = (name, url, photo)
        }

        fileprivate var json: JSONValue {
            var object: JSONObject = ["name": .string(name)]
            object["url"] = url.map(JSONValue.string)
            object["photo"] = photo.map(JSONValue.string)
            return .object(object)
        }
    }

    /// What a client sends back to name the target.
    package var uid: String
    /// Its name for people.
    package var name: String
    /// The service, for places that get copies.
    package var service: Party?
    /// The account there.
    package var user: Party?

    /// A target.
    package init(uid: String, name: String, service: Party? = nil, user: Party? = nil) {
        (self.uid, self.name, self.service, self.user) = (uid, name, service, user)
    }

    /// As an item of `syndicate-to`, `destination` or `channels`.
    package var json: JSONObject {
        var object: JSONObject = ["uid": .string(uid), "name": .string(name)]
        object["service"] = service?.json
        object["user"] = user?.json
        return object
    }
}
