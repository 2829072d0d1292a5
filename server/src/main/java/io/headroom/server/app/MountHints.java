package io.headroom.server.app;

import java.net.URI;
import java.util.regex.Pattern;

/** What a person types to get at the files. */
final class MountHints {
    private static final Pattern ALL_ADDRESSES = Pattern.compile("//(?:0\\.0\\.0\\.0|\\[[0:]+\\])(:|/)");

    private MountHints() {}

    /**
     * @param url where the server listens; an address that stands for all of this machine's is shown as its name, since nobody can
     *     connect to it
     * @param name of this machine
     */
    static String of(String url, String name) {
        URI uri = URI.create(ALL_ADDRESSES.matcher(url).replaceFirst("//" + name + "$1"));
        String place = uri.getAuthority() + uri.getPath();
        String scheme = uri.getScheme().equals("https") ? "davs" : "dav";
        return """
                  Finder     Go > Connect to Server (Cmd-K): %1$s
                  Explorer   net use * %1$s
                  Nautilus   Other Locations > Connect: %3$s://%2$s
                  davfs2     mount -t davfs %1$s /mnt
                  rclone     rclone ls :webdav: --webdav-url=%1$s
                Stop with Ctrl-C.""".formatted(uri, place, scheme);
    }
}
