package io.headroom.server.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lets in who may: no page of another site, also not through a name that was made to lead here (DNS rebinding), and for changes
 * only who knows the token. Thread-safe.
 */
final class AdminGuard {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final String host;
    private final byte[] authorization;

    /**
     * @param host that the administration listens on
     * @param token that changes ask for
     */
    AdminGuard(String host, String token) {
        this.host = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws AdminRefusedException 401 or 403 */
    void check(AdminRequest request) {
        String name = request.host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (!isOwnName(name)) {
            throw new AdminRefusedException(
                    403, "The administration is not known as '" + name + "'. Use its address, or localhost.");
        }
        if (isForeign(request)) {
            throw new AdminRefusedException(403, "Another site may not ask the administration.");
        }
        if (request.changes()) {
            requireToken(request);
        }
    }

    /**
     * For what not everybody who reaches the administration may see.
     *
     * @throws AdminRefusedException 401
     */
    void requireToken(AdminRequest request) {
        if (!isAuthorized(request)) {
            throw new AdminRefusedException(
                    401,
                    "This needs the token in admin.json, in the server's state folder.",
                    Map.of("WWW-Authenticate", "Bearer realm=\"Headroom administration\""));
        }
    }

    private boolean isOwnName(String name) {
        boolean loopback = name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("::1")
                || name.equals("0:0:0:0:0:0:0:1")
                || name.matches("127(\\.\\d{1,3}){3}");
        // No name server can make a browser take an address for a site.
        boolean address = name.matches("\\d{1,3}(\\.\\d{1,3}){3}") || name.contains(":");
        return loopback || name.equals(host) || (WILDCARDS.contains(host) && address);
    }

    /** A link from elsewhere may lead here, and shows nothing to where it came from. */
    private static boolean isForeign(AdminRequest request) {
        boolean link = !request.changes()
                && request.header("Sec-Fetch-Mode").orElse("").equals("navigate");
        boolean otherSite = request.header("Sec-Fetch-Site")
                .map(site -> !OWN_SITE.contains(site))
                .orElse(false);
        boolean otherOrigin = request.header("Origin")
                .map(origin -> !origin.equalsIgnoreCase(
                        "http://" + request.header("Host").orElse("")))
                .orElse(false);
        return otherOrigin || (otherSite && !link);
    }

    private boolean isAuthorized(AdminRequest request) {
        byte[] given = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(authorization, given);
    }
}
