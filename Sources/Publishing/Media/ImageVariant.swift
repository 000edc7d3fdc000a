/// A smaller copy of an image, for a place where the whole would be a waste.
package enum ImageVariant: String, Sendable, CaseIterable {
    /// 150 × 150 pixels, cut from the centre.
    case thumb
    /// 320 pixels wide.
    case small
    /// 640 pixels wide.
    case medium
    /// 1280 pixels wide.
    case large

    /// Pixels across.
    package var width: Int {
        switch self {
        case .thumb: 150
        case .small: 320
        case .medium: 640
        case .large: 1280
        }
    }

    /// Whether an image is large enough for it: nothing is ever enlarged.
    func fits(width: Int, height: Int) -> Bool {
        self.width <= width && (self != .thumb || self.width <= height)
    }
}
