package io.headroom.fs;

import io.headroom.spi.EntityTag;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Strong entity tags from what one look at a file gives: nothing is stored beside it, and no byte of it is read.
 *
 * <p>A tag holds the size, the time of modification in nanoseconds, and a mix of the file's identity (device and inode) and
 * the moment of its creation. Every write makes a new file, with a time of modification that no other write of this process
 * has ({@link VersionStamps}). So two versions differ though they are equally long, came within one tick of the clock, or
 * were given the same time by a client; a deleted file's inode that comes back makes no old tag come back. What other
 * programs write in place is as distinct as the file system's clock.
 */
final class EntityTags {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** An odd constant that spreads a small number over 64 bits (2^64 / the golden ratio). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private EntityTags() {}

    /** @param modified the attributes' time of modification, which the caller has at hand */
    static EntityTag of(BasicFileAttributes attributes, Instant modified) {
        Object key = attributes.fileKey();
        Instant created = attributes.creationTime().toInstant();
        long identity = ((key == null ? 0 : key.hashCode()) * SPREAD) ^ nanos(created);
        byte[] text = new byte[3 * 13 + 2];
        int from = write(identity, text, text.length);
        text[--from] = '-';
        from = write(nanos(modified), text, from);
        text[--from] = '-';
        from = write(attributes.size(), text, from);
        return EntityTag.strong(new String(text, from, text.length - from, StandardCharsets.ISO_8859_1));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    /** Writes the number in base 32 so that it ends before {@code end}; returns where it begins. */
    private static int write(long number, byte[] text, int end) {
        int from = end;
        long rest = number;
        do {
            text[--from] = (byte) DIGITS.charAt((int) (rest & 31));
            rest >>>= 5;
        } while (rest != 0);
        return from;
    }
}
