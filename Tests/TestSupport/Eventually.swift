/// Whether something that happens in the background comes true, waited for as long as the slowest machine may take.
package func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<2_000 {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return try condition()
}
