package io.headroom.server.conditional;

import io.headroom.spi.EntityTag;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of If-Match or If-None-Match (RFC 9110 §13.1.1, §13.1.2).
 *
 * @param any whether it is {@code *}: whatever exists
 * @param tags none with {@code *}; members that are no entity tags are left out, so they match nothing
 */
public record EntityTagList(boolean any, List<EntityTag> tags) {
    public EntityTagList {
        tags = List.copyOf(tags);
    }

    /**
     * Never fails: sync clients send words here that are no tags, on purpose.
     *
     * @param value of the header; several lines joined with commas
     */
    public static EntityTagList parse(String value) {
        String text = value.strip();
        if (text.equals("*")) {
            return new EntityTagList(true, List.of());
        }
        List<EntityTag> tags = new ArrayList<>(1);
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == ',' || c == ' ' || c == '\t') {
                position++;
                continue;
            }
            boolean weak = text.startsWith("W/\"", position);
            int open = weak ? position + 2 : position;
            int close = text.charAt(open) == '"' ? text.indexOf('"', open + 1) : -1;
            if (close < 0) {
                int comma = text.indexOf(',', position);
                position = comma < 0 ? text.length() : comma;
                continue;
            }
            tags.add(new EntityTag(text.substring(open + 1, close), weak));
            position = close + 1;
        }
        return new EntityTagList(false, tags);
    }

    /** Whether one of the tags is the same and both are strong. */
    public boolean matchesStrongly(EntityTag current) {
        for (EntityTag tag : tags) {
            if (tag.matchesStrongly(current)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the tags has the same opaque part. */
    public boolean matchesWeakly(EntityTag current) {
        for (EntityTag tag : tags) {
            if (tag.matchesWeakly(current)) {
                return true;
            }
        }
        return false;
    }
}
