package io.headroom.s3;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A mark in the metadata of an object that tells which write put it there: so a write whose answer got lost knows its own success
 * again. Other programs may see it; it means nothing to them.
 */
record WriteMark(String id) {
    private static final String NAME = "headroom-write";

    static WriteMark unique() {
        return new WriteMark(UUID.randomUUID().toString());
    }

    Map<String, String> metadata() {
        return Map.of(NAME, id);
    }

    /** In place of another mark. */
    Map<String, String> addedTo(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        all.put(NAME, id);
        return all;
    }

    boolean isOn(ObjectDetails object) {
        return id.equals(object.metadata().get(NAME));
    }
}
