/// The frames of an animated PNG (PNG, third edition, section 11.3.6): as many as are claimed, each within the canvas, numbered
/// without a gap, and made of a picture's data and nothing else.
///
/// Decoders show the first picture and pass over the others, so their data is looked at here.
struct PNGAnimation {
    private let pixels: PNGPixels
    private let claimed: Int
    private var frames = 0
    private var nextNumber = 0
    /// The picture whose data is being read: that of the chunks `IDAT`, which need not be a frame, or that of a frame.
    private var picture: (width: Int, height: Int)?
    private var data: [UInt8] = []

    /// Reads the contents of a chunk `acTL`.
    init(control: ImageReader, of pixels: PNGPixels) throws(ImageRefusal) {
        var reader = control
        self.pixels = pixels
        claimed = try reader.bigEndian(4)
        var count = ImageStripper.FrameCount(canvas: (pixels.width, pixels.height))
        try count.add(claimed)
        picture = (pixels.width, pixels.height)
    }

    /// Reads the contents of a chunk `fcTL`.
    mutating func beginFrame(_ control: ImageReader) throws(ImageRefusal) {
        var reader = control
        guard reader.remaining == 26 else { throw reader.malformed }
        try takeNumber(&reader)
        let width = try reader.bigEndian(4)
        let height = try reader.bigEndian(4)
        let left = try reader.bigEndian(4)
        let top = try reader.bigEndian(4)
        guard width > 0, height > 0, left + width <= pixels.width, top + height <= pixels.height else {
            throw reader.malformed
        }
        frames += 1
        guard frames <= claimed else { throw reader.malformed }
        // Before the data of the chunks IDAT, the frame is that picture.
        if frames == 1, data.isEmpty {
            guard (width, height) == (pixels.width, pixels.height) else { throw reader.malformed }
        } else {
            try endPicture()
        }
        picture = (width, height)
    }

    /// Takes the contents of a chunk `IDAT`.
    mutating func addImageData(_ contents: ImageReader) { data += contents.rest }

    /// Takes the contents of a chunk `fdAT`.
    mutating func addFrameData(_ contents: ImageReader) throws(ImageRefusal) {
        var reader = contents
        try takeNumber(&reader)
        guard frames > 0 else { throw reader.malformed }
        data += reader.rest
    }

    /// Takes note that nothing follows.
    mutating func end() throws(ImageRefusal) {
        try endPicture()
        guard frames == claimed else { throw .malformed("PNG") }
    }

    private mutating func takeNumber(_ reader: inout ImageReader) throws(ImageRefusal) {
        guard try reader.bigEndian(4) == nextNumber else { throw reader.malformed }
        nextNumber += 1
    }

    private mutating func endPicture() throws(ImageRefusal) {
        guard let picture, let expected = pixels.byteCount(width: picture.width, height: picture.height),
            try InflatedLength.measure(data, limit: expected, format: "PNG") == expected
        else { throw .malformed("PNG") }
        data = []
    }
}
