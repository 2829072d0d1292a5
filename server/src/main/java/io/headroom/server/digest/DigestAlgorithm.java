package io.headroom.server.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What hashes (RFC 7616 §3.2), the best first. Those that end in {@code -sess} are not offered: they save this server nothing. */
public enum DigestAlgorithm {
    SHA_256("SHA-256", "SHA-256", 32),
    /** For clients that know nothing better. */
    MD5("MD5", "MD5", 16);

    private final String token;
    private final String digest;
    private final int length;

    DigestAlgorithm(String token, String digest, int length) {
        this.token = token;
        this.digest = digest;
        this.length = length;
    }

    /** As headers have it. */
    public String token() {
        return token;
    }

    /** Of a hash, in bytes. */
    int length() {
        return length;
    }

    /** Empty for one that is unknown. */
    public static Optional<DigestAlgorithm> find(String token) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.token.equalsIgnoreCase(token))
                .findFirst();
    }

    /**
     * The hash in lower-case hex.
     *
     * @param octets a character for each byte, as header fields are read: so what the client hashed is hashed
     */
    String hash(String octets) {
        return hash(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(digest).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has " + digest, e);
        }
    }

    /** What the server keeps of a user: H(name:realm:password), in UTF-8. For Digest it is as good as the password. */
    public String secret(String name, String realm, String password) {
        return hash((name + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a text looks like one of these hashes in hex. */
    boolean isHash(String text) {
        return text.matches("[0-9A-Fa-f]{" + 2 * length + "}");
    }
}
