package io.headroom.server.digest;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who may log in by Digest.
 *
 * @param name of the account
 * @param secrets H(name:realm:password) in lower-case hex, for each algorithm that the user may come with
 */
public record DigestUser(String name, Map<DigestAlgorithm, String> secrets) {
    public DigestUser {
        secrets = Map.copyOf(secrets);
    }

    /**
     * @param text {@code SHA-256:HEX}, or several of these with commas between
     * @throws IllegalArgumentException with a sentence for whoever wrote it; it does not repeat the secret
     */
    public static DigestUser parse(String name, String text) {
        Map<DigestAlgorithm, String> secrets = new EnumMap<>(DigestAlgorithm.class);
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String hash = part.substring(colon + 1).strip();
            Optional<DigestAlgorithm> algorithm =
                    DigestAlgorithm.find(part.substring(0, Math.max(colon, 0)).strip());
            if (algorithm.isEmpty() || !algorithm.get().isHash(hash)) {
                throw new IllegalArgumentException("what stands for '" + name
                        + "' must look like SHA-256:HEX, as 'headroom hash --digest " + name + "' prints it.");
            }
            secrets.put(algorithm.get(), hash.toLowerCase(Locale.ROOT));
        }
        return new DigestUser(name, secrets);
    }
}
