package io.headroom.server.xml;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * XML on its way out as UTF-8 bytes, without a string or an event object for each piece: listings of a hundred thousand
 * members are the hot path of this server. For one thread. The target belongs to the caller and is never closed here.
 */
public final class XmlBytes {
    private static final int SIZE = 32 * 1024;
    /** What one number, date or escaped character may take at most. */
    private static final int MARGIN = 64;

    private static final byte[] AMP = ascii("&amp;");
    private static final byte[] LT = ascii("&lt;");
    private static final byte[] GT = ascii("&gt;");
    private static final byte[] CR = ascii("&#13;");
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    /** The characters of ASCII that stand for themselves in XML. */
    private static final boolean[] PLAIN = new boolean[0x80];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = c == '\t' || c == '\n' || (c >= 0x20 && c != '&' && c != '<' && c != '>');
        }
    }

    private final OutputStream target;
    private final byte[] buffer = new byte[SIZE];
    private int length;

    public XmlBytes(OutputStream target) {
        this.target = target;
    }

    /** A constant fragment as the bytes that {@link #raw} takes. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes that are well-formed XML already. */
    public XmlBytes raw(byte[] bytes) throws IOException {
        return raw(bytes, 0, bytes.length);
    }

    /** Bytes that are well-formed XML already. */
    public XmlBytes raw(byte[] bytes, int offset, int count) throws IOException {
        if (count > SIZE - length) {
            flush();
            if (count > SIZE) {
                target.write(bytes, offset, count);
                return this;
            }
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
        return this;
    }

    /** A string that is well-formed XML already. */
    public XmlBytes raw(String xml) throws IOException {
        return raw(xml.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Character data, escaped for element content. Quotes stay as they are: entity tags hold them, and some clients stop
     * reading a value at its first entity.
     */
    public XmlBytes text(String text) throws IOException {
        int count = text.length();
        int i = 0;
        while (i < count) {
            room(MARGIN);
            int end = Math.min(count, i + SIZE - length);
            i = plain(text, i, end);
            if (i < count && i < end) {
                i = special(text, i);
            }
        }
        return this;
    }

    /** Copies what needs no second look, which is nearly everything. */
    private int plain(String text, int from, int to) {
        byte[] bytes = buffer;
        int at = length;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                break;
            }
            bytes[at++] = (byte) c;
            i++;
        }
        length = at;
        return i;
    }

    /** One character that is escaped, replaced or longer than a byte; the index after it. */
    private int special(String text, int index) throws IOException {
        room(MARGIN);
        char c = text.charAt(index);
        if (c < 0x80) {
            escaped(c);
        } else if (Character.isHighSurrogate(c)
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1))) {
            encoded(Character.toCodePoint(c, text.charAt(index + 1)));
            return index + 2;
        } else if (Character.isSurrogate(c) || c >= 0xFFFE) {
            raw(REPLACEMENT);
        } else {
            encoded(c);
        }
        return index + 1;
    }

    private void escaped(char c) throws IOException {
        switch (c) {
            case '&' -> raw(AMP);
            case '<' -> raw(LT);
            case '>' -> raw(GT);
            case '\r' -> raw(CR);
            default -> raw(REPLACEMENT);
        }
    }

    private void encoded(int codePoint) {
        if (codePoint < 0x800) {
            buffer[length++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                buffer[length++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                buffer[length++] = (byte) (0xF0 | (codePoint >> 18));
                buffer[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            buffer[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        buffer[length++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    /** A whole number of 0 or more, in decimal digits. */
    public XmlBytes number(long value) throws IOException {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        room(20);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /**
     * Lets somebody write straight into the buffer.
     *
     * @param most how many bytes that may be at most
     */
    public XmlBytes direct(int most, Encoder encoder) throws IOException {
        if (most > SIZE) {
            byte[] own = new byte[most];
            return raw(own, 0, encoder.encode(own, 0));
        }
        room(most);
        length = encoder.encode(buffer, length);
        return this;
    }

    /** Writes bytes at an offset and returns the offset after them. */
    @FunctionalInterface
    public interface Encoder {
        int encode(byte[] out, int offset);
    }

    private void room(int bytes) throws IOException {
        if (bytes > SIZE - length) {
            flush();
        }
    }

    /** Hands all bytes to the target. */
    public void flush() throws IOException {
        if (length > 0) {
            target.write(buffer, 0, length);
            length = 0;
        }
    }
}
