import IndieWeb
import Publishing
import Testing

@Suite("Passwords")
struct PasswordTests {
    private static let password = "a horse walks into the sea"

    @Test("RFC 7914, section 12: the hash is scrypt's")
    func vector() throws {
        let text = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$\(Self.rfcKey)"
        let hash = try #require(PasswordHash(text))
        #expect(hash.description == text)
        #expect(try hash.matches("pleaseletmein"))
        #expect(try !hash.matches("pleaseletmeiN"))
        #expect(try !hash.matches(""))
    }

    @Test(
        "a row that is no such hash, or costs too much, is none",
        arguments: [
            "", "$", "x", "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU",
            "$argon2id$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$KEY",
            "$scrypt$ln=18,r=8,p=1$U29kaXVtQ2hsb3JpZGU$KEY", "$scrypt$ln=-1,r=8,p=1$U29kaXVtQ2hsb3JpZGU$KEY",
            "$scrypt$ln=14,r=99,p=1$U29kaXVtQ2hsb3JpZGU$KEY", "$scrypt$ln=14,r=0,p=1$U29kaXVtQ2hsb3JpZGU$KEY",
            "$scrypt$ln=14,r=8,p=5$U29kaXVtQ2hsb3JpZGU$KEY", "$scrypt$ln=99999999999999999999,r=8,p=1$U29kaXVt$KEY",
            "$scrypt$ln=14,r=8$U29kaXVtQ2hsb3JpZGU$KEY", "$scrypt$r=8,ln=14,p=1$U29kaXVtQ2hsb3JpZGU$KEY",
            "$scrypt$ln=14,r=8,p=1$$KEY", "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$", "$scrypt$ln=14,r=8,p=1$!!$KEY",
        ]
    )
    func oddHashes(text: String) {
        #expect(PasswordHash(text.replacing("KEY", with: Self.rfcKey)) == nil)
    }

    @Test("a password is known again, in whatever form its characters come, and no other is")
    func verify() async throws {
        let fixture = try AccessFixture()
        let passwords = try passwords(of: fixture)
        #expect(try await passwords.changed() == nil)
        #expect(try await !check("", passwords))
        try await set("Füße über Kopf", passwords)
        #expect(try await passwords.changed()?.date == fixture.now())
        #expect(try await check("Fu\u{308}ße u\u{308}ber Kopf", passwords))
        for wrong in ["", " ", "Füße über kopf", "Füße über Kopf ", String(repeating: "x", count: 100_000)] {
            #expect(try await !check(wrong, passwords))
        }
        #expect(try fixture.storedPassword().hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        try await passwords.remove()
        #expect(try await !check("Füße über Kopf", passwords))
    }

    @Test("the same password has another hash each time")
    func salt() async throws {
        let fixture = try AccessFixture()
        let passwords = try passwords(of: fixture)
        var hashes: Set<String> = []
        for _ in 0..<3 {
            try await set(Self.password, passwords)
            hashes.insert(try fixture.storedPassword())
        }
        #expect(hashes.count == 3)
    }

    @Test("a change signs out all other browsers and disconnects all applications; the first password does not")
    func change() async throws {
        let fixture = try AccessFixture()
        let passwords = try passwords(of: fixture)
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        let issued = try await fixture.issued()
        try await set(Self.password, passwords, keeping: mine.session.id)
        #expect(try await fixture.sessions.verify(other.token) != nil)
        #expect(try await fixture.tokens.verify(issued.accessToken) != nil)
        try await set(Self.password + " again", passwords, keeping: mine.session.id)
        #expect(try await fixture.sessions.verify(mine.token) != nil)
        #expect(try await fixture.sessions.verify(other.token) == nil)
        #expect(try await fixture.tokens.verify(issued.accessToken) == nil)
        #expect(await oauthError { _ = try await fixture.refresh(issued.refreshToken) }?.code == .invalidGrant)
        #expect(try await !check(Self.password, passwords))
        #expect(try await check(Self.password + " again", passwords))
    }

