package io.headroom.server.fuzz;

import io.headroom.server.form.FormBoundary;
import io.headroom.server.form.FormPart;
import io.headroom.server.form.MemberName;
import io.headroom.server.form.MultipartForm;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/** Uploads of browsers. */
public final class FormTarget {
    private FormTarget() {}

    /** Called by the fuzzer, again and again. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        contentType(bytes);
        body(bytes);
    }

    private static void contentType(byte[] bytes) {
        Optional<FormBoundary> unused = Hostile.read(() -> FormBoundary.of(Hostile.text(bytes)));
    }

    private static void body(byte[] bytes) {
        Optional<Long> length = Hostile.read(() -> length(bytes, new FormBoundary("B")));
        length.ifPresent(sum -> Hostile.require(sum <= bytes.length, "more came out than went in"));
    }

    private static long length(byte[] bytes, FormBoundary boundary) throws IOException {
        MultipartForm form = new MultipartForm(new ByteArrayInputStream(bytes), boundary);
        long sum = 0;
        for (Optional<FormPart> part = form.next(); part.isPresent(); part = form.next()) {
            sum += part.get().content().readAllBytes().length;
            part.get().fileName().ifPresent(name -> {
                Optional<ResourcePath> member = Hostile.read(() -> MemberName.in(ResourcePath.ROOT, name));
                member.ifPresent(path -> Hostile.require(path.parent().isRoot(), "it climbs: " + path));
            });
        }
        return sum;
    }
}
