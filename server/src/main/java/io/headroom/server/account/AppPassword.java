package io.headroom.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A password that the server makes for one device or program: 140 random bits. The letters are those of Crockford's base 32, which
 * leaves out what looks alike.
 *
 * @param letters without the dashes that people see
 */
public record AppPassword(String letters) {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 28;
    private static final int GROUP = 4;

    public static AppPassword generate(SecureRandom random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new AppPassword(letters.toString());
    }

    /** Reads one as people type it: in capitals, without dashes, with an O for a zero. Empty when it is none. */
    public static Optional<AppPassword> parse(String typed) {
        String letters = typed.replaceAll("[ -]", "")
                .toLowerCase(Locale.ROOT)
                .replace('o', '0')
                .replace('i', '1')
                .replace('l', '1');
        return letters.length() == LENGTH && letters.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0)
                ? Optional.of(new AppPassword(letters))
                : Optional.empty();
    }

    /** As people see and type it. */
    public String shown() {
        return letters.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    /**
     * What is kept of it: SHA-256, in hexadecimal digits. A slow hash guards passwords that can be guessed; nobody tries 2 to the
     * 140th, so a fast one is as good here, and costs nothing at each login.
     */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(letters.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /** Never with the password. */
    @Override
    public String toString() {
        return "AppPassword";
    }
}