    @Test("a right password whose hash has another cost is hashed anew, a wrong one is not")
    func rehash() async throws {
        let fixture = try AccessFixture()
        let former = try passwords(of: fixture)
        try await set(Self.password, former)
        let passwords = try passwords(of: fixture, logRounds: 5)
        #expect(try await !check("another horse walks", passwords))
        #expect(try fixture.storedPassword().hasPrefix("$scrypt$ln=4,"))
        #expect(try await check(Self.password, passwords))
        #expect(try fixture.storedPassword().hasPrefix("$scrypt$ln=5,"))
        #expect(try await check(Self.password, passwords))
    }

    @Test("what new passwords cost: 64 MiB")
    func standardCost() throws {
        let hash = try PasswordHash(of: Self.password, salt: Array(0..<16), cost: .standard)
        #expect(hash.description.hasPrefix("$scrypt$ln=16,r=8,p=1$"))
    }

    @Test("more than a few at once are sent away, and all others are answered")
    func busy() async throws {
        let fixture = try AccessFixture()
        let passwords = try passwords(of: fixture, logRounds: 12)
        try await set(Self.password, passwords)
        let (right, busy) = try await withThrowingTaskGroup(of: Bool?.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    do {
                        return try await check(Self.password, passwords)
                    } catch is PasswordHasher.Busy {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: (0, 0)) { count, answer in
                if answer == true { count.0 += 1 }
                if answer == nil { count.1 += 1 }
            }
        }
        #expect(right + busy == 60)
        #expect(right >= PasswordHasher.places)
        #expect(try await check(Self.password, passwords))
    }

    @Test(
        "weak passwords are refused",
        arguments: [
            ("", .tooShort), ("short", .tooShort), ("elevenchars", .tooShort),
            (String(repeating: "long ", count: 60), .tooLong), ("aaaaaaaaaaaa", .tooCommon),
            ("ababababababab", .tooCommon),
            ("password1234", .tooCommon), ("Password-1234!", .tooCommon), ("123456789012", .tooCommon),
            ("qwertyuiop12345", .tooCommon), ("iloveyou iloveyou", .tooCommon), ("owner.example", .tooCommon),
            ("owner example 1234", .tooCommon), ("My Weblog 123!", .tooCommon),
        ] as [(String, PasswordPolicy.Fault)]
    )
    func weak(password: String, fault: PasswordPolicy.Fault) async throws {
        let fixture = try AccessFixture()
        let passwords = try passwords(of: fixture)
        await #expect(throws: fault) { try await set(password, passwords) }
        #expect(try await passwords.changed() == nil)
    }

    @Test(
        "nothing is asked of the characters",
        arguments: [
            "twelve chars", "a horse walks into the sea", "Xw9$kkP2!qqZ", "это не пароль", "!@#$%^&*()_+-=[]",
            "my password is a river", "🐎🌊🐴🌲 🐎🌊🐴🌲 🐎🌊🐴🌲",
        ]
    )
    func strong(password: String) {
        #expect(PasswordPolicy(ownNames: ["owner.example"]).fault(of: password) == nil)
    }

    private static let rfcKey =
        "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"

    private func passwords(of fixture: AccessFixture, logRounds: Int = 4) throws -> Passwords {
        let cost = try #require(PasswordHash.Cost(checkedLogRounds: logRounds, blockSize: 8, parallelism: 1))
        return Passwords(
            database: fixture.database,
            hasher: PasswordHasher(cost: cost),
            policy: PasswordPolicy(ownNames: ["owner.example", "My Weblog"]),
            now: fixture.now
        )
    }

    private func set(_ password: String, _ passwords: Passwords, keeping id: Int64? = nil) async throws {
        var random = SystemRandomNumberGenerator()
        try await passwords.set(password, keeping: id, random: &random)
    }
}

private func check(_ password: String, _ passwords: Passwords) async throws -> Bool {
    var random = SystemRandomNumberGenerator()
    return try await passwords.verify(password, random: &random)
}
