import Glibc

/// The files and connections that this process may have open at once.
enum OpenFiles {
    /// Raises the limit as far as the system allows (getrlimit(2)), up to as many as a busy site could use.
    ///
    /// What a login shell gives, often 1,024, is for programs that use select(2). Where it cannot be raised it stays.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted = min(limit.rlim_max, most)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Some containers allow a thousand million, and tools that close each possible descriptor would never end.
    private static let most: rlim_t = 65_536
}
