package io.headroom.server.path;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How many bytes an upload means to store, as far as its headers tell before the first byte. */
public final class ExpectedLength {
    private ExpectedLength() {}

    /**
     * The size to check the room for. Only Content-Length is exact; the other two are hints that clients send with chunked
     * or partial uploads, and values that are no size are ignored.
     *
     * @param contentLength in bytes; -1 when absent
     * @param xExpectedEntityLength what macOS Finder sends with a chunked body; used without Content-Length only
     * @param ocTotalLength what sync clients of the ownCloud family send: the whole file that this body is a part of
     */
    public static OptionalLong of(
            long contentLength, @Nullable String xExpectedEntityLength, @Nullable String ocTotalLength) {
        OptionalLong length = contentLength >= 0 ? OptionalLong.of(contentLength) : size(xExpectedEntityLength);
        OptionalLong total = size(ocTotalLength);
        if (length.isEmpty() || total.isEmpty()) {
            return length.isPresent() ? length : total;
        }
        return OptionalLong.of(Math.max(length.getAsLong(), total.getAsLong()));
    }

    private static OptionalLong size(@Nullable String value) {
        OptionalLong size = value == null ? OptionalLong.empty() : Digits.parse(value.strip());
        return size.isPresent() && size.getAsLong() == Long.MAX_VALUE ? OptionalLong.empty() : size;
    }
}
