package io.headroom.server.monitor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where events go.
 *
 * @param secret signs them; empty for no signature
 */
public record WebhookSettings(URI url, Optional<String> secret) {
    /**
     * @return the address, checked
     * @throws IllegalArgumentException with a sentence for people
     */
    public static URI parse(String text) {
        String wrong = "The webhook '" + text + "' must be an address such as https://example.org/hook.";
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
                throw new IllegalArgumentException(wrong);
            }
            if (url.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "The webhook must not hold a password: it would not be sent. Use webhook-secret-file.");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    /** For the log: many services keep a secret in the path. */
    String host() {
        return url.getScheme() + "://" + url.getHost();
    }

    /** Never with the secret. */
    @Override
    public String toString() {
        return host() + (secret.isPresent() ? " (signed)" : "");
    }
}
