package io.headroom.s3;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Ceph's RGW says with HEAD of a bucket: bytes and objects that are there, and the quotas of the bucket and of its owner. What the
 * owner's other buckets hold it doesn't say, so with a quota of the owner alone the room may be less than what is shown.
 *
 * <p>The size of a quota that was switched off is shown like that of any other. So these figures are a limit only if the operator says
 * that they are.
 */
final class RgwRoom implements RoomSource {
    private final BucketReads reads;

    RgwRoom(BucketReads reads) {
        this.reads = reads;
    }

    @Override
    public Optional<Figures> ask() {
        return figures(reads.bucketHeaders());
    }

    static Optional<Figures> figures(Map<String, List<String>> headers) {
        OptionalLong used = number(headers, "X-RGW-Bytes-Used");
        long limit = Math.min(limit(headers, "X-RGW-Quota-Bucket-Size"), limit(headers, "X-RGW-Quota-User-Size"));
        if (used.isEmpty() || limit == Long.MAX_VALUE) {
            return Optional.empty();
        }
        Figures figures = Figures.of(limit, used.getAsLong());
        return Optional.of(mayTakeAnObject(headers) ? figures : new Figures(0, figures.used(), figures.total()));
    }

    /** There is a quota of objects too, and a replacement counts as one more. */
    private static boolean mayTakeAnObject(Map<String, List<String>> headers) {
        long most = Math.min(limit(headers, "X-RGW-Quota-Bucket-Objects"), limit(headers, "X-RGW-Quota-User-Objects"));
        return number(headers, "X-RGW-Object-Count").orElse(0) < most;
    }

    /** Below 0 stands for none. */
    private static long limit(Map<String, List<String>> headers, String name) {
        long limit = number(headers, name).orElse(-1);
        return limit < 0 ? Long.MAX_VALUE : limit;
    }

    private static OptionalLong number(Map<String, List<String>> headers, String name) {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (header.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                String value = header.getValue().get(0);
                return value.matches("-?\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }
}
