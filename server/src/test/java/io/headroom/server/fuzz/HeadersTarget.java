package io.headroom.server.fuzz;

import io.headroom.server.path.DepthHeader;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.Href;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.path.OverwriteHeader;
import io.headroom.server.path.OwnAuthorities;
import io.headroom.server.path.TimeoutHeader;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Short headers. */
public final class HeadersTarget {
    private static final Duration MOST = Duration.ofDays(1);
    private static final HrefCodec CODEC = new HrefCodec("/dav");
    private static final DestinationHeader DESTINATION =
            new DestinationHeader(CODEC, new OwnAuthorities(Set.of("files.example.org")));

    private HeadersTarget() {}

    /** Called by the fuzzer, again and again. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        depthOverwriteAndTimeout(bytes);
        destination(bytes);
    }

    private static void depthOverwriteAndTimeout(byte[] bytes) {
        String value = Hostile.text(bytes);
        Optional<DepthHeader> unusedDepth = Hostile.read(() -> DepthHeader.parse(value, DepthHeader.ONE));
        Optional<Boolean> unusedOverwrite = Hostile.read(() -> OverwriteHeader.parse(value));
        Hostile.read(() -> TimeoutHeader.parse(value, Duration.ofHours(1), MOST))
                .ifPresent(time -> Hostile.require(
                        time.compareTo(MOST) <= 0 && !time.isNegative() && !time.isZero(), "a lock of " + time));
    }

    private static void destination(byte[] bytes) {
        Optional<Href> found = Hostile.read(() -> DESTINATION.parse(Hostile.text(bytes), "http", "files.example.org"));
        found.ifPresent(href -> {
            String written = CODEC.encode(href.path(), href.trailingSlash());
            Href again = DESTINATION.parse("https://files.example.org:8443" + written, "http", "files.example.org");
            Hostile.requireSame(href.path(), again.path());
        });
    }
}
