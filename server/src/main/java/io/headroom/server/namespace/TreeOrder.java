package io.headroom.server.namespace;

import io.headroom.spi.path.ResourcePath;
import java.util.Comparator;

/**
 * Orders paths so that a collection stands directly before all that lies below it. The natural order doesn't:
 * {@code /a-b} comes between {@code /a} and {@code /a/b}.
 */
public enum TreeOrder implements Comparator<ResourcePath> {
    INSTANCE;

    @Override
    public int compare(ResourcePath left, ResourcePath right) {
        String a = left.toString();
        String b = right.toString();
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** The slash before everything else; no name holds the NUL whose place it takes. */
    private static char rank(char c) {
        return c == '/' ? '\0' : c;
    }
}
