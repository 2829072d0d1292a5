package io.headroom.server.range;

import io.headroom.spi.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The frame of a multipart/byteranges answer (RFC 9110 §14.6): all but the bytes of the file, and so its length beforehand.
 * For each part write {@link #partHeader} and the range, at the end {@link #end}. Immutable and thread-safe.
 */
public final class MultipartRanges {
    private final List<ByteRange> ranges;
    private final List<byte[]> partHeaders;
    private final byte[] end;
    private final String boundary;

    private MultipartRanges(List<ByteRange> ranges, long length, String contentType, String boundary) {
        this.ranges = List.copyOf(ranges);
        this.boundary = boundary;
        this.partHeaders = new ArrayList<>(ranges.size());
        String before = "--" + boundary + "\r\nContent-Type: " + contentType + "\r\nContent-Range: ";
        for (ByteRange range : this.ranges) {
            String lineEnd = partHeaders.isEmpty() ? "" : "\r\n";
            partHeaders.add(ascii(lineEnd + before + ContentRange.of(range, length) + "\r\n\r\n"));
        }
        this.end = ascii("\r\n--" + boundary + "--\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * @param ranges of at least one byte each
     * @param length of the whole file, in bytes
     * @param contentType of the file
     */
    public static MultipartRanges of(List<ByteRange> ranges, long length, String contentType) {
        // Random, so that nobody can upload a file that holds the boundary.
        return new MultipartRanges(
                ranges, length, contentType, UUID.randomUUID().toString());
    }

    /** The Content-Type of the answer. */
    public String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    public List<ByteRange> ranges() {
        return ranges;
    }

    /** What stands before the bytes of a part; the caller doesn't change it. */
    public byte[] partHeader(int index) {
        return partHeaders.get(index);
    }

    /** What stands after the last part; the caller doesn't change it. */
    public byte[] end() {
        return end;
    }

    /** Of the whole answer, in bytes. */
    public long contentLength() {
        long length = end.length;
        for (byte[] partHeader : partHeaders) {
            length += partHeader.length;
        }
        for (ByteRange range : ranges) {
            length += range.length();
        }
        return length;
    }
}
