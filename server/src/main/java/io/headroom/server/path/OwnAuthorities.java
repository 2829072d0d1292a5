package io.headroom.server.path;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names under which the outside knows this server. Ports and letter case don't count: behind a proxy the client's port
 * is not ours.
 *
 * @param hosts configured host names, which may be none; a port on one of them is dropped
 */
public record OwnAuthorities(Set<String> hosts) {
    public OwnAuthorities {
        hosts = hosts.stream().map(OwnAuthorities::host).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param authority of a URL: host, maybe with user and port
     * @param requestAuthority what the request itself was addressed to
     */
    public boolean include(String authority, String requestAuthority) {
        String host = host(authority);
        return !host.isEmpty() && (host.equals(host(requestAuthority)) || hosts.contains(host));
    }

    private static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        // The colons of an IPv6 address stand inside brackets.
        int port = host.indexOf(':', host.lastIndexOf(']') + 1);
        if (port >= 0) {
            host = host.substring(0, port);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.toLowerCase(Locale.ROOT);
    }
}
