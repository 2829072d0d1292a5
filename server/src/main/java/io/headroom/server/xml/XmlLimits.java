package io.headroom.server.xml;

/**
 * How much XML a request body may hold (RFC 4918 §20.2).
 *
 * @param maxBytes of the whole body; more is a 413
 * @param maxDepth of nested elements
 * @param maxElements in the whole body; attributes count too, because each new name costs a look-up
 * @param maxAttributes of one element; namespace declarations have an equal allowance of their own
 * @param maxTextLength of one run of text or one attribute, in UTF-16 units
 * @param maxNameLength of one local name or namespace, in UTF-16 units: answers repeat them
 */
public record XmlLimits(
        int maxBytes, int maxDepth, int maxElements, int maxAttributes, int maxTextLength, int maxNameLength) {
    /** Far above what clients send. */
    public static final XmlLimits DEFAULT = new XmlLimits(1024 * 1024, 64, 10_000, 64, 512 * 1024, 1024);

    public XmlLimits {
        int least = Math.min(maxBytes, Math.min(maxDepth, Math.min(maxElements, maxAttributes)));
        if (Math.min(least, Math.min(maxTextLength, maxNameLength)) < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }

    /** Of all values that are copied out of one body, in UTF-16 units: escapes and declarations make them grow. */
    long maxCopiedLength() {
        return 4L * maxBytes;
    }
}
