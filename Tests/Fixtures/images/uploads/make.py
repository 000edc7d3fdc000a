#!/usr/bin/python3
"""Makes the images in this folder: small ones that carry what must not be published, each part marked SECRET.

Needs python3-pil, heif-enc (libheif-examples) and vips (libvips-tools). The picture is red, green, blue and white, clockwise from the corner
that is top left once the orientation is applied; the fourth quarter is transparent where the kind allows.
"""
import os
import struct
import subprocess
import zlib
from PIL import Image, ImageCms

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 180, 20), (20, 20, 220), (250, 250, 250)


def upright(width=360, height=480, corner=WHITE):
    image = Image.new("RGBA" if len(corner) == 4 else "RGB", (width, height))
    for box, color in (
        ((0, 0), RED), ((width // 2, 0), GREEN), ((width // 2, height // 2), BLUE), ((0, height // 2), corner),
    ):
        image.paste(color, (*box, box[0] + width // 2, box[1] + height // 2))
    return image


def exif(orientation):
    """A TIFF file: Make, Orientation and a GPS directory with a place's name."""
    make, place = b"SECRET-EXIF\0", b"SECRET-GPS\0\0"
    first = 8 + 2 + 3 * 12 + 4
    entries = struct.pack("<HHII", 0x010F, 2, len(make), first)
    entries += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack("<HHII", 0x8825, 4, 1, first + len(make))
    gps = struct.pack("<HHHIII", 1, 0x001D, 2, len(place), first + len(make) + 18, 0) + place
    return b"II*\0" + struct.pack("<IH", 8, 3) + entries + struct.pack("<I", 0) + make + gps


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>SECRET-XMP</rdf:RDF></x:xmpmeta>'
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def segment(marker, contents):
    return struct.pack(">BBH", 0xFF, marker, len(contents) + 2) + contents


def save_jpeg():
    upright().transpose(Image.ROTATE_90).save("plain.tmp", "JPEG", quality=80)
    plain = open("plain.tmp", "rb").read()
    parts = segment(0xE1, b"Exif\0\0" + exif(6)) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    parts += segment(0xE2, b"ICC_PROFILE\0\1\1" + PROFILE) + segment(0xED, b"Photoshop 3.0\0SECRET-IPTC")
    parts += segment(0xFE, b"SECRET-COM <script>alert(1)</script>")
    open("photo.jpg", "wb").write(plain[:2] + parts + plain[2:] + b"SECRET-TAIL PK\3\4 <?php echo 1; ?>")
    # Two images in one file; the index of the second is of no use to anybody here.
    open("photo.mpo", "wb").write(plain[:2] + segment(0xE2, b"MPF\0SECRET-MPF") + plain[2:] + plain)
    upright().save("plain.tmp", "JPEG", quality=80)
    plain = open("plain.tmp", "rb").read()
    open("exif.tmp", "wb").write(plain[:2] + parts.replace(exif(6), exif(1)) + plain[2:])


def chunk(name, contents):
    return struct.pack(">I", len(contents)) + name + contents + struct.pack(">I", zlib.crc32(name + contents))


def save_png():
    upright(corner=(0, 0, 0, 0)).save("png.tmp", "PNG")
    plain = open("png.tmp", "rb").read()
    parts = chunk(b"tEXt", b"Comment\0SECRET-TEXT") + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    parts += chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"SECRET")) + chunk(b"eXIf", exif(1))
    parts += chunk(b"iCCP", b"SECRET-ICC\0\0" + zlib.compress(PROFILE)) + chunk(b"prVt", b"SECRET-PRIVATE")
    open("text.png", "wb").write(plain[:33] + parts + plain[33:] + b"SECRET-TAIL <html><script>alert(1)</script>")


def save_animations():
    frames = [upright(32, 24).rotate(90 * turn) for turn in range(3)]
    rest = dict(save_all=True, append_images=frames[1:], duration=80, loop=0)
    frames[0].save("gif.tmp", "GIF", comment=b"SECRET-COMMENT", **rest)
    plain = open("gif.tmp", "rb").read()
    xmp = b"\x21\xFF\x0BXMP DataXMP" + bytes([len(XMP)]) + XMP + b"\0"
    open("dance.gif", "wb").write(plain[:-1] + xmp + b";" + b"SECRET-TAIL */=1;alert(1)")
    frames[0].save("dance.webp", "WEBP", exif=exif(1), xmp=XMP, icc_profile=PROFILE, **rest)
    frames[0].save("apng.tmp", "PNG", **rest)
    plain = open("apng.tmp", "rb").read()
    open("dance.png", "wb").write(plain[:33] + chunk(b"tEXt", b"Comment\0SECRET-TEXT") + plain[33:] + b"SECRET-TAIL")


def save_others():
    upright().convert("P", palette=Image.ADAPTIVE, colors=4).save("still.gif", comment=b"SECRET-COMMENT")
    upright().save("photo.webp", quality=80, exif=exif(1), xmp=XMP, icc_profile=PROFILE)
    upright(corner=(0, 0, 0, 0)).save("alpha.webp", lossless=True, exif=exif(1), xmp=XMP)
    with open("alpha.webp", "ab") as file:
        file.write(b"SECRET-TAIL")
    os.rename("exif.tmp", "exif.jpg")
    subprocess.run(["heif-enc", "-q", "60", "-o", "photo.heic", "exif.jpg"], check=True)
    subprocess.run(["heif-enc", "-A", "-q", "60", "-o", "photo.avif", "exif.jpg"], check=True)
    os.rename("png.tmp", "alpha.png")
    subprocess.run(["heif-enc", "-q", "60", "-o", "alpha.heic", "alpha.png"], check=True)


def save_wide():
    """The same colours in Display P3, where other numbers mean them."""
    upright().save("plain.tmp", "PNG")
    subprocess.run(["vips", "icc_transform", "plain.tmp", "wide.jpg", "p3", "--input-profile", "srgb"], check=True)
    # And a profile that does not fit.
    upright().convert("L").save("grey.jpg", icc_profile=PROFILE)


save_jpeg()
save_wide()
save_png()
save_animations()
save_others()
for name in ("plain.tmp", "gif.tmp", "apng.tmp", "exif.jpg", "alpha.png"):
    os.remove(name)
