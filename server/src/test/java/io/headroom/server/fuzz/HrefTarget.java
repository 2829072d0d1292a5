package io.headroom.server.fuzz;

import io.headroom.server.path.Href;
import io.headroom.server.path.HrefCodec;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Optional;

/** Addresses: what is decoded and encoded again leads to the same place, and there is no way out of the share. */
public final class HrefTarget {
    private static final List<HrefCodec> CODECS =
            List.of(new HrefCodec(""), new HrefCodec("/dav"), new HrefCodec("/ü %"));

    private HrefTarget() {}

    /** Called by the fuzzer, again and again. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        address(bytes);
        name(bytes);
    }

    private static void address(byte[] bytes) {
        String raw = Hostile.text(bytes);
        for (HrefCodec codec : CODECS) {
            Optional<Href> found = Hostile.read(() -> codec.find(raw)).flatMap(href -> href);
            found.ifPresent(href -> {
                requireTame(href.path());
                Href again = codec.decode(codec.encode(href.path(), href.trailingSlash()));
                Hostile.requireSame(href.path(), again.path());
                if (!href.path().isRoot()) {
                    Hostile.requireSame(href.trailingSlash(), again.trailingSlash());
                }
            });
        }
    }

    private static void name(byte[] bytes) {
        ResourcePath path;
        try {
            path = ResourcePath.ROOT.child(Hostile.text(bytes));
        } catch (IllegalArgumentException e) {
            // No name: nothing to write.
            return;
        }
        for (HrefCodec codec : CODECS) {
            String href = codec.encode(path, true);
            Hostile.require(href.matches("[!-;=?-~&&[^\"'&<>]]+"), "it needs escaping: " + href);
            Hostile.requireSame(new Href(path, true), codec.decode(href));
        }
    }

    private static void requireTame(ResourcePath path) {
        for (String name : path.toString().substring(1).split("/", -1)) {
            Hostile.require(!name.equals("..") && !name.equals("."), "it climbs: " + path);
            Hostile.require(name.indexOf('\0') < 0, "a zero in " + path);
        }
    }
}
