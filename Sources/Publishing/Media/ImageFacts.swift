/// What the headers of an image say, read without decoding a pixel.
package struct ImageFacts: Sendable, Equatable {
    /// What the bytes are.
    package let format: ImageFormat
    /// Pixels across, before the orientation is applied.
    package let width: Int
    /// Pixels down, before the orientation is applied.
    package let height: Int
    /// The EXIF orientation, 1 to 8 (CIPA DC-008, tag 0x0112); 1 is upright.
    package let orientation: Int
    /// Whether there is more than one frame to show.
    package let isAnimated: Bool
    /// Whether an ICC profile says what the colours are; without one they are taken as sRGB.
    let hasColorProfile: Bool

    init(
        format: ImageFormat,
        width: Int,
        height: Int,
        orientation: Int = 1,
        isAnimated: Bool = false,
        hasColorProfile: Bool = false
    ) {
        self.format = format
        self.width = width
        self.height = height
        self.orientation = orientation
        self.isAnimated = isAnimated
        self.hasColorProfile = hasColorProfile
    }

    /// The longer side in pixels.
    var longerSide: Int { max(width, height) }
}
