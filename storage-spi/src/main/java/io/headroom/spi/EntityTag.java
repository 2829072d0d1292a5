package io.headroom.spi;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param opaque what stands between the quotes
 * @param weak whether {@code W/} stands before them
 */
public record EntityTag(String opaque, boolean weak) {
    public static EntityTag strong(String opaque) {
        return new EntityTag(opaque, false);
    }

    /** Equal and both strong (RFC 9110 §8.8.3.2), as If-Match and If-Range ask. */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Equal opaque parts (RFC 9110 §8.8.3.2), as If-None-Match asks. */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** As it stands in a header: quotes included. */
    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }
}
