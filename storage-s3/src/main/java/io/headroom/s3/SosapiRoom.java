package io.headroom.s3;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the object {@code capacity.xml} of the Smart Object Storage API says, which MinIO, SeaweedFS and many appliances make up for whoever
 * reads it.
 */
final class SosapiRoom implements RoomSource {
    /** At the top of the bucket, whatever the prefix. */
    static final String KEY = ".system-d26a9498-cb7c-4a87-a44a-8ae204f5ba6c/capacity.xml";

    private static final int MOST = 64 * 1024;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final BucketReads reads;

    SosapiRoom(BucketReads reads) {
        this.reads = reads;
    }

    @Override
    public Optional<Figures> ask() {
        Optional<ObjectStream> answer;
        try {
            answer = reads.getBeginning(KEY, MOST);
        } catch (NotFoundException | AccessDeniedException e) {
            return Optional.empty();
        }
        try (ObjectStream stream = answer.orElse(null)) {
            if (stream == null || stream.length() > MOST) {
                return Optional.empty();
            }
            byte[] bytes = new byte[(int) stream.length()];
            stream.readFully(bytes);
            return figures(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnavailableException(ResourcePath.ROOT, RETRY, e);
        }
    }

    /** Three numbers are all that is wanted of it. */
    static Optional<Figures> figures(String xml) {
        OptionalLong total = number(xml, "Capacity");
        OptionalLong available = number(xml, "Available");
        if (total.isEmpty() || available.isEmpty()) {
            return Optional.empty();
        }
        long used = number(xml, "Used").orElse(Math.max(0, total.getAsLong() - available.getAsLong()));
        return Optional.of(new Figures(Math.min(available.getAsLong(), total.getAsLong()), used, total.getAsLong()));
    }

    private static OptionalLong number(String xml, String element) {
        Matcher matcher = Pattern.compile("<(?:\\w+:)?" + element + ">\\s*(\\d{1,18})\\s*</")
                .matcher(xml);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
