import Publishing

extension ImageBomb {
    /// Files of other types, under any name, and beginnings without an image.
    static let foreign =
        texts.map { name, text in ImageBomb(name, .unsupportedType) { Array(text.utf8) } }
        + beginnings.map { name, bytes in
            ImageBomb(name, .unsupportedType) { bytes + [UInt8](repeating: 0, count: 600) }
        }
        + magic.map { name, bytes in ImageBomb("\(name) magic alone", .malformed) { bytes } }
        + [
            ImageBomb("empty file", .malformed) { [] },
            ImageBomb("one byte", .unsupportedType) { [0xFF] },
            ImageBomb("two bytes of a JPEG", .unsupportedType) { [0xFF, 0xD8] },
            ImageBomb("ISO media box of length 0", .unsupportedType) { [0, 0, 0, 0] + "ftyp".utf8 },
        ]

    private static let texts = [
        ("SVG with a script", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        (
            "SVG with entities of entities",
            "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><svg>&b;</svg>"
        ),
        (
            "SVG that reads a file",
            "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"/etc/passwd\"/></svg>"
        ),
        ("HTML", "<!DOCTYPE html><html><script>alert(1)</script></html>"),
        ("PHP", "<?php system($_GET['c']); ?>"),
        ("PDF", "%PDF-1.7\n1 0 obj\n<</JS (app.alert(1))>>\nendobj\n"),
        ("EPS", "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n"),
        (
            "MVG",
            "push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/x.jpg\"|id \")'\npop graphic-context\n"
        ),
        ("MSL", "<?xml version=\"1.0\"?><image><read filename=\"/etc/passwd\"/><write filename=\"/tmp/x\"/></image>"),
        ("shell script", "#!/bin/sh\nid\n"),
        ("portable pixmap", "P6\n9 9\n255\n"),
        ("XPM", "/* XPM */\nstatic char *x[] = {\"1 1 1 1\"};\n"),
        ("CSV that is a matrix", "1,2,3\n4,5,6\n"),
    ]

    private static let beginnings: [(String, [UInt8])] = [
        ("TIFF, little-endian", [0x49, 0x49, 0x2A, 0]), ("TIFF, big-endian", [0x4D, 0x4D, 0, 0x2A]),
        ("BMP", Array("BM".utf8)), ("ICO", [0, 0, 1, 0]), ("PSD", Array("8BPS".utf8)),
        ("JPEG 2000", [0, 0, 0, 12] + "jP  \r\n".utf8), ("JPEG XL", [0xFF, 0x0A]),
        ("OpenEXR", [0x76, 0x2F, 0x31, 0x01]), ("FITS", Array("SIMPLE  =".utf8)), ("ZIP", [0x50, 0x4B, 3, 4]),
        ("gzip", [0x1F, 0x8B, 8]), ("ELF", [0x7F] + "ELF".utf8), ("WAV", "RIFF".utf8 + [9, 0, 0, 0] + "WAVE".utf8),
        ("MP4", [0, 0, 0, 24] + "ftypisom".utf8 + [0, 0, 0, 0] + "isomavc1".utf8), ("VIPS", [0xB6, 0xA6, 0xF2, 0x08]),
    ]

    private static let magic: [(String, [UInt8])] = [
        ("JPEG", [0xFF, 0xD8, 0xFF]), ("PNG", ImageBuilder.pngSignature), ("GIF", Array("GIF89a".utf8)),
        ("WebP", "RIFF".utf8 + [4, 0, 0, 0] + "WEBP".utf8), ("AVIF", ImageBuilder.ftyp("avif")),
        ("HEIC", ImageBuilder.ftyp("heic")),
    ]
}
