#ifndef STARPUNK_CZLIB_SHIM_H
#define STARPUNK_CZLIB_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

/* deflateInit2 and inflateInit are macros, which Swift cannot call, so the calls around them live here. */

/* How many bytes a gzip member of so many bytes takes at most: zlib's own wrapper has 6 bytes, gzip's has 18. */
static inline size_t starpunk_gzip_bound(size_t length) {
    return compressBound(length) + 12;
}

/*
 * Writes one gzip member (RFC 1952) without a name and a time, so that the same bytes give the same member.
 * Returns how many bytes it takes, 0 when it could not be written.
 */
static inline size_t starpunk_gzip(
    const uint8_t *bytes, size_t length, uint8_t *member, size_t capacity, int level
) {
    if (length > UINT32_MAX || capacity > UINT32_MAX) return 0;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    /* 15 is the largest window; 16 more asks for gzip's header and trailer. 8 is the usual amount of memory. */
    if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = member;
    stream.avail_out = (uInt)capacity;
    int outcome = deflate(&stream, Z_FINISH);
    size_t written = capacity - stream.avail_out;
    deflateEnd(&stream);
    return outcome == Z_STREAM_END ? written : 0;
}

/*
 * How many bytes a zlib stream (RFC 1950) holds, none of which is kept.
 * Returns -1 when it is no such stream, is cut off or followed by anything, or holds more than the limit.
 */
static inline ptrdiff_t starpunk_inflated_length(const uint8_t *bytes, size_t length, ptrdiff_t limit) {
    uint8_t piece[1 << 14];
    z_stream stream;
    if (length > UINT32_MAX) return -1;
    memset(&stream, 0, sizeof stream);
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    if (inflateInit(&stream) != Z_OK) return -1;
    ptrdiff_t inflated = 0;
    int outcome = Z_OK;
    while (outcome == Z_OK && inflated <= limit) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        outcome = inflate(&stream, Z_NO_FLUSH);
        inflated += sizeof piece - stream.avail_out;
    }
    size_t rest = stream.avail_in;
    inflateEnd(&stream);
    return outcome == Z_STREAM_END && rest == 0 && inflated <= limit ? inflated : -1;
}

#endif
