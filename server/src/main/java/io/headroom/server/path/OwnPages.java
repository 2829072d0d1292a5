package io.headroom.server.path;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells forms of our own pages from those of others. A browser sends a form wherever its page says, without asking; but it says
 * whose page that was. Immutable and thread-safe.
 *
 * @param own the names of this server
 */
public record OwnPages(OwnAuthorities own) {
    /**
     * Whether a page of another origin sent a request. Programs that are no browsers say nothing of the kind and are believed.
     *
     * <p>{@code Sec-Fetch-Site} decides where it is there: the browser itself compared the origins, as it sees them in front of
     * any proxy. Else {@code Origin} must name this server: host and port as the request does, or a configured host. The
     * scheme doesn't count, for a proxy may end TLS.
     *
     * @param site Sec-Fetch-Site; null when absent
     * @param origin Origin; null when absent
     * @param host the Host header; null when absent
     * @param authority host and port of the request, whatever header they came with
     */
    public boolean isForeign(@Nullable String site, @Nullable String origin, @Nullable String host, String authority) {
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        if (origin == null) {
            return false;
        }
        int start = origin.indexOf("://");
        if (start < 0) {
            // 'null': a page that hides where it is from.
            return true;
        }
        String named = origin.substring(start + 3).toLowerCase(Locale.ROOT);
        return !named.equalsIgnoreCase(host)
                && !withPort(origin.substring(0, start), named).equalsIgnoreCase(authority)
                && !own.include(named, "");
    }

    private static String withPort(String scheme, String named) {
        if (named.indexOf(':', named.lastIndexOf(']') + 1) >= 0) {
            return named;
        }
        return named + (scheme.equalsIgnoreCase("https") ? ":443" : ":80");
    }
}
