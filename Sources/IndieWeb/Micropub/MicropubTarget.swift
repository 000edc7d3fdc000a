/// Something a post can be sent to: a site or a channel.
package struct MicropubTarget: Sendable, Equatable {
    /// What a client sends back to name the target.
    package let uid: String
    /// Its name for people.
    package let name: String

    /// A target.
    package init(uid: String, name: String) {
        (self.uid, self.name) = (uid, name)
    }

    /// As an item of `destination` or `channels`.
    package var json: JSONObject { ["uid": .string(uid), "name": .string(name)] }
}
