package io.headroom.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads replies, one after the other (RFC 9112 §2, §6). For one thread. */
final class ReplyReader {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");
    private static final int LONGEST_LINE = 64 * 1024;
    /** Bytes; no reply of interest here is longer. */
    private static final int LONGEST_BODY = 64 << 20;

    private final InputStream in;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** @param method of the request: HEAD gets no body */
    Reply read(String method) throws IOException {
        String statusLine = line();
        Matcher matcher = STATUS_LINE.matcher(statusLine);
        if (!matcher.matches()) {
            throw new BrokenReplyException("no HTTP status line: '" + statusLine + "'");
        }
        int status = Integer.parseInt(matcher.group(1));
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new BrokenReplyException("no header: '" + line + "'");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        Reply head = new Reply(statusLine, status, headers, new byte[0]);
        boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return bodiless ? head : head.withBody(body(head));
    }

    private byte[] body(Reply head) throws IOException {
        if (head.list("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return chunks();
        }
        Optional<String> length = head.header("Content-Length");
        return length.isPresent() ? exactly(number(length.get(), 10)) : in.readNBytes(LONGEST_BODY);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            all.write(exactly(size));
            line();
        }
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
            // Trailers say nothing that is asked for here.
        }
        return all.toByteArray();
    }

    private int chunkSize() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            int number = Integer.parseInt(digits, radix);
            if (number >= 0 && number <= LONGEST_BODY) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BrokenReplyException("no length: '" + digits + "'");
        }
        throw new BrokenReplyException("a length that no reply should have: " + digits);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new BrokenReplyException("the reply broke off after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new BrokenReplyException("the server closed the connection without a whole reply");
            }
            if (line.size() == LONGEST_LINE) {
                throw new BrokenReplyException("a line of a reply has no end");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
