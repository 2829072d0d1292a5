package io.headroom.server.app;

import java.net.URI;

/** What a person types to get at the files. */
final class MountHints {
    private MountHints() {}

    static String of(String url) {
        URI uri = URI.create(url);
        String place = uri.getAuthority() + uri.getPath();
        String scheme = uri.getScheme().equals("https") ? "davs" : "dav";
        return """
                  Finder     Go > Connect to Server (Cmd-K): %1$s
                  Explorer   net use * %1$s
                  Nautilus   Other Locations > Connect: %3$s://%2$s
                  davfs2     mount -t davfs %1$s /mnt
                  rclone     rclone ls :webdav: --webdav-url=%1$s
                Stop with Ctrl-C.""".formatted(url, place, scheme);
    }
}
