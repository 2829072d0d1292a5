package io.headroom.server.directory;

import io.headroom.server.tls.Authorities;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the directory is, and how people and groups are found there.
 *
 * @param urls with the scheme ldap or ldaps, and nothing after host and port; the next one is asked when one does not answer
 * @param startTls whether a connection to ldap:// is secured before anything is sent
 * @param timeout the most that anybody waits for an answer
 */
public record DirectorySettings(
        List<URI> urls, boolean startTls, Authorities authorities, UserRule users, GroupRule groups, Duration timeout) {
    public DirectorySettings {
        urls = List.copyOf(urls);
    }

    /** For one step with one server: a server that says nothing leaves time for the others. */
    Duration patience() {
        return timeout.dividedBy(urls.size());
    }
}
